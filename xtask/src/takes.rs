//! The arguments of a command, looked at before anything is built.

use crate::paths;
use crate::stamp::files_below;
use std::fs;

pub enum Takes {
    /// As many words as this, those after options among them, and these options.
    Words(usize, &'static [&'static str]),
    /// What the command line takes. Only once it is built does it know its options, but one that its
    /// sources do not name is wrong.
    CommandLine,
}

impl Takes {
    /// Whether the help is wanted that needs no build.
    pub fn asks_for_help(&self, arguments: &[String]) -> bool {
        let is_flag = |word: &String| matches!(word.as_str(), "--help" | "-h");
        matches!(self, Self::Words(..)) && arguments.iter().any(is_flag)
    }

    /// The first argument that is not taken.
    pub fn unknown<'a>(&self, arguments: &'a [String]) -> Option<&'a str> {
        let mut options = options(arguments);
        match self {
            Self::Words(most, known) => {
                let unknown = options.find(|option| !known.contains(&name(option)));
                let mut words = arguments.iter().filter(|word| !word.starts_with('-'));
                unknown.or_else(|| words.nth(*most).map(String::as_str))
            }
            Self::CommandLine => {
                let sources = sources();
                let mut long = options.filter(|option| option.starts_with("--"));
                long.find(|option| !names(&sources, name(option)))
            }
        }
    }
}

fn options(arguments: &[String]) -> impl Iterator<Item = &str> {
    let words = arguments.iter().map(String::as_str);
    words.filter(|word| word.starts_with('-'))
}

/// An option without its value.
fn name(option: &str) -> &str {
    option.split('=').next().unwrap_or(option)
}

fn sources() -> String {
    let files = files_below(&paths::root().join("cli"));
    let texts = files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok());
    texts.collect()
}

/// Whether a text has this option, and not only a longer one.
fn names(text: &str, option: &str) -> bool {
    text.match_indices(option).any(|(at, _)| {
        let rest = text.get(at + option.len()..).unwrap_or_default();
        !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::{Takes, names};

    #[test]
    fn an_argument_that_a_command_does_not_take_is_found() {
        let takes = Takes::Words(1, &["--all"]);
        let unknown = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            takes.unknown(&words).map(str::to_owned)
        };
        assert_eq!(unknown(&[]), None);
        assert_eq!(unknown(&["lint", "--all"]), None);
        assert_eq!(unknown(&["--al"]).as_deref(), Some("--al"));
        assert_eq!(unknown(&["lint", "clippy"]).as_deref(), Some("clippy"));
    }

    #[test]
    fn a_part_of_an_option_is_not_named() {
        let text = "'--page-size <n>', '--since, --created-after <time>'";
        assert!(names(text, "--page-size") && names(text, "--since"));
        assert!(!names(text, "--page") && !names(text, "--size"));
    }
}

//! What a release says: the changelog's entry of its version.

use crate::files::read;
use crate::manifest::field;
use crate::paths;
use crate::result::Result;
use std::io::Write;
use std::process::ExitCode;

/// `cargo xtask notes [TAG]`: prints the changelog's entry of this version. Fails where the package,
/// the changelog or the tag, if there is one, is of another version.
pub fn notes(arguments: &[String]) -> Result<ExitCode> {
    let root = paths::root();
    let manifest = read(&root.join("Cargo.toml"))?;
    let version = field(&manifest, "version")?;
    let changelog = read(&root.join("CHANGELOG.md"))?;
    if let Some(tag) = arguments.first() {
        check_tag(tag, version, &changelog)?;
    }
    let package = read(&root.join("pkg/package.json"))
        .map_err(|why| format!("{why}: `cargo xtask build` writes the package"))?;
    check_package(&package, version)?;
    let entry = entry(&changelog, version)?;
    let blob = format!("{}/blob/v{version}", field(&manifest, "repository")?);
    let text = with_absolute_links(&with_whole_lines(entry), &blob);
    writeln!(std::io::stdout(), "{text}").map_err(|error| format!("stdout: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

fn check_tag(tag: &str, version: &str, changelog: &str) -> Result<()> {
    if tag != format!("v{version}") {
        return Err(format!(
            "the tag is {tag}, and Cargo.toml has version {version}"
        ));
    }
    match sections(changelog).next() {
        Some((title, _)) if title == version => Ok(()),
        Some((title, _)) => Err(format!(
            "CHANGELOG.md begins with {title}, and this is {version}: what is new goes into its entry"
        )),
        None => Err("CHANGELOG.md has no entry".into()),
    }
}

/// npm's manifest, as `xtask/package.mjs` writes it: a line for each field.
fn check_package(package: &str, version: &str) -> Result<()> {
    let line = format!("  \"version\": \"{version}\",");
    if package.lines().any(|each| each == line) {
        return Ok(());
    }
    Err(format!(
        "pkg/package.json has another version than Cargo.toml's {version}: run `cargo xtask build`"
    ))
}

/// The text of the entry of `version`.
fn entry<'a>(changelog: &'a str, version: &str) -> Result<&'a str> {
    let text = sections(changelog).find_map(|(title, text)| (title == version).then_some(text));
    text.filter(|text| !text.is_empty())
        .ok_or_else(|| format!("CHANGELOG.md says nothing of version {version}"))
}

/// The title and the text of each section of the second level.
fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split("\n## ").skip(1);
    parts.map(|part| {
        let (title, text) = part.split_once('\n').unwrap_or((part, ""));
        (title.trim(), text.trim())
    })
}

/// On the page of a release, each line break of the text is one of the page: paragraphs and items
/// become lines. Fenced code stays as it is.
fn with_whole_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        let words = line.trim_start();
        let is_fence = words.starts_with("```");
        let begins = ["- ", "* ", "#", "|", ">"]
            .iter()
            .any(|start| words.starts_with(start));
        match lines.last_mut() {
            Some(last)
                if !(is_code || is_fence || begins || words.is_empty() || last.is_empty()) =>
            {
                last.push(' ');
                last.push_str(words);
            }
            _ => lines.push(line.to_owned()),
        }
        is_code ^= is_fence;
    }
    lines.join("\n")
}

/// The page of a release stands elsewhere than the changelog: links to files get the address of the
/// files as they were at the time.
fn with_absolute_links(text: &str, blob: &str) -> String {
    let mut parts = text.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += "](";
        if !part.starts_with('#') && !part.starts_with("http") {
            out += blob;
            out += "/";
        }
        out += part;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## 0.2.0\n\n- New: [this](docs/this.md).\n\n### Fixed\n\n- That.\n\n## 0.1.0\n\nFirst.\n";

    #[test]
    fn an_entry_goes_to_the_next_version() {
        let text = "- New: [this](docs/this.md).\n\n### Fixed\n\n- That.";
        assert_eq!(entry(CHANGELOG, "0.2.0"), Ok(text));
        assert_eq!(entry(CHANGELOG, "0.1.0"), Ok("First."));
    }

    #[test]
    fn a_version_without_a_text_is_refused() {
        let error = "CHANGELOG.md says nothing of version 0.3.0";
        assert_eq!(entry(CHANGELOG, "0.3.0"), Err(error.into()));
        assert_eq!(
            entry("# Changelog\n\n## 0.3.0\n", "0.3.0"),
            Err(error.into())
        );
    }

    #[test]
    fn a_tag_names_the_version_that_the_changelog_begins_with() {
        assert_eq!(check_tag("v0.2.0", "0.2.0", CHANGELOG), Ok(()));
        let error = check_tag("0.2.0", "0.2.0", CHANGELOG).unwrap_err();
        assert_eq!(error, "the tag is 0.2.0, and Cargo.toml has version 0.2.0");
        let error = check_tag("v0.1.0", "0.1.0", CHANGELOG).unwrap_err();
        assert!(error.starts_with("CHANGELOG.md begins with 0.2.0,"));
        let early = CHANGELOG.replace("0.2.0", "Unreleased");
        let error = check_tag("v0.2.0", "0.2.0", &early).unwrap_err();
        assert!(error.starts_with("CHANGELOG.md begins with Unreleased,"));
    }

    #[test]
    fn a_package_of_another_version_is_refused() {
        let package = "{\n  \"name\": \"a\",\n  \"version\": \"0.2.0\",\n}\n";
        assert_eq!(check_package(package, "0.2.0"), Ok(()));
        assert!(check_package(package, "0.2.1").is_err());
    }

    #[test]
    fn paragraphs_and_items_become_lines() {
        let text = "One\ntwo.\n\n- Three\n  four\n- five:\n\n```sh\na\nb\n```\n\n| c |\n| d |";
        let lines = "One two.\n\n- Three four\n- five:\n\n```sh\na\nb\n```\n\n| c |\n| d |";
        assert_eq!(with_whole_lines(text), lines);
    }

    #[test]
    fn links_to_files_lead_to_the_files_of_the_release() {
        let text = "[a](docs/a.md), [b](https://b.example) and [c](#c)";
        let linked = with_absolute_links(text, "https://x/blob/v1");
        assert_eq!(
            linked,
            "[a](https://x/blob/v1/docs/a.md), [b](https://b.example) and [c](#c)"
        );
    }
}

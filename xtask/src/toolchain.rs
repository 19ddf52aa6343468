//! A compiler for `wasm32-unknown-unknown`: the user's own if it has the target's standard library,
//! else one of the project's own under `target/`.

use crate::run::{output, quietly_within, step};
use crate::{Outcome, debian};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The target that everything is compiled to.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How to compile to wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The active rustup tool chain has the target.
    Active,
    /// Debian's compiler, unpacked into this folder.
    Debian(PathBuf),
}

/// Where a tool chain may be had from; `XTASK_TOOLCHAIN` names it, and `auto` is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Every way, in order.
    Auto,
    /// Only the user's own, with `rustup target add` if need be.
    Rustup,
    /// Whatever is there, else Debian's; `rustup target add` is not tried.
    Debian,
}

impl Choice {
    /// What the environment asks for.
    pub fn from_environment() -> Outcome<Self> {
        match std::env::var("XTASK_TOOLCHAIN").as_deref() {
            Err(_) | Ok("" | "auto") => Ok(Self::Auto),
            Ok("rustup") => Ok(Self::Rustup),
            Ok("debian") => Ok(Self::Debian),
            Ok(other) => Err(format!(
                "XTASK_TOOLCHAIN is auto, rustup or debian, not `{other}`"
            )),
        }
    }
}

/// The steps that lead to a tool chain, so that their order can be tested without taking them.
pub trait Ways {
    /// Whether the active tool chain has the target's standard library.
    fn active_has_target(&self) -> bool;
    /// Debian's compiler, if it is complete under `target/`.
    fn installed_debian(&self) -> Option<PathBuf>;
    /// `rustup target add`.
    fn add_target(&self) -> Outcome<()>;
    /// Debian's compiler, unpacked under `target/`.
    fn install_debian(&self) -> Outcome<PathBuf>;
}

/// The tool chain to use, set up if need be.
pub fn find() -> Outcome<Toolchain> {
    choose(Choice::from_environment()?, &Real)
}

/// Tries the ways in order.
pub fn choose(choice: Choice, ways: &impl Ways) -> Outcome<Toolchain> {
    if ways.active_has_target() {
        return Ok(Toolchain::Active);
    }
    if let Some(folder) = ways.installed_debian().filter(|_| choice != Choice::Rustup) {
        return Ok(Toolchain::Debian(folder));
    }
    let mut refusals = Vec::new();
    if choice != Choice::Debian {
        match ways.add_target() {
            Ok(()) if ways.active_has_target() => return Ok(Toolchain::Active),
            Ok(()) => {
                refusals.push("rustup target add: it said yes, but the target is not there".into())
            }
            Err(why) => refusals.push(format!("rustup target add: {why}")),
        }
    }
    if choice != Choice::Rustup {
        match ways.install_debian() {
            Ok(folder) => return Ok(Toolchain::Debian(folder)),
            Err(why) => refusals.push(format!("Debian's compiler: {why}")),
        }
    }
    Err(format!(
        "there is no compiler for {TARGET}.\n  {}\nInstall Rust from https://rustup.rs and run `rustup target add {TARGET}`.",
        refusals.join("\n  ")
    ))
}

impl Toolchain {
    /// A cargo command that compiles for wasm with the standard library of everyday use.
    pub fn cargo(&self) -> Command {
        let mut cargo = cargo();
        if let Self::Debian(folder) = self {
            cargo.env("RUSTC", debian::rustc(folder));
        }
        cargo
    }

    /// A cargo command that compiles for wasm as small as this tool chain can.
    pub fn cargo_for_release(&self) -> Command {
        let mut cargo = cargo();
        if let Self::Debian(folder) = self {
            cargo.env("RUSTC", debian::small_rustc(folder));
            cargo.env("RUSTC_BOOTSTRAP", "1");
            cargo.env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                debian::SMALL_FLAGS,
            );
        }
        cargo
    }

    /// `cargo clippy` for wasm; what it warns of is an error.
    pub fn clippy(&self) -> Command {
        let mut cargo = self.cargo();
        match self {
            Self::Active => cargo.arg("clippy"),
            Self::Debian(folder) => cargo
                .arg("check")
                .env("RUSTC_WORKSPACE_WRAPPER", debian::clippy(folder)),
        };
        cargo.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
        cargo.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Dwarnings",
        );
        cargo
    }

    /// Which standard library it has for releases, in a word.
    pub fn release_library(&self) -> &'static str {
        match self {
            Self::Active => "ordinary",
            Self::Debian(_) => "small",
        }
    }

    /// A word on which it is, for stamps and for people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Active => "the active tool chain",
            Self::Debian(_) => "Debian's compiler",
        }
    }
}

/// Cargo, as it called us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

struct Real;

impl Ways for Real {
    fn active_has_target(&self) -> bool {
        let folder =
            output(Command::new(rustc()).args(["--print", "target-libdir", "--target", TARGET]));
        folder.is_ok_and(|folder| has_std(Path::new(folder.trim())))
    }

    fn installed_debian(&self) -> Option<PathBuf> {
        debian::installed()
    }

    fn add_target(&self) -> Outcome<()> {
        step(&format!("adding the target {TARGET} with rustup"), || {
            let mut rustup = Command::new("rustup");
            rustup
                .args(["target", "add", TARGET])
                .env("RUSTUP_DOWNLOAD_TIMEOUT", "10");
            quietly_within("rustup", &mut rustup, Duration::from_secs(60))
        })
    }

    fn install_debian(&self) -> Outcome<PathBuf> {
        debian::install()
    }
}

fn rustc() -> std::ffi::OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Whether a tool chain's folder of libraries holds the standard library.
fn has_std(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::fs;

    /// A machine with a tool chain folder of its own, on which each way works or does not.
    struct Machine {
        libraries: PathBuf,
        debian: bool,
        rustup: Result<bool, &'static str>,
        debian_install: Result<(), &'static str>,
        tried: RefCell<Vec<&'static str>>,
    }

    impl Machine {
        fn new(name: &str) -> Self {
            let folder = format!("xtask-toolchain-{name}-{}", std::process::id());
            let libraries = std::env::temp_dir().join(folder).join("lib");
            fs::create_dir_all(&libraries).unwrap();
            Self {
                libraries,
                debian: false,
                rustup: Err("no network"),
                debian_install: Err("no apt-get"),
                tried: RefCell::default(),
            }
        }

        fn add_std(&self) {
            fs::write(self.libraries.join("libstd-0123456789abcdef.rlib"), "").unwrap();
        }
    }

    /// A machine on which `change` is different.
    fn machine_with(name: &str, change: impl FnOnce(&mut Machine)) -> Machine {
        let mut machine = Machine::new(name);
        change(&mut machine);
        machine
    }

    impl Drop for Machine {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(self.libraries.parent().unwrap());
        }
    }

    impl Ways for Machine {
        fn active_has_target(&self) -> bool {
            has_std(&self.libraries)
        }

        fn installed_debian(&self) -> Option<PathBuf> {
            self.debian.then(|| "debian".into())
        }

        fn add_target(&self) -> Outcome<()> {
            self.tried.borrow_mut().push("rustup");
            if self.rustup? {
                self.add_std();
            }
            Ok(())
        }

        fn install_debian(&self) -> Outcome<PathBuf> {
            self.tried.borrow_mut().push("debian");
            self.debian_install?;
            Ok("debian".into())
        }
    }

    #[test]
    fn the_ordinary_rustup_target_is_used_as_it_is() {
        for choice in [Choice::Auto, Choice::Rustup, Choice::Debian] {
            let machine = Machine::new(&format!("ordinary-{choice:?}"));
            machine.add_std();
            fs::write(machine.libraries.join("libcore-0.rlib"), "").unwrap();
            assert_eq!(choose(choice, &machine), Ok(Toolchain::Active));
            assert!(machine.tried.borrow().is_empty());
        }
    }

    #[test]
    fn a_folder_without_the_standard_library_is_no_tool_chain() {
        let machine = Machine::new("empty");
        fs::write(machine.libraries.join("libcore-0.rlib"), "").unwrap();
        assert!(!machine.active_has_target());
    }

    #[test]
    fn a_missing_target_is_added_with_rustup() {
        let machine = machine_with("add", |it| {
            it.rustup = Ok(true);
        });
        assert_eq!(choose(Choice::Auto, &machine), Ok(Toolchain::Active));
        assert_eq!(*machine.tried.borrow(), ["rustup"]);
    }

    #[test]
    fn what_is_installed_already_is_used_before_anything_is_fetched() {
        let machine = machine_with("installed", |it| {
            it.debian = true;
            it.rustup = Ok(true);
        });
        let debian = Toolchain::Debian("debian".into());
        assert_eq!(choose(Choice::Auto, &machine), Ok(debian));
        assert!(machine.tried.borrow().is_empty());
    }

    #[test]
    fn debian_comes_last_and_the_switch_skips_rustup() {
        let debian = Ok(Toolchain::Debian("debian".into()));
        let machine = machine_with("last", |it| {
            it.debian_install = Ok(());
        });
        assert_eq!(choose(Choice::Auto, &machine), debian);
        assert_eq!(*machine.tried.borrow(), ["rustup", "debian"]);
        let machine = machine_with("switch", |it| {
            it.debian_install = Ok(());
            it.rustup = Ok(true);
        });
        assert_eq!(choose(Choice::Debian, &machine), debian);
        assert_eq!(*machine.tried.borrow(), ["debian"]);
    }

    #[test]
    fn the_error_quotes_every_refusal_and_says_what_to_install() {
        let error = choose(Choice::Auto, &Machine::new("error")).unwrap_err();
        for part in [
            "rustup target add: no network",
            "Debian's compiler: no apt-get",
            "https://rustup.rs",
        ] {
            assert!(error.contains(part), "{error}");
        }
        let lying = machine_with("lying", |it| {
            it.rustup = Ok(false);
        });
        assert!(
            choose(Choice::Rustup, &lying)
                .unwrap_err()
                .contains("is not there")
        );
    }
}

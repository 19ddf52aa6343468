//! Which tool chain is used: the user's own if it can compile to wasm, or can be made to, else one
//! of the project's own under `target/`.

use crate::debian;
use crate::result::Result;
use crate::rust::TARGET;
use crate::system::{RealSystem, System};
use crate::toolchain::{Library, ReleaseToolchain, Toolchain};
use std::path::PathBuf;

/// Where a tool chain may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Every way, in order.
    Auto,
    /// Only the user's own, with rustup's help.
    Rustup,
    /// Whatever is there, else Debian's: rustup downloads nothing.
    Debian,
}

/// The tool chain for everyday use, set up if need be.
pub fn find() -> Result<Toolchain> {
    let toolchain = select(Preference::from_environment()?, &RealSystem)?;
    if let Toolchain::Debian(folder) = &toolchain {
        debian::ensure_std(folder)?;
    }
    Ok(toolchain)
}

/// The tool chain for the wasm of the package, set up if need be.
pub fn find_for_release() -> Result<ReleaseToolchain> {
    let found = select_for_release(Preference::from_environment()?, &RealSystem)?;
    if let Library::Ordinary(why) = &found.library {
        let error = why.lines().find(|line| line.starts_with("error"));
        eprintln!(
            "The package gets the ordinary standard library and is larger for it. The small one needs \
             `rustup component add rust-src` ({})",
            error.or(why.lines().next()).unwrap_or_default()
        );
    }
    Ok(found)
}

/// Tries the ways to a tool chain that has the target's standard library, in order.
pub fn select(preference: Preference, system: &impl System) -> Result<Toolchain> {
    if system.active_has_target() {
        return Ok(Toolchain::Active);
    }
    if let Some(folder) = preference.installed_debian(system) {
        return Ok(Toolchain::Debian(folder));
    }
    let mut refusals = Vec::new();
    if preference != Preference::Debian {
        match system.add_target() {
            Ok(()) if system.active_has_target() => return Ok(Toolchain::Active),
            Ok(()) => refusals.push(format!(
                "rustup target add: it reports success, but {TARGET} is not there"
            )),
            Err(why) => refusals.push(format!("rustup target add: {why}")),
        }
    }
    if preference != Preference::Rustup {
        match system.install_debian() {
            Ok(folder) => return Ok(Toolchain::Debian(folder)),
            Err(why) => refusals.push(format!("Debian's compiler: {why}")),
        }
    }
    Err(format!(
        "there is no compiler for {TARGET}.\n  {}\nInstall Rust from https://rustup.rs and run `rustup target add {TARGET}`.",
        refusals.join("\n  ")
    ))
}

/// Tries the ways to a tool chain that builds the small standard library, in order; without any, it
/// is the one of everyday use.
pub fn select_for_release(
    preference: Preference,
    system: &impl System,
) -> Result<ReleaseToolchain> {
    let small = |toolchain| Ok(ReleaseToolchain::small(toolchain));
    if system.active_builds_small_std() {
        return small(Toolchain::Active);
    }
    if let Some(folder) = preference.installed_debian(system) {
        return small(Toolchain::Debian(folder));
    }
    let why = if preference == Preference::Debian {
        match system.install_debian() {
            Ok(folder) => return small(Toolchain::Debian(folder)),
            Err(why) => format!("Debian's compiler: {why}"),
        }
    } else {
        match system.add_source() {
            Ok(()) if system.active_builds_small_std() => return small(Toolchain::Active),
            Ok(()) => "the active compiler is too old to build a small one".into(),
            Err(why) => format!("rustup component add rust-src: {why}"),
        }
    };
    match select(preference, system)? {
        Toolchain::Active => Ok(ReleaseToolchain {
            toolchain: Toolchain::Active,
            library: Library::Ordinary(why),
        }),
        debian => small(debian),
    }
}

impl Preference {
    /// What `XTASK_TOOLCHAIN` says.
    fn from_environment() -> Result<Self> {
        match std::env::var("XTASK_TOOLCHAIN").as_deref() {
            Err(_) | Ok("" | "auto") => Ok(Self::Auto),
            Ok("rustup") => Ok(Self::Rustup),
            Ok("debian") => Ok(Self::Debian),
            Ok(other) => Err(format!(
                "XTASK_TOOLCHAIN is auto, rustup or debian, not `{other}`"
            )),
        }
    }

    fn installed_debian(self, system: &impl System) -> Option<PathBuf> {
        system.installed_debian().filter(|_| self != Self::Rustup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    /// A machine on which each step works or does not.
    struct Machine {
        target: Cell<bool>,
        source: Cell<bool>,
        debian: bool,
        /// Whether `rustup` says that it added something, and whether it did.
        rustup: std::result::Result<bool, &'static str>,
        debian_install: std::result::Result<(), &'static str>,
        tried: RefCell<Vec<&'static str>>,
    }

    impl System for Machine {
        fn active_has_target(&self) -> bool {
            self.target.get()
        }

        fn active_builds_small_std(&self) -> bool {
            self.source.get()
        }

        fn installed_debian(&self) -> Option<PathBuf> {
            self.debian.then(|| "debian".into())
        }

        fn add_target(&self) -> Result<()> {
            self.tried.borrow_mut().push("target");
            self.target.set(self.rustup?);
            Ok(())
        }

        fn add_source(&self) -> Result<()> {
            self.tried.borrow_mut().push("source");
            self.source.set(self.rustup?);
            Ok(())
        }

        fn install_debian(&self) -> Result<PathBuf> {
            self.tried.borrow_mut().push("debian");
            self.debian_install?;
            Ok("debian".into())
        }
    }

    const ALL: [Preference; 3] = [Preference::Auto, Preference::Rustup, Preference::Debian];

    fn debian() -> Toolchain {
        Toolchain::Debian("debian".into())
    }

    fn small(toolchain: Toolchain) -> Result<ReleaseToolchain> {
        Ok(ReleaseToolchain::small(toolchain))
    }

    /// A machine that has nothing and gets nothing, but for what `change` changes.
    fn machine(change: impl FnOnce(&mut Machine)) -> Machine {
        let mut machine = Machine {
            target: Cell::new(false),
            source: Cell::new(false),
            debian: false,
            rustup: Err("no network"),
            debian_install: Err("no apt-get"),
            tried: RefCell::default(),
        };
        change(&mut machine);
        machine
    }

    #[test]
    fn what_the_active_tool_chain_has_is_used_as_it_is() {
        for preference in ALL {
            let machine = machine(|it| {
                it.target.set(true);
                it.source.set(true);
                it.debian = true;
            });
            assert_eq!(select(preference, &machine), Ok(Toolchain::Active));
            let release = select_for_release(preference, &machine);
            assert_eq!(release, small(Toolchain::Active));
            assert!(machine.tried.borrow().is_empty());
        }
    }

    #[test]
    fn rustup_adds_what_is_missing() {
        let machine = machine(|it| it.rustup = Ok(true));
        let release = select_for_release(Preference::Auto, &machine);
        assert_eq!(release, small(Toolchain::Active));
        // The target's own standard library is not needed for that.
        assert_eq!(*machine.tried.borrow(), ["source"]);
        assert_eq!(select(Preference::Auto, &machine), Ok(Toolchain::Active));
        assert_eq!(*machine.tried.borrow(), ["source", "target"]);
    }

    #[test]
    fn an_unpacked_debian_is_used_before_anything_is_downloaded() {
        let machine = machine(|it| {
            it.debian = true;
            it.rustup = Ok(true);
        });
        assert_eq!(select(Preference::Auto, &machine), Ok(debian()));
        let release = select_for_release(Preference::Auto, &machine);
        assert_eq!(release, small(debian()));
        assert!(machine.tried.borrow().is_empty());
        assert_eq!(select(Preference::Rustup, &machine), Ok(Toolchain::Active));
    }

    #[test]
    fn debian_comes_last() {
        let machine = machine(|it| it.debian_install = Ok(()));
        assert_eq!(select(Preference::Auto, &machine), Ok(debian()));
        assert_eq!(*machine.tried.borrow(), ["target", "debian"]);
        machine.tried.take();
        let release = select_for_release(Preference::Auto, &machine);
        assert_eq!(release, small(debian()));
        assert_eq!(*machine.tried.borrow(), ["source", "target", "debian"]);
    }

    #[test]
    fn the_preference_for_debian_lets_rustup_download_nothing() {
        let machine = machine(|it| {
            it.debian_install = Ok(());
            it.rustup = Ok(true);
        });
        assert_eq!(select(Preference::Debian, &machine), Ok(debian()));
        let release = select_for_release(Preference::Debian, &machine);
        assert_eq!(release, small(debian()));
        assert_eq!(*machine.tried.borrow(), ["debian", "debian"]);
    }

    #[test]
    fn a_release_falls_back_to_the_ordinary_standard_library_and_says_why() {
        for (preference, said) in [
            (Preference::Auto, "rust-src: no network"),
            (Preference::Rustup, "rust-src: no network"),
            (Preference::Debian, "Debian's compiler: no apt-get"),
        ] {
            let machine = machine(|it| it.target.set(true));
            let release = select_for_release(preference, &machine).unwrap();
            assert_eq!(release.toolchain, Toolchain::Active);
            let Library::Ordinary(why) = release.library else {
                panic!("nothing was there to build the small one of");
            };
            assert!(why.contains(said), "{why}");
        }
        let old = machine(|it| {
            it.target.set(true);
            it.rustup = Ok(false);
        });
        let release = select_for_release(Preference::Auto, &old).unwrap();
        let why = "the active compiler is too old to build a small one".into();
        assert_eq!(release.library, Library::Ordinary(why));
    }

    #[test]
    fn the_error_quotes_every_refusal_and_says_what_to_install() {
        let error = select(Preference::Auto, &machine(|_| {})).unwrap_err();
        for part in [
            "rustup target add: no network",
            "Debian's compiler: no apt-get",
            "https://rustup.rs",
        ] {
            assert!(error.contains(part), "{error}");
        }
        let lying = machine(|it| it.rustup = Ok(false));
        let error = select(Preference::Rustup, &lying).unwrap_err();
        assert!(error.contains("is not there"), "{error}");
    }
}

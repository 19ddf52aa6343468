//! rustfmt and Biome: `cargo xtask format` formats everything, and two steps of the tests judge it.

use crate::count::Count;
use crate::npm::{self, Tools};
use crate::paths;
use crate::result::Result;
use crate::run::run;
use crate::rust::cargo;
use std::process::{Command, ExitCode};

/// Formats everything.
pub fn format(_: &[String]) -> Result<ExitCode> {
    rustfmt(&[])?;
    run(biome()?.args(["format", "--write"]))?;
    Ok(ExitCode::SUCCESS)
}

/// Fails where anything is not formatted.
pub fn check() -> Result<Count> {
    rustfmt(&["--check"])?;
    run(biome()?.arg("format"))?;
    Ok(Count::ONE)
}

/// Fails where the linter has something to say of JavaScript or TypeScript.
pub fn lint() -> Result<Count> {
    run(biome()?.args(["lint", "--error-on-warnings"]))?;
    Ok(Count::ONE)
}

fn rustfmt(options: &[&str]) -> Result<()> {
    for folder in paths::WORKSPACES {
        run(cargo()
            .args(["fmt", "--all"])
            .args(options)
            .current_dir(paths::root().join(folder)))?;
    }
    Ok(())
}

fn biome() -> Result<Command> {
    npm::ensure(Tools::All)?;
    let mut biome = npm::node();
    biome.arg(paths::root().join("node_modules/@biomejs/biome/bin/biome"));
    Ok(biome)
}

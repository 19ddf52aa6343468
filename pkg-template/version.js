// The version of the package, which `xtask/package.mjs` takes from Cargo.toml.

export const VERSION = PACKAGE_VERSION;

//! What the workspace says of itself.

use crate::result::Result;

/// A field of `[workspace.package]` in the text of the workspace's `Cargo.toml`.
pub fn field<'a>(manifest: &'a str, name: &str) -> Result<&'a str> {
    let section = manifest.split("[workspace.package]").nth(1);
    let value = section.and_then(|section| {
        let mut lines = section.lines().map_while(|line| match line {
            line if line.starts_with('[') => None,
            line => Some(line.split_once(" = ")),
        });
        let (_, value) = lines.find_map(|line| line.filter(|(key, _)| *key == name))?;
        Some(value.trim_matches('"'))
    });
    value.ok_or_else(|| format!("[workspace.package] in Cargo.toml names no {name}"))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn the_fields_are_the_workspaces() {
        let manifest = "[package]\nversion.workspace = true\n\n[workspace.package]\nedition = \"2024\"\nversion = \"1.2.3\"\n\n[lib]\nname = \"a\"\n";
        assert_eq!(field(manifest, "version"), Ok("1.2.3"));
        assert!(field(manifest, "name").is_err());
        assert!(field("[package]\nversion = \"1.2.3\"\n", "version").is_err());
    }
}

// The paths that the package is imported by.

/** The official SDK's paths around batches, and the entries that they lead to. */
const OFFICIAL = {
  ...Object.fromEntries(
    [
      'index',
      'client',
      'error',
      'core/error',
      'pagination',
      'core/pagination',
      'api-promise',
      'core/api-promise',
      'resources',
      'resources/index',
      'resources/batches',
    ].map((name) => [name, '.']),
  ),
  version: './version',
};

/** The manifest with these paths, also as editors write them, with an ending; and with all paths for old resolvers. */
export function withPaths(manifest) {
  const named = Object.entries(OFFICIAL).flatMap(([name, entry]) =>
    ['', '.js', '.mjs'].map((ending) => [`./${name}${ending}`, manifest.exports[entry]]),
  );
  const exports = { ...manifest.exports, ...Object.fromEntries(named) };
  const typed = Object.entries(exports).filter(([name, { types }]) => name !== '.' && types);
  const types = typed.map(([name, { types }]) => [name.slice(2), [types.default ?? types]]);
  return { ...manifest, exports, typesVersions: { '*': Object.fromEntries(types) } };
}

// What all bundles of the package have in common.

/** Options of esbuild for a file of the package. */
export const PUBLISHED = {
  bundle: true,
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // Node.js prints the line of an error that nothing catches. esbuild exceeds the limit up to four times,
  // and a user's own minifier joins the lines again.
  lineLimit: 250,
  // In a file of its own, which nothing but a debugger loads.
  sourcemap: 'linked',
};

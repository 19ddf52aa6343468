// What each entry costs to download, and the official SDK beside it: node xtask/size.mjs [--json]

import { build } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'pkg/dist');

/** Which of Rust's standard libraries is in the package: `small`, or `ordinary` where that cannot be had. */
const standardLibrary = () => readFile(path.join(root, 'target/standard-library'), 'utf8');

/**
 * The standard library, the sizes of each file, of a page's whole bundle with this package and with the official SDK, and
 * the bytes of brotli that the downloads of each kind come to.
 */
export async function measure() {
  const files = (await readdir(dist)).filter((file) => /\.(js|wasm)$/.test(file)).sort();
  const rows = await Promise.all(
    files.map(async (file) => ({ name: file, ...sizes(await readFile(path.join(dist, file))) })),
  );
  const [ours, theirs] = await Promise.all([bundle(path.join(dist, 'index.js')), bundle('@llamaindex/llama-cloud')]);
  const page = sizes(ours);
  return {
    library: await standardLibrary(),
    files: rows,
    ours: { name: 'a page that lists, with this package', ...page },
    theirs: { name: 'the same with the official SDK', ...sizes(theirs) },
    downloads: {
      'a page that lists': page.brotli,
      ...Object.fromEntries(['web.js', 'workerd.js'].map((file) => [`${file} and its wasm`, withWasm(rows, file)])),
    },
  };
}

function withWasm(rows, file) {
  const parts = rows.filter(({ name }) => name === file || name.endsWith('.wasm'));
  return parts.reduce((sum, { brotli }) => sum + brotli, 0);
}

/** The same three lines, bundled for a page with each. */
async function bundle(module) {
  const contents = `import LlamaCloud from ${JSON.stringify(module)};
    const client = new LlamaCloud({ apiKey: 'llx' });
    for await (const batch of client.batches.list()) console.log(batch.id);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].contents;
}

function sizes(bytes) {
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

if (process.argv[1] === import.meta.filename) {
  const sizes = await measure();
  if (process.argv.includes('--json')) console.log(JSON.stringify(sizes, null, 2));
  else {
    const { library, files, ours, theirs } = sizes;
    const line = (name, ...cells) => console.log(name.padEnd(38), ...cells.map((cell) => String(cell).padStart(9)));
    line('', 'raw', 'gzip', 'brotli');
    for (const { name, raw, gzip, brotli } of [...files, ours, theirs]) line(name, raw, gzip, brotli);
    line('ratio', ...['raw', 'gzip', 'brotli'].map((kind) => (ours[kind] / theirs[kind]).toFixed(2)));
    console.log(`with the ${library} standard library; xtask/size-budget.json has the limits of the small one`);
  }
}

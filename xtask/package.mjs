// Writes the npm package: the entries of pkg-template/ around wasm-bindgen's output, the sandbox and
// the CLI, each bundled into a file without dependencies.
//
//   node xtask/package.mjs --bindgen DIR --out DIR --version X.Y.Z

import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSandbox } from '../sandbox/build.mjs';
import { assembleDecoder, encode } from './inline.mjs';
import { notices } from './notices.mjs';

const NAME = 'llama_cloud_batches';
const root = path.join(import.meta.dirname, '..');
const template = path.join(root, 'pkg-template');
const { values: options } = parseArgs({
  options: { bindgen: { type: 'string' }, out: { type: 'string' }, version: { type: 'string' } },
});
const dist = path.join(options.out, 'dist');
const wasm = await readFile(path.join(options.bindgen, `${NAME}_bg.wasm`));
const text = encode(wasm);
// The short names that what the wasm imports and exports has been given.
const names = JSON.parse(await readFile(path.join(options.bindgen, 'names.json'), 'utf8'));

await rm(options.out, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const bundles = await Promise.all([
  bundle('index.js', 'neutral'),
  bundle('workerd.js', 'neutral'),
  bundle('edge.js', 'neutral'),
  bundle('web.js', 'browser'),
  bundle('proxy.js', 'neutral'),
  bundleCli(),
  buildSandbox(dist),
]);
await Promise.all([
  writeFile(path.join(options.out, 'THIRD-PARTY.md'), await notices(bundles.flat())),
  writeFile(path.join(dist, `${NAME}_bg.wasm`), wasm),
  writeTypes(),
  writeManifest(),
  ...['README.md', 'CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE'].map(copyFromRoot),
]);

/** Bundles an entry of the template with wasm-bindgen's glue. */
function bundle(entry, platform) {
  return build({
    entryPoints: [path.join(template, entry)],
    outfile: path.join(dist, entry),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    plugins: [{ name: 'bindgen', setup: resolveBindgen }],
  });
}

function resolveBindgen({ onResolve, onLoad }) {
  const glue = path.join(options.bindgen, `${NAME}_bg.js`);
  onResolve({ filter: /^bindgen:glue$/ }, () => ({ path: path.resolve(glue) }));
  onResolve({ filter: /^bindgen:(text|decoder|imports)$/ }, ({ path: name }) => ({ path: name, namespace: 'bindgen' }));
  onLoad({ filter: /text$/, namespace: 'bindgen' }, () => ({ contents: text, loader: 'text' }));
  onLoad({ filter: /decoder$/, namespace: 'bindgen' }, async () => ({ contents: await assembleDecoder(text), loader: 'text' }));
  onLoad({ filter: /imports$/, namespace: 'bindgen' }, () => ({ contents: importObject(), resolveDir: options.bindgen }));
  onLoad({ filter: new RegExp(`[\\\\/]${NAME}_bg\\.js$`) }, renamedGlue);
  // The crate's own modules, which wasm-bindgen copies: one file, one class.
  onResolve({ filter: /[\\/]snippets[\\/].*[\\/]pkg-template[\\/]/ }, ({ path: copy }) => ({
    path: path.join(template, path.basename(copy)),
  }));
  onResolve({ filter: /_bg\.wasm(\?module)?$/ }, ({ path: file }) => ({ path: file, external: true }));
}

/** A module whose default export is what the wasm imports, by module and name, and which names its start and the export that is called first. */
function importObject() {
  const imports = names.imports.map(([module, name], at) => `import { ${name} as i${at} } from '${module}';`);
  const entries = names.imports.map(([, , short], at) => `${short}: i${at}`);
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  const [start, first] = ['__wbindgen_start', 'llamacloud_new'].map((wanted) => names.exports.find(([name]) => name === wanted)[1]);
  return `${imports.join('\n')}\nexport default { '${module}': { ${entries.join(', ')} } };\nexport const start = '${start}', first = '${first}';`;
}

/** wasm-bindgen's glue, calling what the wasm exports by its short names, and without what nobody calls. */
async function renamedGlue({ path: file }) {
  const exported = new Map(names.exports);
  const renamed = (_, name) => {
    if (!exported.has(name)) throw new Error(`the wasm exports no ${name}`);
    return `wasm.${exported.get(name)}`;
  };
  const glue = (await readFile(file, 'utf8'))
    .replaceAll(/\bwasm\.(\w+)/g, renamed)
    // No user object needs to be freed: the registry does it.
    .replaceAll(/^ {4}(free|__destroy_into_raw)\(\) \{[^]*?^ {4}\}\n/gm, '')
    .replaceAll(/^if \(Symbol\.dispose\).*\n/gm, '')
    // Every runtime encodes text in place, and room for a text can always grow.
    .replaceAll(/^ {4}if \(realloc === undefined\) \{[^]*?^ {4}\}\n/gm, '')
    .replaceAll(/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}\n/gm, '')
    // Some runtimes have no registry: one substitute is enough for all classes.
    .replaceAll(/\(typeof FinalizationRegistry[^]*?: new FinalizationRegistry/g, 'new Registry');
  return { contents: `${glue}\nimport { Registry } from ${JSON.stringify(path.join(template, 'registry.js'))};`, resolveDir: options.bindgen };
}

/** The command line imports the package's other files, as any program does. */
function bundleCli() {
  return build({
    entryPoints: [path.join(root, 'cli', 'main.ts')],
    outfile: path.join(dist, 'cli.js'),
    bundle: true,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    minifyWhitespace: true,
    minifySyntax: true,
    // Commander is CommonJS and requires modules of Node's.
    banner: { js: `#!/usr/bin/env node\nimport{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
    plugins: [{ name: 'package', setup: resolvePackage }],
    define: { VERSION: JSON.stringify(options.version) },
    logLevel: 'warning',
    metafile: true,
  });
}

function resolvePackage({ onResolve }) {
  const files = { 'llama-cloud-batches': './index.js', 'llama-cloud-batches/sandbox/node': './sandbox-node.js' };
  onResolve({ filter: /^llama-cloud-batches/ }, ({ path: name }) => ({ path: files[name], external: true }));
  // Older packages name modules of Node.js without their scheme.
  onResolve({ filter: /^(buffer|process|stream)$/ }, ({ path: name }) => ({ path: `node:${name}`, external: true }));
}

/** The declarations: wasm-bindgen's, which hold tsify's, and those of the classes that are JavaScript. */
async function writeTypes() {
  const generated = await readFile(path.join(options.bindgen, `${NAME}.d.ts`), 'utf8');
  const surface = await readFile(path.join(template, 'surface.d.ts'), 'utf8');
  // Nobody needs to free anything, and `Symbol.dispose` needs a library that not everybody has.
  const cleaned = generated
    .replaceAll(/^ *(free\(\): void|\[Symbol\.dispose\]\(\): void|private constructor\(\));\n/gm, '')
    .replaceAll(/^export class (?!LlamaCloud\b)(\w+) \{/gm, 'export class $1 {\n    private constructor();');
  await writeFile(path.join(dist, 'index.d.ts'), `${cleaned.trim()}\n\n${surface}`);
  for (const file of ['web.d.ts', 'proxy.d.ts', `${NAME}_bg.wasm.d.ts`]) {
    await cp(path.join(template, file), path.join(dist, file));
  }
}

async function writeManifest() {
  const manifest = JSON.parse(await readFile(path.join(template, 'package.json'), 'utf8'));
  manifest.version = options.version;
  await writeFile(path.join(options.out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function copyFromRoot(file) {
  return cp(path.join(root, file), path.join(options.out, file));
}

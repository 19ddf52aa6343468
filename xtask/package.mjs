// Writes the npm package: the entries of pkg-template/ around wasm-bindgen's output, the sandbox and
// the CLI, each bundled into a file without dependencies.
//
//   node xtask/package.mjs --bindgen DIR --out DIR --version X.Y.Z

import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSandbox } from '../sandbox/build.mjs';
import { encode } from './inline.mjs';
import { withAbsoluteLinks } from './links.mjs';
import { notices } from './notices.mjs';
import { withPaths } from './paths.mjs';
import { PUBLISHED } from './publish.mjs';
import { replace } from './replace.mjs';

const CRATE = 'llama-cloud-batches';
const NAME = CRATE.replaceAll('-', '_');
const root = path.join(import.meta.dirname, '..');
const template = path.join(root, 'pkg-template');
const { values: options } = parseArgs({
  options: { bindgen: { type: 'string' }, out: { type: 'string' }, version: { type: 'string' } },
});
const dist = path.join(options.out, 'dist');
const wasm = await readFile(path.join(options.bindgen, `${NAME}_bg.wasm`));
// The short names of what the wasm imports and exports.
const names = JSON.parse(await readFile(path.join(options.bindgen, 'names.json'), 'utf8'));

await rm(options.out, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const bundles = await Promise.all([
  // Above the bundle, esbuild does not wrap the text once more, and it is in no source map.
  bundle('index.js', 'neutral', `const wasmText = \`${encode(wasm)}\`;`),
  bundle('workerd.js', 'neutral'),
  bundle('edge.js', 'neutral'),
  bundle('web.js', 'browser'),
  bundle('proxy.js', 'neutral'),
  bundle('version.js', 'neutral'),
  bundleCli(),
  buildSandbox(dist),
]);
await Promise.all([
  writeFile(path.join(options.out, 'THIRD-PARTY.md'), await notices(bundles.flat())),
  writeFile(path.join(dist, `${NAME}_bg.wasm`), wasm),
  ...['index.cjs', 'version.cjs'].map((file) => cp(path.join(template, file), path.join(dist, file))),
  writeTypes(),
  writeManifest(),
  ...['README.md', 'CHANGELOG.md'].map(writeDocument),
  ...['LICENSE-MIT', 'LICENSE-APACHE'].map(copyFromRoot),
]);

/** Bundles an entry of the template with wasm-bindgen's glue; `banner` is put in front of it. */
function bundle(entry, platform, banner = '') {
  return build({
    ...PUBLISHED,
    entryPoints: [path.join(template, entry)],
    outfile: path.join(dist, entry),
    target: 'es2022',
    platform,
    minify: true,
    banner: { js: banner },
    define: { PACKAGE_VERSION: JSON.stringify(options.version) },
    plugins: [{ name: 'bindgen', setup: resolveBindgen }],
  });
}

function resolveBindgen({ onResolve, onLoad }) {
  const glue = path.join(options.bindgen, `${NAME}_bg.js`);
  onResolve({ filter: /^bindgen:glue$/ }, () => ({ path: path.resolve(glue) }));
  onResolve({ filter: /^bindgen:imports$/ }, ({ path: name }) => ({ path: name, namespace: 'bindgen' }));
  onLoad({ filter: /./, namespace: 'bindgen' }, () => ({ contents: importObject(), resolveDir: options.bindgen }));
  onLoad({ filter: new RegExp(`[\\\\/]${NAME}_bg\\.js$`) }, editedGlue);
  // wasm-bindgen copies the modules that the crate binds. They are taken from where they stand: one
  // file, one class, for every importer.
  onResolve({ filter: new RegExp(`[\\\\/]snippets[\\\\/]${CRATE}-[0-9a-f]+[\\\\/]`) }, ({ path: copy }) => {
    const file = path.join(root, ...copy.split(/[\\/]/).slice(copy.split(/[\\/]/).indexOf('snippets') + 2));
    if (!existsSync(file)) throw new Error(`${copy} is the copy of no file of the crate`);
    return { path: file };
  });
  onResolve({ filter: /_bg\.wasm(\?module)?$/ }, ({ path: file }) => ({ path: file, external: true }));
}

/** A module whose default export is the wasm's import object, and which names the exports that are called first. */
function importObject() {
  const imports = names.imports.map(([module, name], at) => `import { ${name} as i${at} } from '${module}';`);
  const entries = names.imports.map(([, , short], at) => `${short}: i${at},`);
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  return [
    ...imports,
    `export default { '${module}': {`,
    ...entries,
    '} };',
    `export const startExport = '${exported('__wbindgen_start')}';`,
    `export const firstExport = '${exported('client_new')}';`,
  ].join('\n');
}

/** The short name of an export. */
function exported(name) {
  const short = new Map(names.exports).get(name);
  if (!short) throw new Error(`the wasm exports no ${name}`);
  return short;
}

/** wasm-bindgen's glue with the short names of the wasm's exports, and without what is never called. */
async function editedGlue({ path: file }) {
  let glue = await readFile(file, 'utf8');
  glue = replace(glue, /\bwasm\.(\w+)/g, (_, name) => `wasm.${exported(name)}`);
  glue = replace(glue, /^if \(Symbol\.dispose\).*\n/gm, '');
  // Every runtime encodes text in place, and room for a text can always grow.
  glue = replace(glue, /^ {4}if \(realloc === undefined\) \{[^]*?^ {4}\}\n/gm, '');
  glue = replace(glue, /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}\n/gm, '');
  // All texts are returned in one way.
  glue = replace(
    glue,
    /^ {4}(?:const|var) ptr1 = (?:isLikeNone\(ret\) \? 0 : )?passStringToWasm0[^]*? 4 \* 0, ptr1, true\);$/gm,
    '    returnText(arg0, ret);',
  );
  // Operations alone are freed by hand.
  glue = replace(
    glue,
    /^(export class (?:Call|Client) \{\n[^]*?)^ {4}__destroy_into_raw\(\) \{[^]*?^ {4}\}\n {4}free\(\) \{[^]*?^ {4}\}\n/gm,
    '$1',
  );
  glue = replace(
    glue,
    /^ {8}this\.__wbg_ptr = (ret\[0\]);\n.*\n {8}return this;$/gm,
    '        return Client.__wrap($1);',
  );
  // Some runtimes have no registry: one substitute is enough for all classes.
  glue = replace(glue, /\(typeof FinalizationRegistry[^]*?: new FinalizationRegistry/g, 'new Registry');
  glue += `
    function returnText(place, text) {
      const start = isLikeNone(text) ? 0 : passStringToWasm0(text, wasm.${exported('__wbindgen_malloc')}, wasm.${exported('__wbindgen_realloc')});
      const view = getDataViewMemory0();
      view.setInt32((place >>> 0) + 4, WASM_VECTOR_LEN, true);
      view.setInt32(place >>> 0, start, true);
    }`;
  return {
    contents: `${glue}\nimport { Registry } from ${JSON.stringify(path.join(template, 'registry.js'))};`,
    resolveDir: options.bindgen,
  };
}

/** The command line imports the package's other files, as any program does. */
function bundleCli() {
  return build({
    ...PUBLISHED,
    entryPoints: [path.join(root, 'cli', 'main.ts')],
    outfile: path.join(dist, 'cli.js'),
    target: 'node20',
    platform: 'node',
    minifyWhitespace: true,
    minifySyntax: true,
    // Commander is CommonJS and requires modules of Node's.
    banner: {
      js: `#!/usr/bin/env node\nimport{createRequire}from'node:module';const require=createRequire(import.meta.url);`,
    },
    plugins: [{ name: 'package', setup: resolvePackage }],
    define: { VERSION: JSON.stringify(options.version) },
  });
}

function resolvePackage({ onResolve }) {
  const files = { 'llama-cloud-batches': './index.js', 'llama-cloud-batches/sandbox/node': './sandbox-node.js' };
  onResolve({ filter: /^llama-cloud-batches/ }, ({ path: name }) => ({ path: files[name], external: true }));
  // Older packages name modules of Node.js without their scheme.
  onResolve({ filter: /^(buffer|process|stream)$/ }, ({ path: name }) => ({ path: `node:${name}`, external: true }));
}

/** The declarations: tsify's, which wasm-bindgen writes, and those of the classes. */
async function writeTypes() {
  const exact = await readFile(path.join(options.bindgen, `${NAME}.d.ts`), 'utf8');
  // What may be left out may be undefined, for `exactOptionalPropertyTypes` too.
  const generated = replace(exact, /^export interface \w+(Options|Params)\b[^]*?^\}/gm, (declaration) =>
    replace(declaration, /^( +\w+\?: .+);$/gm, '$1 | undefined;'),
  );
  const surface = await readFile(path.join(template, 'surface.d.ts'), 'utf8');
  // For files of either kind: one of CommonJS takes no declarations of an ES module before TypeScript 5.8.
  for (const file of ['index.d.ts', 'index.d.cts'])
    await writeFile(path.join(dist, file), `${generated.trim()}\n\n${surface}`);
  for (const file of ['web.d.ts', 'proxy.d.ts', 'version.d.ts', `${NAME}_bg.wasm.d.ts`]) {
    await cp(path.join(template, file), path.join(dist, file));
  }
  await cp(path.join(template, 'version.d.ts'), path.join(dist, 'version.d.cts'));
}

async function writeManifest() {
  await writeFile(path.join(options.out, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);
}

async function writeDocument(file) {
  const text = await readFile(path.join(root, file), 'utf8');
  await writeFile(path.join(options.out, file), withAbsoluteLinks(text, await manifest()));
}

async function manifest() {
  const text = await readFile(path.join(template, 'package.json'), 'utf8');
  return withPaths({ ...JSON.parse(text), version: options.version });
}

function copyFromRoot(file) {
  return cp(path.join(root, file), path.join(options.out, file));
}

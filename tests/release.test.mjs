// What would be published, and that all that is said of it agrees.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { manifest } from './support/cli.mjs';
import { consumer, importFrom, root } from './support/package.mjs';

const run = promisify(execFile);
const readText = (file) => readFile(path.join(root, file), 'utf8');
const readJson = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8'));

const FILES = [
  'CHANGELOG.md',
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'THIRD-PARTY.md',
  'dist/cli.js',
  'dist/cli.js.map',
  'dist/edge.js',
  'dist/edge.js.map',
  'dist/index.cjs',
  'dist/index.d.cts',
  'dist/index.d.ts',
  'dist/index.js',
  'dist/index.js.map',
  'dist/llama_cloud_batches_bg.wasm',
  'dist/llama_cloud_batches_bg.wasm.d.ts',
  'dist/proxy.d.ts',
  'dist/proxy.js',
  'dist/proxy.js.map',
  'dist/sandbox-node.d.ts',
  'dist/sandbox-node.js',
  'dist/sandbox-node.js.map',
  'dist/sandbox.d.ts',
  'dist/sandbox.js',
  'dist/sandbox.js.map',
  'dist/version.cjs',
  'dist/version.d.cts',
  'dist/version.d.ts',
  'dist/version.js',
  'dist/version.js.map',
  'dist/web.d.ts',
  'dist/web.js',
  'dist/web.js.map',
  'dist/workerd.js',
  'dist/workerd.js.map',
  'package.json',
];

test('npm would publish these files, and finds nothing to correct', async () => {
  // No server listens there: what is published already must not matter.
  const offline = ['--registry', 'http://127.0.0.1:9', '--fetch-retries', '0'];
  const { stdout, stderr } = await run(
    'npm',
    ['publish', './pkg', '--dry-run', '--json', '--tag', 'rehearsal', ...offline],
    {
      cwd: root,
      shell: process.platform === 'win32',
    },
  );
  const report = JSON.parse(stdout);
  const { files } = report.files ? report : Object.values(report)[0];
  assert.deepEqual(files.map((file) => file.path).sort(), FILES);
  assert.doesNotMatch(stderr, /correct|invalid|error/);
});

test('cargo would publish the crate: its sources, and the modules that they import', async () => {
  const { stdout } = await run('cargo', ['package', '--list', '--locked', '--allow-dirty'], { cwd: root });
  const files = stdout
    .trim()
    .split(/\r?\n/)
    .map((file) => file.replaceAll('\\', '/'));
  const sources = files.filter((file) => /^src\/.*\.rs$/.test(file));
  const texts = await Promise.all(sources.map((file) => readFile(path.join(root, file), 'utf8')));
  const modules = texts.flatMap((text) => [...text.matchAll(/module = "\/(.*)"/g)].map(([, file]) => file));
  const others = [
    '.cargo_vcs_info.json',
    'CHANGELOG.md',
    'Cargo.lock',
    'Cargo.toml',
    'Cargo.toml.orig',
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
  ];
  assert.deepEqual(files.sort(), [...new Set([...sources, ...modules, ...others])].sort());
});

test('the package and the crate say the same of themselves', async () => {
  const { stdout } = await run('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { cwd: root });
  const crate = JSON.parse(stdout).packages.find(({ name }) => name === manifest.name);
  assert.equal(manifest.version, crate.version);
  assert.equal(manifest.license, crate.license);
  assert.equal(manifest.repository.url, `git+${crate.repository}.git`);
  assert.equal(manifest.bugs.url, `${crate.repository}/issues`);
  assert.equal(manifest.homepage, `${crate.repository}#readme`);
});

test('every lock file names this version, and the release checklist names every lock file', async () => {
  const { stdout } = await run('git', ['ls-files', '*Cargo.lock'], { cwd: root });
  const locks = stdout.trim().split(/\r?\n/);
  const checklist = await readText('docs/releasing.md');
  assert.ok(locks.includes('Cargo.lock') && locks.includes('fuzz/Cargo.lock'));
  for (const lock of locks) {
    const [, version] = /^name = "llama-cloud-batches"\r?\nversion = "(.*)"/m.exec(await readText(lock)) ?? [];
    assert.equal(version, manifest.version, lock);
    assert.ok(checklist.includes(`\`${lock}\``), `${lock} is not in docs/releasing.md`);
  }
});

test('the oldest Rust is the one that the README and the workflow name, and that no dependency is newer than', async () => {
  const { stdout } = await run('cargo', ['metadata', '--locked', '--format-version', '1'], {
    cwd: root,
    maxBuffer: 1 << 27,
  });
  const { packages } = JSON.parse(stdout);
  const { rust_version: oldest } = packages.find(({ name }) => name === manifest.name);
  const minor = (version) => Number(version?.split('.')[1] ?? 0);
  assert.deepEqual(
    packages.filter(({ rust_version: needed }) => minor(needed) > minor(oldest)).map(({ id }) => id),
    [],
  );
  assert.match(await readText('README.md'), new RegExp(`With \\[Rust\\]\\(https://rustup\\.rs\\) ${oldest} or newer`));
  assert.match(await readText('.github/workflows/ci.yml'), new RegExp(`rustup toolchain install ${oldest} `));
});

test('the changelog begins with this version, or with what will be the next one', async () => {
  const [, title] = /^## (?!Unreleased$)(\S+)/m.exec(await readText('CHANGELOG.md'));
  assert.equal(title, manifest.version);
});

test('the release says what the changelog says of this version', async () => {
  const { stdout } = await run('cargo', ['xtask', 'notes'], { cwd: root });
  const [, entry] = (await readText('CHANGELOG.md')).split(`\n## ${manifest.version}\n`);
  const words = (text) => text.split(/\s+/).filter(Boolean);
  const [first] = words(entry);
  assert.equal(words(stdout)[0], first);
  for (const [, target] of stdout.matchAll(/\]\((.*?)\)/g)) assert.match(target, /^(https?:|#)/);
});

test('the examples ask for this version', async () => {
  const folders = (await readdir(path.join(root, 'examples'), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  const asked = await Promise.all(
    folders.map(({ name }) => readJson(`examples/${name}/package.json`).catch(() => undefined)),
  );
  const versions = asked.filter(Boolean).map(({ dependencies }) => dependencies[manifest.name]);
  assert.ok(versions.length >= 5);
  assert.deepEqual([...new Set(versions)], [`^${manifest.version}`]);
});

for (const file of ['README.md', 'examples/yew/Cargo.toml', 'examples/leptos/Cargo.toml']) {
  test(`${file} asks for this version of the crate`, async () => {
    const text = await readFile(path.join(root, file), 'utf8');
    assert.equal(/^llama-cloud-batches = { version = "(.*?)"/m.exec(text)?.[1], manifest.version);
  });
}

test('the manifest says what a user and a bundler need', async () => {
  const { engines } = await readJson('package.json');
  assert.deepEqual(manifest.engines, engines);
  assert.equal(manifest.type, 'module');
  assert.equal(manifest.sideEffects, true); // the wasm is instantiated at import
  assert.ok(manifest.keywords.includes('llamacloud') && manifest.description);
  assert.equal(manifest.types, manifest.exports['.'].types.default);
  assert.equal(manifest.main, manifest.exports['.'].default);
  assert.deepEqual(
    Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key)),
    [],
  );
  const targetsOf = (entry) => (typeof entry === 'string' ? entry : Object.values(entry).flatMap(targetsOf));
  const targets = targetsOf([manifest.exports, Object.values(manifest.typesVersions['*'])]);
  for (const target of [...targets, ...Object.values(manifest.bin)])
    assert.ok(FILES.includes(path.posix.normalize(target)), target);
});

/** The declarations of an entry. */
function typesOf(entry) {
  const { types } = manifest.exports[entry];
  return types.default ?? types;
}

for (const entry of ['.', './version', './web', './sandbox', './sandbox/node', './proxy']) {
  test(`${entry} exports what it declares`, async () => {
    const declarations = await readFile(path.join(consumer, 'node_modules', manifest.name, typesOf(entry)), 'utf8');
    const declared = [...declarations.matchAll(/^export (?:declare )?(?:class|function|const) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const exported = Object.keys(await importFrom(path.posix.join(manifest.name, entry)));
    assert.ok(declared.length > 0 || entry === './web');
    assert.deepEqual(
      declared.filter((name) => !exported.includes(name)),
      [],
    );
    if (entry !== './web') assert.deepEqual(exported.filter((name) => name !== 'default').sort(), declared.sort());
  });
}

test('VERSION is the version of the package', async () => {
  assert.equal((await importFrom(`${manifest.name}/version`)).VERSION, manifest.version);
});

test("the official SDK's sub-paths around batches lead to the same module", async () => {
  const whole = await importFrom(manifest.name);
  const names = [
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
  ];
  // Editors write the endings.
  for (const each of names.flatMap((name) => [name, `${name}.js`, `${name}.mjs`])) {
    assert.deepEqual(manifest.exports[`./${each}`], manifest.exports['.'], each);
    assert.equal((await importFrom(`${manifest.name}/${each}`)).NotFoundError, whole.NotFoundError, each);
  }
});

test('every path that has types has them for resolvers that know no `exports`, too', () => {
  const typed = Object.keys(manifest.exports).filter((entry) => entry !== '.' && manifest.exports[entry].types);
  const paths = typed.map((entry) => [entry.slice(2), [typesOf(entry)]]);
  assert.deepEqual(manifest.typesVersions, { '*': Object.fromEntries(paths) });
});

test("`require` gives the class, as the official SDK's does, with the rest as its statics", async () => {
  const require = createRequire(path.join(consumer, 'index.js'));
  const LlamaCloud = require(manifest.name);
  const whole = await importFrom(manifest.name);
  assert.equal(LlamaCloud, whole.default);
  assert.equal(LlamaCloud.default, LlamaCloud);
  assert.equal(LlamaCloud.__esModule, true);
  for (const [name, value] of Object.entries(whole)) assert.equal(LlamaCloud[name], value, name);
  const { NotFoundError } = require(`${manifest.name}/error`);
  assert.equal(NotFoundError, whole.NotFoundError);
  assert.equal(require(`${manifest.name}/version`).VERSION, manifest.version);
});

test('the entries for each runtime export the same names', async () => {
  const exported = async (file) => (await analyse(file)).exports.sort();
  const names = await exported('index.js');
  assert.ok(names.includes('default') && names.includes('LlamaCloud'));
  for (const file of ['workerd.js', 'edge.js', 'web.js']) assert.deepEqual(await exported(file), names, file);
});

for (const file of FILES.filter((file) => file.endsWith('.js'))) {
  test(`${file} imports modules of Node.js and files beside it only`, async () => {
    const { imports, text } = await analyse(path.basename(file));
    const required = [...text.matchAll(/require\(\s*["'`](.+?)["'`]/g)].map(([, name]) => name);
    for (const name of [...imports, ...required]) {
      if (name.startsWith('node:')) assert.match(file, /cli|sandbox-node/, name);
      else assert.ok(FILES.includes(path.posix.join('dist', name.replace(/\?module$/, ''))), name);
    }
  });
}

test('the oldest browsers of docs/environments.md take the syntax as it is', async () => {
  const named = /\*\*Browsers\*\* from Chrome (\d+), Firefox (\d+) and Safari ([\d.]+)/.exec(
    await readText('docs/environments.md'),
  );
  assert.ok(named, 'docs/environments.md names Chrome, Firefox and Safari');
  const target = ['chrome', 'firefox', 'safari'].map((name, at) => name + named[at + 1]);
  for (const file of ['index.js', 'web.js', 'sandbox.js']) {
    const { text } = await analyse(file);
    const written = async (target) => (await transform(text, { format: 'esm', charset: 'utf8', target })).code;
    assert.equal(await written(target), await written('esnext'), file);
  }
});

test('whose work is in the demo page stands beside it', async () => {
  const licences = await readText('target/www/licences.md');
  const { devDependencies } = await readJson('package.json');
  for (const name of ['preact', '@preact/signals', 'chart.js', 'lucide-preact']) {
    assert.match(
      licences,
      new RegExp(`^## ${name} - ${devDependencies[name]} \\(\\w+\\)\n\n.*[Cc]opyright`, 'ms'),
      name,
    );
  }
  // The package has hono inside, which Vite cannot see.
  assert.match(await readText('target/www/THIRD-PARTY.md'), /## hono /);
});

test('whose work is in the package stands in it, with the text of each licence that asks for it', async () => {
  const text = await readFile(path.join(consumer, 'node_modules', manifest.name, 'THIRD-PARTY.md'), 'utf8');
  const { dependencies } = await readJson('package.json');
  for (const name of ['hono', '@hono/node-server', 'commander', 'papaparse', 'pretty-ms', 'string-width']) {
    assert.ok(text.includes(`| ${name} | ${dependencies[name]} | MIT |`), name);
    assert.ok(text.includes(`## ${name} ${dependencies[name]}\n\n\`\`\`text\n`), name);
  }
  assert.match(text, /\| wasm-bindgen \| \d+\.\d+\.\d+ \| MIT OR Apache-2\.0 \|/);
  assert.doesNotMatch(text, /\| (proptest|vite|esbuild|binaryen) \|/);
});

/** What a file of dist imports and exports. */
async function analyse(name) {
  const file = path.join(consumer, 'node_modules', manifest.name, 'dist', name);
  const imports = [];
  const outside = ({ kind, path: imported }) => {
    if (kind === 'entry-point') return undefined;
    imports.push(imported);
    return { path: imported, external: true };
  };
  const plugins = [{ name: 'outside', setup: ({ onResolve }) => onResolve({ filter: /.*/ }, outside) }];
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    metafile: true,
    write: false,
    plugins,
  });
  const [{ exports }] = Object.values(metafile.outputs);
  return { imports, exports, text: await readFile(file, 'utf8') };
}

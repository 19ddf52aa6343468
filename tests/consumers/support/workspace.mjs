// Where the projects run: copies under target/, with the packed package installed in each.

import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';

export const root = path.join(import.meta.dirname, '..', '..', '..');
const source = path.join(import.meta.dirname, '..');
const place = path.join(root, 'target', 'consumers-matrix');
/** Whether this is the platform that every optional tool of the lock file is for. */
export const hasEverything = process.platform === 'linux' && process.arch === 'x64';
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs the tools that the lock file names, and the package from its tarball. */
export async function setUp(log) {
  await mkdir(place, { recursive: true });
  await installTools(log);
  await installPackage(log);
  await rm(path.join(place, 'run'), { recursive: true, force: true });
}

/** A copy of a project or of an example, with the package in its own node_modules; gives its folder. */
export async function copyProject({ project, example, name }) {
  const folder = path.join(place, 'run', name.replaceAll(/\W+/g, '-').toLowerCase());
  if (example) {
    // Without what their readers' own tools leave there.
    const filter = (file) => !['node_modules', 'target', 'dist'].includes(path.basename(file));
    await cp(path.join(root, 'examples', example), folder, { recursive: true, filter });
  } else {
    await cp(path.join(source, 'projects', project), folder, { recursive: true });
    await cp(path.join(source, 'shared'), path.join(folder, 'shared'), { recursive: true });
  }
  await cp(path.join(place, 'package', 'node_modules'), path.join(folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  return folder;
}

/** A file of the installed package. */
export const installed = (file) => path.join(place, 'package', 'node_modules', 'llama-cloud-batches', file);

/** Fails unless what was built has the package's wasm in the file `wasm`, and in none of its scripts. */
export async function assertWasmIsAFile(wasm, scripts) {
  assert.deepEqual(await readFile(wasm), await readFile(installed('dist/llama_cloud_batches_bg.wasm')));
  // From the middle of the default entry, which is in the middle of its wasm.
  const entry = await readFile(installed('dist/index.js'), 'utf8');
  const [inlined] = /[^"'`\\]{60}/.exec(entry.slice(entry.length / 2));
  for (const script of scripts)
    assert.ok(!(await readFile(script, 'utf8')).includes(inlined), `${script} has wasm in it`);
}

/** A file of an installed tool. */
export const tool = (name, file = '') => path.join(place, 'node_modules', name, file);

/** The version of an installed tool; undefined where this platform has none. */
export function versionOf(name) {
  try {
    return JSON.parse(readFileSync(tool(name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** The packed package, as the step before made it. */
export async function tarball() {
  const folder = path.join(root, 'target', 'npm');
  const { name, version } = JSON.parse(await readFile(path.join(root, 'pkg', 'package.json'), 'utf8'));
  const file = `${name}-${version}.tgz`;
  if (!(await readdir(folder).catch(() => [])).includes(file))
    throw new Error(`there is no target/npm/${file}: cargo xtask test package`);
  return path.join(folder, file);
}

async function installTools(log) {
  const names = ['package.json', 'package-lock.json', '.npmrc'];
  const texts = await Promise.all(names.map((name) => readFile(path.join(source, name), 'utf8')));
  const stamp = path.join(place, 'node_modules', '.stamp');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === texts.join('')) return;
  log('installing the tools of every environment from npm …');
  await Promise.all(names.map((name, at) => writeFile(path.join(place, name), texts[at])));
  // Not `npm ci`: it wants the binaries of every platform in the lock file, and registries may hold back some of them.
  await run(npm, ['install', '--no-save', '--ignore-scripts'], { cwd: place, timeout: 600_000 });
  const missing = Object.keys(JSON.parse(texts[0]).optionalDependencies).filter((name) => !versionOf(name));
  // Without the stamp, the next run tries again.
  if (hasEverything && missing.length) log(`npm left out ${missing.join(', ')}`);
  else await writeFile(stamp, texts.join(''));
}

async function installPackage(log) {
  const folder = path.join(place, 'package');
  const file = await tarball();
  log(`installing ${path.basename(file)} …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  // Relative: on Windows a shell runs npm, and nothing quotes what holds spaces.
  await run(
    npm,
    ['install', '--offline', '--no-package-lock', '--no-audit', '--no-fund', path.relative(folder, file)],
    { cwd: folder },
  );
}

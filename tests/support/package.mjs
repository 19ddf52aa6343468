// The package as a user gets it: packed, and unpacked into the node_modules of a consumer.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = path.join(import.meta.dirname, '..', '..');
const pkg = path.join(root, 'pkg');

/** The folder of a consumer whose node_modules hold the packed package. */
export const consumer = await install();

/** What `import … from 'llama-cloud-batches'` gives a consumer. */
export const batches = await importFrom('llama-cloud-batches');
export const { LlamaCloud } = batches;

/** Imports a module by name as a file of the consumer does. */
export async function importFrom(name) {
  // Test files run in processes of their own, at the same time: none may read what another is writing.
  const file = path.join(consumer, `${name.replaceAll('/', '-')}-${process.pid}.mjs`);
  const text = `export * from '${name}';\nimport * as all from '${name}';\nexport default all.default;\n`;
  await writeFile(file, text);
  return import(pathToFileURL(file).href);
}

async function install() {
  const hash = createHash('sha256');
  for (const file of (await readdir(pkg, { recursive: true })).sort()) {
    if ((await stat(path.join(pkg, file))).isFile()) hash.update(file).update(await readFile(path.join(pkg, file)));
  }
  const place = path.join(root, 'target', 'consumers', hash.digest('hex').slice(0, 16));
  if (await stat(place).catch(() => undefined)) return place;
  // Several test files may get here at once: the first to rename wins.
  await mkdir(path.dirname(place), { recursive: true });
  const scratch = await mkdtemp(`${place}-`);
  const { stdout } = await run('npm', ['pack', './pkg', '--json', '--pack-destination', path.relative(root, scratch)], {
    cwd: root,
    shell: process.platform === 'win32', // where npm is a script
  });
  const report = JSON.parse(stdout);
  const { filename } = Array.isArray(report) ? report[0] : Object.values(report)[0];
  const modules = path.join(scratch, 'node_modules');
  await mkdir(modules);
  // No absolute paths, of which GNU tar on Windows takes the drive for a host.
  await run('tar', ['-xzf', filename, '-C', 'node_modules'], { cwd: scratch });
  await rename(path.join(modules, 'package'), path.join(modules, 'llama-cloud-batches'));
  await rm(path.join(scratch, filename));
  await writeFile(path.join(scratch, 'package.json'), '{ "private": true }\n');
  await rename(scratch, place).catch(async (error) => {
    await rm(scratch, { recursive: true });
    // On Windows something else may have been in the way.
    await stat(place).catch(() => Promise.reject(error));
  });
  return place;
}

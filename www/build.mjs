// Builds the page into target/www, with the package as its users get it: packed and unpacked.
//
//   node www/build.mjs

import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';

const run = promisify(execFile);
const here = import.meta.dirname;
const root = path.join(here, '..');

await install();
await check();
await build({ configFile: path.join(here, 'vite.config.ts'), logLevel: 'warn' });
// Vite writes down whose work is in the page, but cannot see whose is in the package.
await copyFile(
  path.join(here, 'node_modules', 'llama-cloud-batches', 'THIRD-PARTY.md'),
  path.join(root, 'target', 'www', 'THIRD-PARTY.md'),
);

async function install() {
  const modules = path.join(here, 'node_modules');
  await mkdir(modules, { recursive: true });
  const scratch = await mkdtemp(path.join(modules, '.pack-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { stdout } = await run(
      npm,
      ['pack', './pkg', '--silent', '--pack-destination', path.relative(root, scratch)],
      { cwd: root, shell: process.platform === 'win32' },
    );
    const tarball = stdout.trim().split('\n').at(-1) ?? '';
    await run('tar', ['-xzf', tarball], { cwd: scratch });
    const place = path.join(modules, 'llama-cloud-batches');
    await rm(place, { recursive: true, force: true });
    await rename(path.join(scratch, 'package'), place);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function check() {
  const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  await run(process.execPath, [tsc, '-p', here]).catch((error) => {
    throw new Error(`The page does not compile:\n${error.stdout}`);
  });
}

// The declarations, compiled strictly and as users compile them: without skipLibCheck.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { consumer, root } from './support/package.mjs';

const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
const source = path.join(root, 'tests/types');

/** Compiles a file of tests/types as a file of the consumer. */
async function compile(file, name, compilerOptions) {
  const folder = path.join(consumer, 'types', name);
  await mkdir(folder, { recursive: true });
  await cp(path.join(source, file), path.join(folder, file));
  const config = { extends: path.join(source, 'tsconfig.json'), compilerOptions, files: [file] };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  const said = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
  assert.equal(said, '');
}

const RESOLUTIONS = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
};
const LIBRARIES = { 'the DOM library': ['es2022', 'dom'], 'no DOM library': ['es2022'] };

for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
  for (const [library, lib] of Object.entries(LIBRARIES)) {
    test(`what users write compiles, and what is wrong does not: ${resolution}, ${library}`, () =>
      compile('usage.ts', `${resolution}-${lib.length}`, { ...options, lib }));
  }
}

test('what users write compiles with the types of Node and no DOM library', async () => {
  const folder = path.join(consumer, 'node_modules/@types');
  await mkdir(folder, { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(path.join(root, 'node_modules', name), path.join(consumer, 'node_modules', name), 'junction').catch(
      () => {},
    );
  }
  await compile('usage.ts', 'node', { ...RESOLUTIONS.nodenext, lib: ['es2022'], types: ['node'] });
});

test("our types and the official SDK's fit each other, but for what we add", async () => {
  await mkdir(path.join(consumer, 'node_modules/@llamaindex'), { recursive: true });
  const name = '@llamaindex/llama-cloud';
  await symlink(path.join(root, 'node_modules', name), path.join(consumer, 'node_modules', name), 'junction').catch(
    () => {},
  );
  // Their declarations need the DOM library and do not compile without skipLibCheck everywhere.
  await compile('official.ts', 'official', { ...RESOLUTIONS.nodenext, lib: ['es2022', 'dom'], skipLibCheck: true });
});

test("the official SDK's type names are there: in the namespaces, and by name", () =>
  compile('namespaces.ts', 'namespaces', { ...RESOLUTIONS.nodenext, lib: ['es2022', 'dom'], skipLibCheck: true }));

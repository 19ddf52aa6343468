// The declarations, compiled strictly and as users compile them: without skipLibCheck.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { consumer, root } from './support/package.mjs';

const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
const source = path.join(root, 'tests/types');

/** Compiles files of tests/types as files of the consumer, with what `edit` makes of each. */
async function compile(files, name, compilerOptions, edit = (text) => text) {
  const folder = path.join(consumer, 'types', name);
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), edit(await readFile(path.join(source, file), 'utf8')));
  }
  const config = { extends: path.join(source, 'tsconfig.json'), compilerOptions, files };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  await check(folder);
}

/** Compiles the project in a folder. */
async function check(folder) {
  const said = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
  assert.equal(said, '');
}

test('the command line, which is built without its types, has no type that is wrong', () =>
  check(path.join(root, 'cli')));

const RESOLUTIONS = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
};
const LIBRARIES = { 'the DOM library': ['es2022', 'dom'], 'no DOM library': ['es2022'] };

for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
  for (const [library, lib] of Object.entries(LIBRARIES)) {
    test(`what users write compiles, and what is wrong does not: ${resolution}, ${library}`, () =>
      compile(['usage.ts'], `${resolution}-${lib.length}`, { ...options, lib }));
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
  await compile(['usage.ts'], 'node', { ...RESOLUTIONS.nodenext, lib: ['es2022'], types: ['node'] });
});

const OFFICIAL = '@llamaindex/llama-cloud';
await mkdir(path.join(consumer, 'node_modules/@llamaindex'), { recursive: true });
await symlink(
  path.join(root, 'node_modules', OFFICIAL),
  path.join(consumer, 'node_modules', OFFICIAL),
  'junction',
).catch(() => {});

test("our types and the official SDK's fit each other, but for what we add", async () => {
  // Their declarations need the DOM library and do not compile without skipLibCheck everywhere.
  await compile(['official.ts'], 'official', { ...RESOLUTIONS.nodenext, lib: ['es2022', 'dom'], skipLibCheck: true });
});

test("the official SDK's type names are there: in the namespaces, and by name", () =>
  compile(['namespaces.ts'], 'namespaces', { ...RESOLUTIONS.nodenext, lib: ['es2022', 'dom'], skipLibCheck: true }));

/** What users of the official SDK write: it compiles against both packages, word for word but for the name. */
const SNIPPETS = ['clients', 'errors', 'generics', 'lists', 'merging', 'requests'];
for (const name of ['llama-cloud-batches', OFFICIAL]) {
  test(`a CommonJS file compiles against ${name}, also where ES modules cannot be required`, () =>
    compile(
      ['snippets/commonjs.cts'],
      `commonjs-${name.length}`,
      { module: 'node16', moduleResolution: 'node16', lib: ['es2022', 'dom'], skipLibCheck: true },
      (text) => text.replaceAll("'llama-cloud-batches", `'${name}`),
    ));
}

const STRICT = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: true };
for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
  for (const name of ['llama-cloud-batches', OFFICIAL]) {
    test(`what users of the official SDK write compiles against ${name}: ${resolution}`, () =>
      compile(
        SNIPPETS.map((each) => `snippets/${each}.ts`),
        `snippets-${resolution}-${name.length}`,
        { ...options, ...STRICT, lib: ['es2022', 'dom', 'dom.asynciterable'] },
        (text) => text.replaceAll("'llama-cloud-batches", `'${name}`),
      ));
  }
}

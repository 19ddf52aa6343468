// The code of the documents. Examples with a name are run, by readme.test.mjs; docs/cli.md by cli-docs.test.mjs.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { cli } from './support/cli.mjs';
import { blocksOf, documents, withClient } from './support/docs.mjs';
import { consumer, root } from './support/package.mjs';
import { withTables } from './consumers/support/table.mjs';

const run = promisify(execFile);
const blocks = documents.flatMap(blocksOf);
const isScript = ({ language }) => language === 'js' || language === 'ts';

/** What judges the blocks of a language. */
const JUDGED = {
  js: 'below, and by readme.test.mjs',
  ts: 'below',
  sh: 'below',
  rust: 'as documentation tests: src/lib.rs includes the documents that have some',
  toml: 'release.test.mjs',
  console: 'cli-docs.test.mjs',
  yaml: 'below',
  mermaid: 'the eye',
  text: 'links.test.mjs, which looks for the files that it names',
};

test('something judges every block of code', async () => {
  for (const { file, language, code } of blocks) {
    assert.ok(language in JUDGED, `${file} has a block of ${language}:\n${code}`);
    if (language === 'yaml') assert.equal(typeof parse(code), 'object');
    if (language === 'console') assert.equal(file, 'docs/cli.md');
    if (language === 'toml') assert.equal(file, 'README.md');
  }
  const library = await readFile(path.join(root, 'src/lib.rs'), 'utf8');
  for (const { file } of blocks.filter(({ language }) => language === 'rust')) {
    assert.ok(library.includes(`include_str!("../${file}")`), file);
  }
});

test('all JavaScript and TypeScript of the documents type-checks', async () => {
  const folder = path.join(consumer, 'types', 'documents');
  await mkdir(folder, { recursive: true });
  const files = await Promise.all(
    blocks.filter(isScript).map(async ({ file, name, language, code }, at) => {
      const target = `${at}-${name ?? file.replaceAll(/\W/g, '-')}.m${language}`;
      await writeFile(path.join(folder, target), `${withClient(code)}\nexport {};\n`);
      return target;
    }),
  );
  assert.ok(files.length > 10);
  const config = {
    compilerOptions: {
      ...{ module: 'nodenext', target: 'esnext', lib: ['esnext', 'dom', 'dom.asynciterable'], types: ['node'] },
      ...{
        allowJs: true,
        checkJs: true,
        strict: true,
        noImplicitAny: false,
        strictNullChecks: false,
        noEmit: true,
        skipLibCheck: true,
      },
    },
    files,
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const said = await run(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
  assert.equal(said, '');
});

test('the commands in the documents exist', async () => {
  const commands = async (file, pattern) => [...file.matchAll(pattern)].map(([, name]) => name);
  const xtask = await commands(await readFile(path.join(root, 'xtask/src/main.rs'), 'utf8'), /^ {8}name: "(\w+)"/gm);
  const { stdout: help } = await run(process.execPath, [cli, '--help']);
  const ours = await commands(help, /^ {2}(\w+) /gm);
  const steps = await commands(
    await readFile(path.join(root, 'xtask/src/test.rs'), 'utf8'),
    /^ {4,8}name: "([\w ]+)"/gm,
  );
  assert.ok(steps.includes('lint'));
  assert.ok(xtask.includes('list') && ours.includes('list'));
  let count = 0;
  for (const file of documents) {
    const code = blocksOf(file).filter(({ language }) => language === 'sh');
    const spans = [...(await readFile(path.join(root, file), 'utf8')).matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
    for (const text of [...code.map((block) => block.code), ...spans]) {
      for (const [, program, name, word] of text.matchAll(
        /(cargo xtask|npx llama-cloud-batches|^llama-cloud-batches) (\w+)(?: ([a-z][\w-]*))?/gm,
      )) {
        count++;
        const known = program === 'cargo xtask' ? xtask : ours;
        assert.ok(known.includes(name) || name === 'COMMAND', `${file} has ${program} ${name}`);
        if (program === 'cargo xtask' && name === 'test' && word) {
          const isTest =
            steps.some((step) => step.includes(word)) || existsSync(path.join(root, `tests/${word}.test.mjs`));
          assert.ok(isTest, `${file} has cargo xtask test ${word}`);
        }
      }
    }
  }
  assert.ok(count > 20, `${count} commands`);
});

test('the tables of docs/environments.md are written between their marks, and nothing else of it', async () => {
  const before = await readFile(path.join(root, 'docs/environments.md'), 'utf8');
  const environment = (name, version) => ({ name, version, imports: '`import`' });
  const results = [
    { environment: environment('Node.js 20.19, import', '20.19.0'), state: 'ok', where: [] },
    { environment: environment('Node.js 24, import', '24.1.0'), state: 'ok', where: [] },
    { environment: environment('Plain page', '1.0'), state: 'ok', where: ['Chromium', 'Firefox'] },
  ];
  const after = withTables(before, results);
  assert.ok(after.includes('| Node.js | 20.19.0; 24.1.0 | 2 of 2 |\n'));
  assert.ok(after.includes('| Plain page | 1.0 | `import` | ok: Chromium, Firefox |\n'));
  const prose = (text) => text.replaceAll(/^\|.*\n/gm, '');
  assert.equal(prose(after), prose(before));
});

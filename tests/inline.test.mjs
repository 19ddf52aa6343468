// How the default entry carries its wasm: as text, and compiled when it is needed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import fc from 'fast-check';
import { decode } from '../pkg-template/inline.js';
import { encode } from '../xtask/inline.mjs';
import { consumer } from './support/package.mjs';

const dist = path.join(consumer, 'node_modules/llama-cloud-batches/dist');

test('any bytes come back from their text', () => {
  const some = fc.uint8Array({ minLength: 1, maxLength: 3_000 });
  fc.assert(fc.property(some, (bytes) => assert.deepEqual(decode(encode(bytes)), bytes)));
  const every = Uint8Array.from({ length: 200_000 }, (_, at) => at % 256);
  assert.deepEqual(decode(encode(every)), every);
});

test('the text needs no escape in a literal, and no encoding but ASCII', () => {
  const text = encode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  assert.match(text, /^[ !#%-[\]^_a-~\n]*$/);
  assert.equal(JSON.stringify(text).replaceAll('\\n', '\n'), `"${text}"`);
});

test('no line of the package is longer than 1,000 characters', async () => {
  const files = (await readdir(dist)).filter((file) => file.endsWith('.js'));
  assert.ok(files.includes('index.js'));
  for (const file of files) {
    const lines = (await readFile(path.join(dist, file), 'utf8')).split('\n');
    assert.ok(Math.max(...lines.map((line) => line.length)) <= 1_000, file);
  }
});

test('a bundle keeps the text on lines of its own, with every minifier', async () => {
  const { outputFiles } = await build({
    entryPoints: [path.join(dist, 'index.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const lines = outputFiles[0].text.split('\n');
  const first = lines.findIndex((line) => line.endsWith('`'));
  const last = lines.findIndex((line, at) => at > first && line.startsWith('`'));
  assert.ok(last - first > 20);
  assert.doesNotMatch(lines.slice(first + 1, last).join(''), /[`$]/);
});

test('source maps name the sources, without the text', async () => {
  for (const file of (await readdir(dist)).filter((file) => file.endsWith('.js'))) {
    assert.ok((await readFile(path.join(dist, file), 'utf8')).endsWith(`\n//# sourceMappingURL=${file}.map\n`), file);
    const map = JSON.parse(await readFile(path.join(dist, `${file}.map`), 'utf8'));
    assert.equal(map.sources.length, map.sourcesContent.length);
    const longest = Math.max(...map.sourcesContent.flatMap((source) => source.split('\n').map((line) => line.length)));
    // A table of a dependency has lines of 2,000 characters.
    assert.ok(longest < 3_000, `${file}: ${longest}`);
  }
});

for (const flags of [[], ['--enable-source-maps']]) {
  test(`an error that nothing catches prints little: node ${flags}`, async () => {
    const program =
      "import { LlamaCloud } from 'llama-cloud-batches'; await new LlamaCloud({ apiKey: 'llx-any' }).batches.get('');";
    const child = promisify(execFile)(process.execPath, [...flags, '--input-type=module', '-e', program], {
      cwd: consumer,
    });
    const { stderr } = await child.then(assert.fail, (error) => error);
    assert.ok(stderr.includes('LlamaCloudError') && stderr.length < 3_000, stderr);
    if (flags.length > 0) assert.match(stderr, /\((?:.*\/)?(?:pkg-template|src)\/.*\.js:\d+/);
  });
}

test('nothing is compiled before the first client is made, and then once', async () => {
  const program = `
    let compiled = 0;
    WebAssembly.Module = class extends WebAssembly.Module {
      constructor(bytes) { super(bytes); compiled++; }
    };
    const { LlamaCloud, APIError } = await import('llama-cloud-batches');
    const counts = [compiled];
    new APIError(400, {}, 'no', undefined);
    counts.push(compiled);
    const client = new LlamaCloud({ apiKey: 'llx-any' });
    counts.push(compiled);
    client.withOptions({ timeout: 5 });
    new LlamaCloud({ apiKey: 'llx-any' });
    console.log(JSON.stringify([...counts, compiled]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: consumer,
  });
  assert.deepEqual(JSON.parse(stdout), [0, 0, 1, 1]);
});

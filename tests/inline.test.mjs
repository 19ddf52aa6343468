// How the default entry carries its wasm: as text, and compiled when it is needed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { decode } from '../pkg-template/inline.js';
import { assembleDecoder, encode } from '../xtask/inline.mjs';
import { consumer } from './support/package.mjs';

const decoded = async (text) => decode(text, await assembleDecoder(text));

test('any bytes come back from their text', async () => {
  const some = fc.uint8Array({ minLength: 1, maxLength: 1_000 });
  await fc.assert(fc.asyncProperty(some, async (bytes) => assert.deepEqual(await decoded(encode(bytes)), bytes)));
  for (const length of [256, 65_535, 65_536, 200_000]) {
    const every = Uint8Array.from({ length }, (_, at) => at % 256);
    assert.deepEqual(await decoded(encode(every)), every);
  }
});

test('the text needs no escape between double quotes, and no encoding but ASCII', () => {
  const text = encode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  assert.match(text, /^[#-[\]-~]*$/);
  assert.equal(JSON.stringify(text), `"${text}"`);
});

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
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: consumer });
  assert.deepEqual(JSON.parse(stdout), [0, 0, 2, 2], 'what decodes it, and itself');
});

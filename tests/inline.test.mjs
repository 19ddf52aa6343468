// How the default entry carries its wasm: as text, and compiled when it is needed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { decode, encode } from '../pkg-template/inline.js';
import { consumer } from './support/package.mjs';

test('any bytes come back from their text', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => assert.deepEqual(decode(encode(bytes)), bytes)));
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual(decode(encode(every)), every);
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
    client.withOptions({ timeout: 5 });
    new LlamaCloud({ apiKey: 'llx-any' });
    console.log(JSON.stringify([...counts, compiled]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: consumer });
  assert.deepEqual(JSON.parse(stdout), [0, 0, 1]);
});

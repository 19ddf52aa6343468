// A server that is not ours: Prism, made of the API's description alone.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { LlamaCloud, root } from './support/package.mjs';
import { KEY } from './support/sandbox.mjs';

const NEW = {
  config: { job: { configuration_id: 'cfg-PARSE_AGENTIC', type: 'parse_v2' } },
  source_directory_id: 'dir-1',
  organization_id: 'org-1',
  webhook_configuration_ids: ['whc-1'],
  webhook_configurations: [
    {
      webhook_url: 'https://example.com',
      webhook_events: ['batch.success'],
      webhook_headers: { a: 'b' },
      webhook_output_format: 'json',
    },
  ],
};

test('Prism takes every request of ours as valid, and its random answers are read', async (t) => {
  const baseURL = await startPrism(t);
  const client = new LlamaCloud({ apiKey: KEY, baseURL });
  const filters = {
    created_at_on_or_after: new Date(0),
    created_at_on_or_before: '2026-01-01T00:00:00Z',
    organization_id: 'org-1',
    page_size: 10,
    page_token: 'cursor',
    project_id: 'prj-1',
    source_directory_id: 'dir-1',
    status: 'RUNNING',
  };
  const named = Object.entries(filters).map(([name, value]) => ({ [name]: value }));
  let items = 0;
  for (const params of [{}, filters, ...named, ...Array(20).fill({})]) {
    const { data, response } = await client.batches.list(params).withResponse();
    // Prism says in a header what it does not like about a request.
    assert.equal(response.headers.get('sl-violations'), null);
    items += data.items.length;
  }
  assert.ok(items > 0, 'no random page had a batch');
  for (let round = 0; round < 10; round++) {
    for (const call of [
      client.batches.get('bat-1', { expand: ['results'], project_id: 'prj-1' }),
      client.batches.get('bat/ü'),
      client.batches.create(NEW),
      client.batches.cancel('bat-1', { organization_id: 'org-1' }),
    ]) {
      const { data, response } = await call.withResponse();
      assert.equal(response.headers.get('sl-violations'), null);
      assert.equal(typeof data.id, 'string');
    }
  }
});

async function startPrism(t) {
  const port = await freePort();
  const description = await readableByPrism();
  const cli = path.join(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const prism = spawn(process.execPath, [cli, 'mock', '-d', '-p', String(port), description]);
  t.after(() => prism.kill());
  await new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('is listening')) resolve();
    };
    prism.stdout.on('data', hear);
    prism.stderr.on('data', hear);
    prism.once('exit', () => reject(new Error(said)));
  });
  return `http://127.0.0.1:${port}`;
}

/** Prism reads one value as an array of one only where the type is `array` alone, not array or null. */
async function readableByPrism() {
  const text = await readFile(path.join(root, 'sandbox/openapi.yaml'), 'utf8');
  const readable = text.replace(
    'type: [array, "null"], items: { type: string } } }',
    'type: array, items: { type: string } } }',
  );
  assert.notEqual(readable, text);
  const file = path.join(root, 'target', 'prism.yaml');
  await writeFile(file, readable);
  return file;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

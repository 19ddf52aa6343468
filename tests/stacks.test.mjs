// An error names the function of the caller's that met it, and prints in a few lines where it is not caught.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { consumer } from './support/package.mjs';
import { startPages } from './support/pages.mjs';

/** Programs that fail, by what they call. */
const CALLS = {
  get: 'await client.batches.get("bat-1");',
  create:
    'await client.batches.create({ config: { job: { configuration_id: "c", type: "parse_v2" } }, source_directory_id: "d" });',
  cancel: 'await client.batches.cancel("bat-1");',
  wait: 'await client.batches.wait("bat-1");',
  createAndPoll:
    'await client.batches.createAndPoll({ config: { job: { configuration_id: "c", type: "parse_v2" } }, source_directory_id: "d" });',
  'a first page': 'await client.batches.list();',
  'a loop': 'for await (const _ of client.batches.list());',
  'a loop over pages': 'for await (const _ of client.batches.list().iterPages());',
  withResponse: 'await client.batches.get("bat-1").withResponse();',
  asResponse: 'await client.batches.list().asResponse();',
  watch: 'for await (const _ of client.batches.watch());',
  'Promise.all': 'await Promise.all([client.batches.get("bat-1"), client.batches.list()]);',
  'a refused argument': 'await client.batches.get("");',
  'a refused argument of a loop': 'for await (const _ of client.batches.list({ statsu: 1 }));',
};

for (const [what, call] of Object.entries(CALLS)) {
  test(`an uncaught error of ${what} is short, shows its message first, and names the caller`, async (t) => {
    const { url } = await startPages(
      t,
      (query, request, response) => void response.writeHead(404).end('{"detail": "Batch not found"}'),
    );
    const script = `
      import LlamaCloud from 'llama-cloud-batches';
      const client = new LlamaCloud({ apiKey: 'llx-any-key', baseURL: ${JSON.stringify(url)} });
      async function findTheBatch() { ${call} }
      await findTheBatch();`;
    const said = await new Promise((resolve) => {
      execFile(process.execPath, ['--input-type=module', '-e', script], { cwd: consumer }, (error, stdout, stderr) =>
        resolve(stderr),
      );
    });
    assert.ok(said.length > 0 && said.length < 3_000, `${said.length} characters: ${said.slice(0, 500)}`);
    assert.match(said, /^(NotFoundError: 404 Batch not found|LlamaCloudError: (batchID must|params\.statsu))/m);
    assert.match(said, /at (async )?findTheBatch /, said);
  });
}

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { nodeOf } from '../support/context.mjs';
import { startSandbox } from '../support/sandbox.mjs';
import { tool } from '../support/workspace.mjs';

const next = tool('next', 'dist/bin/next');
const wrangler = tool('wrangler', 'bin/wrangler.js');

/** The examples that need tools of their own; tests/examples.test.mjs runs the others. */
export const examples = [
  {
    name: 'Example: Cloudflare Worker',
    example: 'cloudflare-worker',
    uses: ['wrangler', 'workerd'],
    imports: '`import`; its callers take page after page by the token',
    async run({ folder, env, start }) {
      const { LLAMA_CLOUD_API_KEY, LLAMA_CLOUD_BASE_URL } = env;
      await writeFile(path.join(folder, '.dev.vars'), Object.entries({ LLAMA_CLOUD_API_KEY, LLAMA_CLOUD_BASE_URL }).map((pair) => `${pair.join('=')}\n`).join(''));
      const { found } = await start(nodeOf('24'), [wrangler, 'dev', '--ip', '127.0.0.1', '--port', '0'], { ready: /Ready on (http:\S+)/ });
      assert.equal((await fetch(new URL('?status=NONE', found[1]))).status, 422);
      const ids = [];
      for (let token = ''; token !== undefined; ) {
        const { batches, next_page_token } = await (await fetch(new URL(`?page_token=${token}`, found[1]))).json();
        ids.push(...batches.map(({ id }) => id));
        token = next_page_token || undefined;
      }
      return ids;
    },
  },
  {
    name: 'Example: Next.js route that streams',
    example: 'next-ndjson',
    uses: ['next', 'react'],
    imports: '`import` in a route handler; a line for each batch',
    async run({ run, start }) {
      await run(process.execPath, [next, 'build'], { timeout: 240_000 });
      const serve = async (env) => {
        const { found } = await start(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], { ready: /Local:\s+(http:\S+)/, env });
        return new URL('/api/batches', found[1]);
      };
      await assertStreams(serve);
      const response = await fetch(await serve());
      const lines = (await response.text()).trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line).id);
    },
  },
];

/** Lines come while later pages are still out; a reader who goes closes the connection to the API. */
async function assertStreams(serve) {
  const sandbox = await startSandbox();
  try {
    const address = await serve({ LLAMA_CLOUD_BASE_URL: sandbox.url });
    assert.equal((await fetch(`${address}?status=NONE`)).status, 422);
    sandbox.requests.clear();
    sandbox.faults.add({ kind: 'silence', skip: 1 });
    const controller = new AbortController();
    const response = await fetch(address, { signal: controller.signal });
    const { value } = await response.body.pipeThrough(new TextDecoderStream()).getReader().read();
    assert.equal(JSON.parse(value.split('\n')[0]).id, sandbox.ids[0]);
    await sandbox.requests.until(2);
    controller.abort();
    await sandbox.requests.until(1, 'gone');
  } finally {
    await sandbox.close();
  }
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recentNode } from '../support/context.mjs';
import { startSandbox } from '../support/sandbox.mjs';
import { root, tool } from '../support/workspace.mjs';

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
      await writeFile(
        path.join(folder, '.dev.vars'),
        Object.entries({ LLAMA_CLOUD_API_KEY, LLAMA_CLOUD_BASE_URL })
          .map((pair) => `${pair.join('=')}\n`)
          .join(''),
      );
      const { found } = await start(recentNode(), [wrangler, 'dev', '--ip', '127.0.0.1', '--port', '0'], {
        ready: /Ready on (http:\S+)/,
      });
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
        const { found } = await start(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
          ready: /Local:\s+(http:\S+)/,
          env,
        });
        return new URL('/api/batches', found[1]);
      };
      await assertStreams(serve);
      const response = await fetch(await serve());
      const lines = (await response.text()).trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line).id);
    },
  },
  inRust('Yew'),
  inRust('Leptos'),
];

/** A page in Rust, with the framework of this name. */
function inRust(name) {
  const example = name.toLowerCase();
  const lock = readFileSync(path.join(root, 'examples', example, 'Cargo.lock'), 'utf8');
  return {
    name: `Example: ${name}`,
    example,
    version: new RegExp(`name = "${example}"\\nversion = "(.*)"`).exec(lock)[1],
    imports: 'the crate itself, without its feature `js`: a list is a `Stream`',
    isPage: true,
    async run({ folder, sandbox, serve, each }) {
      await addWasm(folder, example);
      return each(async (page) => {
        await assertFollowsFilter(page, serve);
        await assertKeepsRows(page, serve);
        await page.goto(await serve('.', {}, sandbox));
        return idsInRows(page, sandbox.ids.length);
      });
    },
  };
}

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

/** What `cargo xtask` compiled, and the script that Trunk would write into the page. */
async function addWasm(folder, example) {
  await cp(path.join(root, 'target', 'examples', 'pages', example), folder, { recursive: true });
  const file = path.join(folder, 'index.html');
  const [before, after] = (await readFile(file, 'utf8')).split('<link data-trunk rel="rust">');
  await writeFile(
    file,
    `${before}<script type="module">import init from './${example}-batches.js'; await init();</script>${after}`,
  );
}

/** Another filter is another list: the connection of the old one is closed, and its rows are gone. */
async function assertFollowsFilter(page, serve) {
  const sandbox = await startSandbox();
  try {
    sandbox.requests.clear();
    sandbox.faults.add({ kind: 'silence', skip: 1 });
    await page.goto(await serve('.', {}, sandbox));
    await saying(page, '100 batches …');
    await sandbox.requests.until(2);
    await page.select('select', 'CANCELLED');
    await sandbox.requests.until(1, 'gone');
    const cancelled = await sandbox.list({ status: 'CANCELLED' });
    assert.deepEqual(await idsInRows(page, cancelled.length), cancelled);
  } finally {
    await sandbox.close();
  }
}

/** An error comes after the rows before it. */
async function assertKeepsRows(page, serve) {
  const sandbox = await startSandbox();
  try {
    sandbox.faults.add({ kind: 'status', status: 403, skip: 1 });
    await page.goto(await serve('.', {}, sandbox));
    const alert = await page.waitForSelector('[role=alert]');
    assert.match(await alert.evaluate((element) => element.textContent), /^GET \/api\/v2\/batches: 403 /);
    assert.deepEqual(await idsInRows(page, 100), sandbox.ids.slice(0, 100));
  } finally {
    await sandbox.close();
  }
}

/** The ids in the table of a page in Rust, once it says that these are all. */
async function idsInRows(page, count) {
  await saying(page, `${count} batches`);
  return page.$$eval('td:first-child', (cells) => cells.map((cell) => cell.textContent));
}

const saying = (page, words) =>
  page.waitForFunction((words) => document.querySelector('[role=status]')?.textContent === words, {}, words);

// In a real Chromium: the page at one origin, the API at another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, startChromium } from './support/browser.mjs';
import { startPages, batch } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

test('in Chromium', async (t) => {
  const browser = await startChromium(t);
  const open = (t, headers) => openPage(t, browser, headers);

  await t.test('a plain module import lists every batch', async (t) => {
    const { page } = await open(t);
    const sandbox = await startSandbox(t, { batches: 1_234 });
    const seen = await page.evaluate(
      async ([baseURL, apiKey]) => {
        const { default: LlamaCloud } = await import('/dist/index.js');
        const ids = new Set();
        for await (const { id } of new LlamaCloud({ apiKey, baseURL }).batches.list()) ids.add(id);
        return ids.size;
      },
      [sandbox.url, KEY],
    );
    assert.equal(seen, 1_234);
  });

  await t.test('./web loads its wasm from a file of its own', async (t) => {
    const { page } = await open(t);
    const sandbox = await startSandbox(t);
    const total = await page.evaluate(
      async ([baseURL, apiKey]) => {
        const { default: init, LlamaCloud } = await import('/dist/web.js');
        await Promise.all([init(), init()]);
        return (await new LlamaCloud({ apiKey, baseURL }).batches.list()).total_size;
      },
      [sandbox.url, KEY],
    );
    assert.equal(total, 250);
  });

  await t.test('a strict content security policy is enough', async (t) => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";
    const { page } = await open(t, { 'content-security-policy': policy });
    const sandbox = await startSandbox(t);
    // The page's policy forbids eval, so the script comes in by the debugger, past it.
    const total = await page.evaluate(
      async ([baseURL, apiKey]) => {
        const { LlamaCloud } = await import('/dist/index.js');
        return (await new LlamaCloud({ apiKey, baseURL }).batches.list()).total_size;
      },
      [sandbox.url, KEY],
    );
    assert.equal(total, 250);
  });

  await t.test('a request asks for no preflight but for its key, and carries nothing else', async (t) => {
    const { page, origin } = await open(t);
    const preflights = [];
    const { url, requests } = await startPages(t, (query, request, response) => {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-headers', 'authorization');
      if (request.method !== 'OPTIONS') return { items: [batch(1)] };
      preflights.push(request.headers['access-control-request-headers']);
      response.end();
    });
    await page.evaluate(
      async ([baseURL, apiKey]) => {
        const { LlamaCloud } = await import('/dist/index.js');
        return (await new LlamaCloud({ apiKey, baseURL }).batches.list()).items.length;
      },
      [url, KEY],
    );
    assert.deepEqual(preflights, ['authorization']);
    const { headers } = requests.at(-1);
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.equal(headers.cookie, undefined);
  });

  await t.test("without a key the page's user is the one who asks", async (t) => {
    const { page, origin } = await open(t);
    const { url, requests } = await startPages(t, (query, request, response) => {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-credentials', 'true');
      response.setHeader('set-cookie', 'user=1');
      return { items: [batch(1)] };
    });
    await page.evaluate(async (baseURL) => {
      const { LlamaCloud } = await import('/dist/index.js');
      const client = new LlamaCloud({ baseURL });
      await client.batches.list();
      await client.batches.list();
    }, url);
    assert.equal(requests.length, 2);
    assert.equal(requests[1].headers.cookie, 'user=1');
    assert.equal(requests[1].headers.authorization, undefined);
  });

  await t.test('a base URL may be relative to the page', async (t) => {
    const { page, origin } = await open(t);
    const sandbox = await startSandbox(t);
    await page.route('**/llama-cloud/**', (route) => {
      const { pathname, search } = new URL(route.request().url());
      return route.fulfill({
        body: JSON.stringify({ items: [], next_page_token: pathname + search }),
        contentType: 'application/json',
      });
    });
    const [base, token] = await page.evaluate(async (apiKey) => {
      const { LlamaCloud } = await import('/dist/index.js');
      const client = new LlamaCloud({ apiKey, baseURL: '/llama-cloud/' });
      return [client.baseURL, (await client.batches.list({ page_size: 3 })).next_page_token];
    }, KEY);
    assert.equal(base, `${origin}/llama-cloud`);
    assert.equal(token, '/llama-cloud/api/v2/batches?page_size=3');
    assert.equal(sandbox.requests.all.length, 0);
  });

  await t.test('a connection that CORS may have forbidden leads to the proxy', async (t) => {
    const { page, origin } = await open(t);
    const { url } = await startPages(t, () => ({ items: [] }));
    await page.route(`${origin}/**/batches`, (route) => route.abort());
    const messages = await page.evaluate(
      async ([apiKey, ...all]) => {
        const { LlamaCloud } = await import('/dist/index.js');
        const list = (baseURL) => new LlamaCloud({ apiKey, baseURL, maxRetries: 0 }).batches.list();
        return Promise.all(all.map((baseURL) => list(baseURL).catch(({ message }) => message)));
      },
      [KEY, url, '/llama-cloud'],
    );
    const failed = 'Connection error: Failed to fetch';
    const advice = 'CORS may forbid it: see https://github.com/llama-cloud-batches/llama-cloud-batches#proxy';
    assert.deepEqual(messages, [`${failed}, ${advice}.`, `${failed}.`]);
  });

  await t.test('a redirect is refused, and nothing goes elsewhere', async (t) => {
    const { page } = await open(t);
    const [sandbox, elsewhere] = [await startSandbox(t), await startSandbox(t)];
    sandbox.faults.add({ kind: 'redirect', location: `${elsewhere.url}/api/v2/batches` });
    const message = await page.evaluate(
      async ([baseURL, apiKey]) => {
        const { LlamaCloud } = await import('/dist/index.js');
        return new LlamaCloud({ apiKey, baseURL }).batches.list().catch(({ name, message }) => `${name}: ${message}`);
      },
      [sandbox.url, KEY],
    );
    assert.match(message, /^APIError: the server redirects/);
    assert.equal(elsewhere.requests.all.length, 0);
  });

  await t.test('the sandbox runs inside a page, without a server', async (t) => {
    const { page } = await open(t);
    const seen = await page.evaluate(async () => {
      const { LlamaCloud } = await import('/dist/index.js');
      const { createSandbox } = await import('/dist/sandbox.js');
      const { fetch } = createSandbox({ batches: 300 });
      const client = new LlamaCloud({ apiKey: 'llx-page', baseURL: 'http://sandbox', fetch });
      let count = 0;
      for await (const _ of client.batches.list()) count++;
      return count;
    });
    assert.equal(seen, 300);
  });
});

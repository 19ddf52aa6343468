// The proxy: it adds the key for pages of its own origin, and sends it nowhere but to LlamaCloud.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { test } from 'node:test';
import { Miniflare } from 'miniflare';
import { NEW } from './support/operations.mjs';
import { consumer, LlamaCloud } from './support/package.mjs';
import { collect, startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';
import { createProxy, LIST, listen, MOUNT, NO_PAGES, OWN, startProxy } from './support/proxy.mjs';

test('adds the key, and passes the query, the body and the headers of retries on, but no cookie', async (t) => {
  const bodies = [];
  const answer = (query, request, response) => {
    text(request).then((body) => {
      bodies.push(body);
      response.setHeader('set-cookie', 'session=1');
      response.setHeader('server', 'upstream');
      for (const [name, value] of Object.entries(HINTS)) response.setHeader(name, value);
      response.setHeader('content-type', 'application/json');
      response.writeHead(429).end('{"detail":"Too many"}');
    });
  };
  const HINTS = { 'retry-after': '7', 'retry-after-ms': '7000', 'x-should-retry': 'true', 'x-request-id': 'req-1' };
  const { ask, requests } = await startProxy(t, { answer });
  const own = { cookie: 'own=1', authorization: 'Bearer other', 'x-forwarded-for': '1.2.3.4' };
  const headers = { ...OWN, ...own, 'content-type': 'application/json' };
  const response = await ask(`${MOUNT}${LIST}?project_id=a%2Fb&x=%0D%0A`, { method: 'POST', headers, body: '{"a":1}' });

  const [seen] = requests;
  assert.deepEqual([seen.method, seen.url, bodies], ['POST', `${LIST}?project_id=a%2Fb&x=%0D%0A`, ['{"a":1}']]);
  assert.equal(seen.headers.authorization, `Bearer ${KEY}`);
  assert.equal(seen.headers['content-type'], 'application/json');
  assert.equal(seen.headers['content-length'], '7', 'some servers refuse a body without its length');
  for (const name of ['cookie', 'x-forwarded-for', 'sec-fetch-site']) assert.equal(seen.headers[name], undefined, name);

  assert.deepEqual([response.status, await response.text()], [429, '{"detail":"Too many"}']);
  for (const [name, value] of Object.entries(HINTS)) assert.equal(response.headers.get(name), value);
  for (const name of ['set-cookie', 'server']) assert.equal(response.headers.get(name), null, name);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.ok(!JSON.stringify([...response.headers]).includes(KEY));
});

test('passes on what the client does with batches, and answers as the API does', async (t) => {
  const sandbox = await startSandbox(t);
  const baseURL = `${await listen(t, sandbox.url)}${MOUNT}`;
  const client = new LlamaCloud({ baseURL, apiKey: 'llx-of-nobody', defaultHeaders: OWN, logLevel: 'off' });
  assert.deepEqual(
    (await collect(client.batches.list({ page_size: 60 }))).map(({ id }) => id),
    (await collect(sandbox.client().batches.list())).map(({ id }) => id),
  );
  const { id } = await client.batches.create(NEW);
  assert.equal((await client.batches.get(id, { expand: ['results'] })).id, id);
  assert.equal((await client.batches.cancel(id)).id, id);
  await assert.rejects(client.batches.get('bat-none'), { status: 404, message: '404 Batch not found' });
});

test('only pages of its own origin may use it', async (t) => {
  const { ask, requests } = await startProxy(t);
  const refused = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://app.example' },
    { ...OWN, origin: 'https://evil.example' },
    { ...OWN, origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://app.example.evil.example' },
    { origin: 'http://app.example@evil.example' },
    { origin: 'http://app.example:8080' },
    { referer: 'https://evil.example/app.example' },
    { origin: 'https://evil.example', referer: 'http://app.example/' },
    { host: 'other.example', origin: 'http://app.example' },
    { host: '@', origin: 'null' },
  ];
  for (const headers of refused)
    assert.equal((await ask(MOUNT + LIST, { headers })).status, 403, JSON.stringify(headers));
  assert.equal(requests.length, 0);
  const allowed = [
    OWN,
    { ...OWN, origin: 'http://app.example' },
    { ...OWN, origin: 'https://app.example' }, // TLS ends at a reverse proxy
    { ...OWN, origin: 'http://app.example', referer: 'http://app.example/page' },
    { origin: 'http://app.example' }, // a browser without sec-fetch-site
    { referer: 'http://app.example/page?x' },
    { host: 'Other.example:443', origin: 'https://other.example' }, // a server that names itself in the URL
    { host: 'other.example:8443', origin: 'https://other.example:8443' },
  ];
  for (const headers of allowed)
    assert.equal((await ask(MOUNT + LIST, { headers })).status, 200, JSON.stringify(headers));
});

test('where a reverse proxy changes the host, `origin` names the pages', async (t) => {
  const { ask } = await startProxy(t, { origin: 'https://shop.example' });
  const statusOf = async (origin) => (await ask(MOUNT + LIST, { headers: { ...OWN, origin } })).status;
  assert.equal(await statusOf('https://shop.example'), 200);
  assert.equal(await statusOf('http://app.example'), 403);
});

test('requests that no page sends need a decision', async (t) => {
  const { ask, requests } = await startProxy(t);
  const refusal = await ask(MOUNT + LIST, { headers: {} });
  assert.equal(refusal.status, 403);
  assert.match((await refusal.json()).detail, /allowNonBrowsers/);
  assert.equal(requests.length, 0);
  const open = await startProxy(t, { allowNonBrowsers: true });
  assert.equal((await open.ask(MOUNT + LIST, { headers: {} })).status, 200);
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    assert.equal((await open.ask(MOUNT + LIST, { headers })).status, 403);
  }
});

test('`allow` says what is passed on instead', async (t) => {
  const { ask, requests } = await startProxy(t, { allow: ['GET /api/v2/batches', 'GET /api/v1/files/:id/x.json'] });
  const statusOf = async (path, method = 'GET') => (await ask(`${MOUNT}${path}`, { method })).status;
  assert.equal(await statusOf(LIST), 200);
  assert.equal(await statusOf('/api/v1/files/a-1/x.json'), 200);
  for (const path of [
    `${LIST}/bat-1`,
    '/api/v1/files/a-1/xxjson',
    '/api/v1/files//x.json',
    '/api/v1/files/%2e%2e/x.json',
  ]) {
    assert.equal(await statusOf(path), 404, path);
  }
  assert.equal(await statusOf(LIST, 'POST'), 404);
  assert.equal(requests.length, 2);
});

test('without a prefix the path is taken as it is, and the base URL may have a path', async (t) => {
  const { url, requests } = await startPages(t, NO_PAGES);
  const proxy = createProxy({ apiKey: ` ${KEY}\n`, baseURL: `${url}/gateway/` });
  assert.equal((await proxy(new Request(`http://app.example${LIST}`, { headers: OWN }))).status, 200);
  assert.equal((await proxy(new Request(`http://app.example//evil.example${LIST}`, { headers: OWN }))).status, 404);
  assert.deepEqual(
    requests.map(({ url, headers }) => [url, headers.authorization]),
    [[`/gateway${LIST}`, `Bearer ${KEY}`]],
  );
});

test('a redirect is refused, and not told', async (t) => {
  const elsewhere = await startPages(t, NO_PAGES);
  for (const status of [301, 302, 303, 307, 308]) {
    const answer = (query, request, response) =>
      void response.writeHead(status, { location: `${elsewhere.url}${LIST}` }).end();
    const { ask, host } = await startProxy(t, { answer });
    const response = await ask(MOUNT + LIST);
    assert.equal(response.status, 502);
    assert.equal(response.headers.get('x-should-retry'), 'false');
    assert.match((await response.json()).detail, new RegExp(`^${host} redirects`));
  }
  assert.equal(elsewhere.requests.length, 0);
});

test('an upstream that is lost is a 502, and the next request is served', async (t) => {
  const sandbox = await startSandbox(t);
  const url = await listen(t, sandbox.url);
  const ask = (init) => fetch(`${url}${MOUNT}${LIST}`, { headers: OWN, ...init });
  sandbox.faults.add({ kind: 'reset' });
  const reset = await ask();
  assert.deepEqual(
    [reset.status, await reset.json()],
    [502, { detail: `${new URL(sandbox.url).host} was not reached: check baseURL and the server's network` }],
  );
  sandbox.faults.add({ kind: 'reset', method: 'POST' });
  assert.equal((await ask({ method: 'POST', body: JSON.stringify(NEW) })).status, 502);
  sandbox.faults.add({ kind: 'truncate' });
  await assert.rejects(
    ask().then((response) => response.json()),
    'half a body is not taken for a whole one',
  );
  assert.equal((await ask()).status, 200);

  const closed = createProxy({ apiKey: KEY, baseURL: 'http://127.0.0.1:9' });
  assert.equal((await closed(new Request(`http://app.example${LIST}`, { headers: OWN }))).status, 502);
});

test('an answer that cannot be passed on is a 502, and its connection is closed', { timeout: 20_000 }, async (t) => {
  let closed;
  const answer = (query, request, response) => {
    closed = once(response, 'close');
    response.writeHead(999).write('{');
  };
  const { ask } = await startProxy(t, { answer });
  assert.equal((await ask(MOUNT + LIST)).status, 502);
  await closed;
});

test('a body streams through', async (t) => {
  let finish;
  const answer = (query, request, response) => {
    response.write('{"items":');
    finish = () => response.end('[]}');
  };
  const { url } = await startPages(t, answer);
  const response = await fetch(`${await listen(t, url)}${MOUNT}${LIST}`, { headers: OWN });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, '{"items":');
  finish();
  assert.equal((await reader.read()).value, '[]}');
});

test('a client that goes closes the connection, before an answer and in the middle of one', async (t) => {
  const sandbox = await startSandbox(t);
  const url = await listen(t, sandbox.url);
  for (const kind of ['silence', 'stall']) {
    sandbox.requests.clear();
    sandbox.faults.add({ kind });
    const controller = new AbortController();
    const answer = fetch(`${url}${MOUNT}${LIST}`, { headers: OWN, signal: controller.signal });
    if (kind === 'stall') await answer;
    await sandbox.requests.until(1);
    controller.abort();
    await assert.rejects(
      answer.then((response) => response.text()),
      { name: 'AbortError' },
    );
    await sandbox.requests.until(1, 'gone');
  }
});

test('a request that was aborted before is not sent', async (t) => {
  const { ask, requests } = await startProxy(t);
  assert.equal((await ask(MOUNT + LIST, { signal: AbortSignal.abort() })).status, 502);
  assert.equal(requests.length, 0);
});

test('without a key it says what to do, and is asked once', async (t) => {
  const upstream = await startPages(t, NO_PAGES);
  const url = await listen(t, upstream.url, { apiKey: undefined });
  const client = new LlamaCloud({
    baseURL: url + MOUNT,
    apiKey: 'llx-of-nobody',
    defaultHeaders: OWN,
    logLevel: 'off',
  });
  await assert.rejects(client.batches.list(), { status: 500, message: /no API key: pass apiKey to createProxy/ });
  assert.equal(upstream.requests.length, 0);
});

test('wrong options are told at once, without the key', () => {
  const cases = {
    apiKey: [`${KEY}\r\nx: y`, `${KEY}é`],
    baseURL: [
      'europe',
      'ftp://api.example',
      ...['user:secret@api', 'api/?key=secret', 'api/#secret'].map((at) => `https://${at}`),
    ],
    prefix: ['llama-cloud', '//evil.example', 'http://evil.example', '/a/../b', '/a?b'],
    allow: [['/api/v2/batches'], ['get /api/v2/batches'], ['GET api/v2/batches']],
    origin: ['app.example', ''],
  };
  for (const [name, values] of Object.entries(cases)) {
    for (const value of values) {
      assert.throws(
        () => createProxy({ apiKey: KEY, [name]: value }),
        (error) => {
          assert.ok(
            error instanceof TypeError && error.message.startsWith(`createProxy: ${name} `),
            `${name}: ${value}`,
          );
          assert.ok(!error.message.includes('secret') && !error.message.includes(KEY));
          return true;
        },
      );
    }
  }
});

test('runs in a Cloudflare Worker', async (t) => {
  const sandbox = await startSandbox(t);
  const proxy = await readFile(path.join(consumer, 'node_modules/llama-cloud-batches/dist/proxy.js'), 'utf8');
  const worker = new Miniflare({
    compatibilityDate: '2025-01-01',
    bindings: { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url },
    modules: [
      { type: 'ESModule', path: 'index.mjs', contents: WORKER },
      { type: 'ESModule', path: 'proxy.js', contents: proxy },
    ],
  });
  t.after(() => worker.dispose());
  const headers = { ...OWN, 'content-type': 'application/json' };
  const ask = (path, init) => worker.dispatchFetch(`http://app.example${path}`, { headers, ...init });
  const listed = await ask(`${MOUNT}${LIST}?page_size=3`);
  assert.equal((await listed.json()).items.length, 3);
  const created = await ask(MOUNT + LIST, { method: 'POST', body: JSON.stringify(NEW) });
  assert.equal((await created.json()).source_directory_id, NEW.source_directory_id);
  assert.equal((await ask(`${MOUNT}//evil.example/x`)).status, 404);
  assert.equal((await ask(MOUNT + LIST, { headers: {} })).status, 403);
  for (const fault of [{ kind: 'redirect', location: '/x' }, { kind: 'reset' }]) {
    sandbox.faults.add(fault);
    assert.equal((await ask(MOUNT + LIST)).status, 502, fault.kind);
  }
});

const WORKER = `import { createProxy } from './proxy.js';
export default {
  fetch(request, { LLAMA_CLOUD_API_KEY: apiKey, LLAMA_CLOUD_BASE_URL: baseURL }) {
    return createProxy({ apiKey, baseURL, prefix: '${MOUNT}' })(request);
  },
};`;

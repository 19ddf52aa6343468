// The demo's server: it adds the key for its own page, and for nothing and no one else.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { format, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { serve } from '../www/server/serve.mjs';
import { root } from './support/package.mjs';
import { startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';
import { startBrowser } from './support/www-browsers.mjs';
import { openServed, shows } from './support/www.mjs';

const OWN = { 'sec-fetch-site': 'same-origin' };
const LIST = '/api/v2/batches';

async function start(t, baseURL) {
  const server = await serve({ apiKey: KEY, baseURL });
  t.after(() => server.close());
  /** A request as a browser sends it, which `fetch` would not let us make up. */
  return (path, { headers = OWN, method = 'GET', body, signal, onAnswer } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(`${server.url}`, { path, method, headers, signal }, async (answer) => {
        onAnswer?.(answer, sent);
        const chunks = await answer.toArray().catch(reject);
        if (chunks)
          resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() });
      });
      sent.on('error', reject);
      sent.end(body);
    });
}

test('the key is added on the way, and never comes back', async (t) => {
  const { url, requests } = await startPages(t, (query, request, response) => {
    response.setHeader('set-cookie', 'session=1');
    response.setHeader('retry-after', '7');
    return { items: [] };
  });
  const ask = await start(t, url);
  const answer = await ask(`${LIST}?status=RUNNING&page_token=a%2Fb`, {
    headers: { ...OWN, cookie: 'own=1', authorization: 'Bearer other' },
  });
  assert.equal(answer.status, 200);
  assert.equal(requests[0].url, `${LIST}?status=RUNNING&page_token=a%2Fb`);
  assert.equal(requests[0].headers.authorization, `Bearer ${KEY}`);
  assert.equal(requests[0].headers.cookie, undefined);
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal(answer.headers['retry-after'], '7');
  assert.ok(!JSON.stringify(answer).includes(KEY));
});

test('other sites, other names and other programs are refused', async (t) => {
  const { url, requests } = await startPages(t, () => ({ items: [] }));
  const ask = await start(t, url);
  for (const headers of [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { ...OWN, origin: 'https://evil.example' },
    { ...OWN, host: 'evil.example' },
  ]) {
    const { status } = await ask(LIST, { headers });
    assert.equal(status, 403, JSON.stringify(headers));
  }
  assert.equal(requests.length, 0);
});

test('only the paths of batches are served', async (t) => {
  const { url, requests } = await startPages(t, () => ({ items: [] }));
  const ask = await start(t, url);
  for (const [method, path] of [
    ['GET', '/api/v1/files'],
    ['GET', `${LIST}/a/results`],
    ['GET', `${LIST}/../files`],
    ['GET', `${LIST}/%2e%2e/files`],
    ['DELETE', `${LIST}/bat-1`],
    ['PUT', LIST],
    ['POST', `${LIST}/bat-1`],
  ]) {
    const { status } = await ask(path, { method });
    assert.equal(status, 404, `${method} ${path}`);
  }
  assert.equal(requests.length, 0);
  assert.equal((await ask(`${LIST}/bat-1`)).status, 200);
  assert.equal((await ask(`${LIST}/bat-1/cancel`, { method: 'POST' })).status, 200);
});

test('a body streams through, and a client that goes ends it', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'stall' });
  const ask = await start(t, sandbox.url);
  // The head and half of the body are here while the rest has not been sent.
  const gone = ask(LIST, { onAnswer: (answer, sent) => answer.once('data', () => sent.destroy()) });
  await assert.rejects(gone);
  await sandbox.requests.until(1, 'gone');
});

test('a body that breaks off upstream breaks off here, which the console says in a line', async (t) => {
  const whole = JSON.stringify({ items: [], next_page_token: KEY, more: 'x'.repeat(100_000) });
  const cuts = {
    'in the middle': (response) => response.write(whole.slice(0, 50_000), () => response.destroy()),
    'after its first bytes': (response) => response.write('{', () => response.destroy()),
    'after the head': (response) => {
      response.flushHeaders();
      response.socket.end();
    },
    compressed: (response) => {
      response.setHeader('content-encoding', 'gzip');
      response.write(gzipSync(whole).subarray(0, 40), () => response.destroy());
    },
    'of a known length': (response) => {
      response.setHeader('content-length', whole.length);
      response.write(whole.slice(0, -1), () => response.destroy());
    },
    later: (response) => {
      response.write(whole.slice(0, 10));
      setImmediate(() => response.write(whole.slice(10, 20), () => setImmediate(() => response.destroy())));
    },
  };
  let cut;
  const { url } = await startPages(t, (query, request, response) => {
    if (!cut) return { items: [] };
    response.setHeader('content-type', 'application/json');
    cuts[cut](response);
  });
  const ask = await start(t, url);
  const said = [];
  for (const name of ['log', 'info', 'warn', 'error'])
    t.mock.method(console, name, (...values) => said.push(format(...values)));
  for (cut of Object.keys(cuts)) {
    said.length = 0;
    await assert.rejects(ask(LIST), { code: 'ECONNRESET' }, cut);
    assert.deepEqual(said, [`demo: ${new URL(url).host} broke off in the middle of a response`], cut);
  }
  cut = undefined;
  said.length = 0;
  assert.equal((await ask(LIST)).text, '{"items":[]}');
  // Those who go themselves are no news.
  cut = 'in the middle';
  cuts[cut] = (response) => response.write(whole);
  await assert.rejects(ask(LIST, { onAnswer: (answer, sent) => answer.once('data', () => sent.destroy()) }));
  cut = undefined;
  await ask(LIST);
  assert.deepEqual(said, []);
});

test('a client that goes before any answer ends it, too', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'silence' });
  const ask = await start(t, sandbox.url);
  const controller = new AbortController();
  const gone = assert.rejects(ask(LIST, { signal: controller.signal }), { name: 'AbortError' });
  await sandbox.requests.until(1);
  controller.abort();
  await gone;
  await sandbox.requests.until(1, 'gone');
});

test('a browser never sees the key', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go, server } = await openServed(t, browser);
  await go();
  await tab.see(shows.counts('250 batches'));
  assert.ok(tab.requests.length > 5);
  assert.ok(tab.requests.every(({ url }) => url.startsWith(`${server.url}/`)));
  assert.ok(!JSON.stringify(tab.requests).includes(KEY));
  const sources = await tab.read(async () => {
    const urls = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/assets/'));
    const files = await Promise.all([location.href, ...urls].map(async (url) => (await fetch(url)).text()));
    return files.join('\n') + document.documentElement.outerHTML;
  });
  assert.ok(sources.length > 100_000);
  assert.ok(!sources.includes(KEY));
});

test('page and server allow the page’s own scripts, and no others', async (t) => {
  const ask = await start(t, 'http://127.0.0.1:9');
  const { headers, text } = await ask('/');
  const [, inPage] = /content-security-policy" content="([^"]*)"/.exec(text.replaceAll('&#39;', "'")) ?? [];
  for (const policy of [headers['content-security-policy'], inPage]) {
    const directives = new Map(
      policy.split('; ').map((each) => [each.split(' ')[0], each.split(' ').slice(1).join(' ')]),
    );
    assert.equal(directives.get('script-src'), "'self' 'wasm-unsafe-eval'");
    assert.equal(directives.get('style-src'), "'self'");
    assert.equal(directives.get('default-src'), "'none'");
  }
});

test('the demo prints its address, opens it unless it is told not to, and ends', {
  skip: process.platform !== 'linux' && 'what opens an address is another on each system',
}, async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'demo-'));
  t.after(() => rm(folder, { recursive: true }));
  const [browser, opened] = [path.join(folder, 'browser'), path.join(folder, 'opened')];
  await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > ${opened}.part && mv ${opened}.part ${opened}\n`, {
    mode: 0o755,
  });
  const env = {
    ...process.env,
    BROWSER: browser,
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
    LLAMA_CLOUD_API_KEY: KEY,
    LLAMA_CLOUD_BASE_URL: 'https://api.cloud.eu.llamaindex.ai',
  };
  for (const options of [[], ['--no-open']]) {
    await rm(opened, { force: true });
    const demo = spawn(process.execPath, [path.join(root, 'www/server/main.mjs'), '--port', '0', ...options], { env });
    t.after(() => demo.kill());
    let said = '';
    for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (chunk) => (said += chunk));
    const until = async (check) => {
      for (let at = 0; at < 500 && !(await check()); at++) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await until(() => said.includes('The demo is at'));
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [said];
    const page = await (await fetch(url)).text();
    assert.match(page, /name="llama-cloud" content="api\.cloud\.eu\.llamaindex\.ai"/);
    assert.ok(!`${said}${page}`.includes(KEY));
    const read = () => readFile(opened, 'utf8').catch(() => undefined);
    if (!options.length) {
      await until(read);
      assert.equal(await read(), url);
    } else {
      assert.equal(await read(), undefined);
    }
    demo.kill('SIGTERM');
    const [code] = await once(demo, 'exit');
    assert.equal(code, 0);
  }
});

test('wrong options are said in a line', async (t) => {
  const main = path.join(root, 'www/server/main.mjs');
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const port = String(other.address().port);
  for (const [options, says, baseURL = ''] of [
    [['--port', 'many'], /^demo: --port takes a number/],
    [
      ['--port', port],
      RegExp(`^demo: another program uses the port ${port}: choose another one, or leave out --port\n$`),
    ],
    [['--colour'], /^demo: Unknown option '--colour'/],
    [[], /^demo: LLAMA_CLOUD_BASE_URL is no address/, 'europe'],
  ]) {
    const env = { ...process.env, LLAMA_CLOUD_BASE_URL: baseURL };
    const { stderr } = await promisify(execFile)(process.execPath, [main, '--no-open', ...options], { env }).catch(
      (error) => error,
    );
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

// What reaches the proxy of the package and must go no further: hostile paths, other methods, and bodies.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';
import { createProxy, LIST, listen, MOUNT, NO_PAGES, OWN } from './support/proxy.mjs';

/** Sends a request target as it is, which no client would. */
async function sendRaw(url, target, method = 'GET', headers = OWN) {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const fields = Object.entries({ host, connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`${method} ${target} HTTP/1.1\r\n${fields.join('')}\r\n`);
  const answer = await text(socket);
  return { answer, status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]) };
}

test('hostile paths reach neither another host nor another path', async (t) => {
  const evil = await startPages(t, NO_PAGES);
  const { host } = new URL(evil.url);
  const upstream = await startPages(t, NO_PAGES);
  const url = await listen(t, upstream.url);
  const targets = [
    `//${host}/x`,
    `//${host}${LIST}`,
    `${MOUNT}//${host}/x`,
    `${MOUNT}//${host}${LIST}`,
    `${MOUNT}http://${host}${LIST}`,
    `${MOUNT}/http://${host}${LIST}`,
    `${MOUNT}/\\${host}${LIST}`,
    `${MOUNT}/\\\\${host}${LIST}`,
    `${MOUNT}\\${LIST}/`,
    `${MOUNT}@${host}${LIST}`,
    `${MOUNT}/@${host}${LIST}`,
    `${MOUNT}:@${host}${LIST}`,
    `${MOUNT}.${host}${LIST}`,
    `${MOUNT}/%2f${host}${LIST}`,
    `${MOUNT}%2f%2f${host}${LIST}`,
    `${MOUNT}/api/v2/batches/..`,
    `${MOUNT}/api/v2/batches/../files`,
    `${MOUNT}/api/v2/batches/%2e%2e/files`,
    `${MOUNT}/api/v2/batches/.%2e`,
    `${MOUNT}/api/v2/batches/..%2ffiles`,
    `${MOUNT}/api/v2/batches/..%5cfiles`,
    `${MOUNT}/api/v2/batches/..\\files`,
    `${MOUNT}/api/v2/batches/%252e%252e%252ffiles`,
    `${MOUNT}/api/v2/batches/a%00`,
    `${MOUNT}/api/v2/batches/a%0d%0aHost:%20${host}`,
    `${MOUNT}/api/v2/batches/a;b`,
    `${MOUNT}/api/v2/batches/`,
    `${MOUNT}/api/v2/batches//a`,
    `${MOUNT}/api//v2/batches`,
    `${MOUNT}/API/v2/batches`,
    `${MOUNT}/api/v2/batchesx`,
    `${MOUNT}/api/v2/batches/a/results`,
    `${MOUNT}/api/v1/files`,
    `${MOUNT}x${LIST}`,
    `${MOUNT}/../llama-cloudx${LIST}`,
    `/%6clama-cloud${LIST}`,
    LIST,
    MOUNT,
    '/',
    '*',
    `http://${host}/x`,
    `http://${host}${LIST}`,
    `https://${host}//${host}${MOUNT}`,
    `${host}`,
  ];
  for (const target of targets) {
    const { status, answer } = await sendRaw(url, target);
    assert.ok(status >= 400 && status < 500, `${target}: ${status}`);
    assert.ok(!answer.includes(KEY), target);
  }
  for (const target of [
    `${MOUNT}${LIST}\r\nx: y`,
    `${MOUNT}${LIST}?a\r\n\r\nGET ${MOUNT}/ HTTP/1.1`,
    `${MOUNT}${LIST} HTTP/1.1 x`,
  ]) {
    assert.ok(!(await sendRaw(url, target)).answer.includes(KEY));
  }
  assert.deepEqual(
    upstream.requests.filter((seen) => seen.url !== LIST).map((seen) => seen.url),
    [],
  );
  assert.equal(evil.requests.length, 0);
});

test('a request target with another host in it goes to LlamaCloud all the same', async (t) => {
  const evil = await startPages(t, NO_PAGES);
  const upstream = await startPages(t, NO_PAGES);
  const url = await listen(t, upstream.url);
  const target = `${evil.url}${MOUNT}${LIST}`;
  assert.equal((await sendRaw(url, target)).status, 200);
  assert.equal((await sendRaw(url, target, 'GET', { origin: evil.url })).status, 403);
  assert.deepEqual([upstream.requests.length, evil.requests.length], [1, 0]);
  for (const path of ['..', '%2e%2e/%2e%2e', '/', '//']) await sendRaw(url, `${MOUNT}${LIST}/../../v2/${path}/batches`);
  assert.deepEqual([...new Set(upstream.requests.map((seen) => seen.url))], [LIST]);
});

test('other methods are not found', async (t) => {
  const upstream = await startPages(t, NO_PAGES);
  const url = await listen(t, upstream.url);
  const cases = [
    ...['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND', 'TRACE'].map((method) => [method, LIST]),
    ['POST', `${LIST}/bat-1`],
    ['GET', `${LIST}/bat-1/cancel`],
    ['DELETE', `${LIST}/bat-1`],
  ];
  for (const [method, path] of cases) {
    const { status } = await sendRaw(url, `${MOUNT}${path}`, method);
    assert.ok(status >= 400 && status < 600, `${method} ${path}: ${status}`);
  }
  assert.equal(upstream.requests.length, 0);
  assert.equal(
    (await sendRaw(url, `${MOUNT}${LIST}/bat-1/cancel`, 'POST', { ...OWN, 'content-length': '0' })).status,
    200,
  );
});

test('a body that no batch needs is refused before it is read', async (t) => {
  const upstream = await startPages(t, NO_PAGES);
  const url = await listen(t, upstream.url);
  const { status, answer } = await sendRaw(url, `${MOUNT}${LIST}`, 'POST', { ...OWN, 'content-length': '1048577' });
  assert.deepEqual([status, upstream.requests.length], [413, 0]);
  assert.match(answer, /"detail":"The body is larger than 1 MiB"/);
});

test('a body that does not say how long it is is read no further than a batch needs', async (t) => {
  const upstream = await startPages(t, NO_PAGES);
  const proxy = createProxy({ apiKey: KEY, baseURL: upstream.url, prefix: MOUNT });
  let sent = 0;
  let isCancelled = false;
  const body = new ReadableStream({
    pull: (controller) => {
      sent++;
      controller.enqueue(new Uint8Array(2 ** 16));
      if (sent === 1_000) controller.close();
    },
    cancel: () => (isCancelled = true),
  });
  const init = { method: 'POST', headers: OWN, body, duplex: 'half' };
  const { status } = await proxy(new Request(`http://app.example${MOUNT}${LIST}`, init));
  assert.deepEqual([status, upstream.requests.length, isCancelled], [413, 0, true]);
  assert.ok(sent < 30, `${sent} parts`);
});

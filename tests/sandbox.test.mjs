// The sandbox, judged by the API's description.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from './support/openapi.mjs';
import { NEW } from './support/operations.mjs';
import { importFrom } from './support/package.mjs';
import { batch } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const { createSandbox } = await importFrom('llama-cloud-batches/sandbox');
const LIST = '/api/v2/batches';

/** A function that calls a server and checks the status; `startSandbox` checks the response against the description. */
function asker(url) {
  return async (method, where, { status = 200, body, headers = { authorization: `Bearer ${KEY}` } } = {}) => {
    const response = await fetch(url + where, { method, headers, body: body && JSON.stringify(body) });
    assert.equal(response.status, status, where);
    return response.json();
  };
}

test('the judge of answers takes what is described, and nothing else', () => {
  const page = { method: 'GET', path: LIST, status: 200, body: { items: [batch(1)], next_page_token: null } };
  const one = { method: 'POST', path: `${LIST}/bat-1/cancel`, status: 200, body: batch(1) };
  const unprocessable = {
    ...page,
    status: 422,
    body: { detail: [{ loc: ['query', 'status'], msg: 'no', type: 'enum' }] },
  };
  const refused = { ...page, status: 401, body: { detail: 'no' } };
  for (const answer of [page, one, unprocessable, refused]) assert.equal(problemOf(answer), undefined);
  for (const [answer, problem] of [
    [{ ...page, body: batch(1) }, /must have required property 'items'/],
    [{ ...page, body: { items: [batch(1, { id: 7 })] } }, /items\/0\/id must be string/],
    [{ ...page, body: { items: [batch(1, { status: 'DANCING' })] } }, /items\/0\/status must be equal to one of/],
    [
      { ...page, body: { items: [batch(1, { created_at: 'soon' })] } },
      /items\/0\/created_at must match format "date-time"/,
    ],
    [{ ...one, body: page.body }, /must have required property 'id'/],
    [{ ...unprocessable, body: refused.body }, /detail must be array/],
    [{ ...refused, body: unprocessable.body }, /detail must be string/],
    [{ ...page, status: 500 }, /no such answer/],
    [{ ...page, status: 201 }, /no such answer/],
    [{ ...page, path: '/api/v2/dances' }, /no such answer/],
    [{ ...page, method: 'DELETE' }, /no such answer/],
  ]) {
    assert.match(problemOf(answer) ?? 'none', problem);
  }
});

test('every list response is as described, whatever the query', async (t) => {
  const { url } = await startSandbox(t, { batches: 600 });
  const ask = asker(url);
  const { items } = await ask('GET', LIST);
  const values = {
    status: ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'THROTTLED'],
    project_id: [items[0].project_id, 'prj-none'],
    source_directory_id: [items[3].source_directory_id],
    organization_id: ['org-none'],
    page_size: ['1', '7', '100', '5000'],
    created_at_on_or_after: [items[50].created_at],
    created_at_on_or_before: [items[50].created_at],
  };
  let state = 7;
  const random = (n) => (state = (state * 48271) % 2147483647) % n;
  for (let round = 0; round < 150; round++) {
    const query = new URLSearchParams();
    for (const [name, choices] of Object.entries(values))
      if (random(3) === 0) query.set(name, choices[random(choices.length)]);
    const page = await ask('GET', `${LIST}?${query}`);
    for (const item of page.items) {
      if (query.has('status')) assert.equal(item.status, query.get('status'));
      if (query.has('project_id')) assert.equal(item.project_id, query.get('project_id'));
      if (query.has('created_at_on_or_after')) assert.ok(item.created_at >= query.get('created_at_on_or_after'));
      if (query.has('created_at_on_or_before')) assert.ok(item.created_at <= query.get('created_at_on_or_before'));
    }
    assert.ok(page.items.length <= page.total_size);
  }
});

/** The pages of a list, and the tokens that led to all but the first. */
async function readAll(url) {
  const ask = asker(url);
  const pages = [];
  const tokens = [];
  for (let query = ''; query !== undefined; ) {
    const page = await ask('GET', `${LIST}?page_size=50${query}`);
    pages.push(page.items);
    const token = page.next_page_token;
    if (token !== null) tokens.push(token);
    query = token === null ? undefined : `&page_token=${encodeURIComponent(token)}`;
  }
  return { pages, tokens };
}

test('cursors lead through all batches, each once, the newest first', async (t) => {
  const { url } = await startSandbox(t, { batches: 321 });
  const seen = (await readAll(url)).pages.flat();
  assert.equal(new Set(seen.map(({ id }) => id)).size, 321);
  assert.deepEqual(
    seen.map(({ created_at }) => created_at),
    seen
      .map(({ created_at }) => created_at)
      .sort()
      .reverse(),
  );
});

for (const [skip, times] of [
  [0, 1],
  [1, 1],
  [2, 3],
  [0, 4],
]) {
  test(`empty pages, ${times} after ${skip}, lead on by tokens that were not there before`, async (t) => {
    const { url, faults } = await startSandbox(t, { batches: 160 });
    faults.add({ kind: 'empty-page', skip, times });
    const { pages, tokens } = await readAll(url);
    const sizes = [50, 50, 50, 10];
    assert.deepEqual(
      pages.map(({ length }) => length),
      [...sizes.slice(0, skip), ...Array(times).fill(0), ...sizes.slice(skip)],
    );
    assert.equal(new Set(pages.flat().map(({ id }) => id)).size, 160);
    assert.equal(new Set(tokens).size, pages.length - 1);
  });
}

test('faults that hit one request work together', async (t) => {
  const { url, faults, requests } = await startSandbox(t);
  faults.add({ kind: 'stall' }, { kind: 'status', status: 503, headers: { 'retry-after': '5' } });
  const controller = new AbortController();
  const response = await fetch(`${url}${LIST}`, {
    headers: { authorization: `Bearer ${KEY}` },
    signal: controller.signal,
  });
  assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '5']);
  assert.equal(requests.all[0].state, 'waiting');
  controller.abort();
  await requests.until(1, 'gone');
});

test('what is wrong is refused as FastAPI refuses it', async (t) => {
  const { url } = await startSandbox(t);
  const ask = asker(url);
  for (const query of [
    'page_size=x',
    'page_size=0',
    'status=DANCING',
    'created_at_on_or_after=soon',
    'page_token=forged',
    'status=',
  ]) {
    await ask('GET', `${LIST}?${query}`, { status: 422 });
  }
  for (const body of [
    {},
    { ...NEW, config: {} },
    { ...NEW, source_directory_id: 5 },
    { ...NEW, config: { job: { configuration_id: 'c', type: 'x' } } },
  ]) {
    await ask('POST', LIST, { status: 422, body });
  }
  await ask('GET', `${LIST}/bat-none`, { status: 404 });
  await ask('POST', `${LIST}/bat-none/cancel`, { status: 404 });
  await ask('GET', '/api/v2/dances', { status: 404 });
  for (const headers of [{}, { authorization: 'Bearer none' }, { authorization: 'Basic llx-1' }]) {
    await ask('GET', LIST, { status: 401, headers });
  }
});

test('a batch lives: it is created, runs, and ends; its results come with its end', async () => {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = createSandbox({ batches: 10, now: () => now });
  const ask = async (method, where, body) => {
    const response = await sandbox.fetch(`http://sandbox${where}`, {
      method,
      headers: { authorization: 'Bearer llx-1' },
      body: body && JSON.stringify(body),
    });
    return response.json();
  };
  const lives = new Set();
  for (let round = 0; round < 60; round++) {
    const { id, status } = await ask('POST', LIST, NEW);
    assert.equal(status, 'PENDING');
    const life = ['PENDING'];
    for (let minute = 0; minute < 20_000 && !['COMPLETED', 'FAILED', 'CANCELLED'].includes(life.at(-1)); minute++) {
      now += minute < 400 ? 1_000 : 60_000;
      const batch = await ask('GET', `${LIST}/${id}?expand=results`);
      assert.equal(problemOf({ method: 'GET', path: `${LIST}/${id}`, status: 200, body: batch }), undefined);
      if (batch.status !== life.at(-1)) life.push(batch.status);
      assert.equal(batch.results !== null, batch.status === 'COMPLETED' || batch.status === 'CANCELLED');
    }
    lives.add(life.join(' '));
  }
  for (const life of lives) assert.match(life, /^PENDING (THROTTLED )?RUNNING (COMPLETED|FAILED|CANCELLED)$/);
  assert.ok(lives.size >= 3, [...lives].join());
});

test('a cancelled batch stops, and cannot be cancelled again', async (t) => {
  let now = Date.now();
  const { url } = await startSandbox(t, { now: () => now });
  const ask = asker(url);
  const { id } = await ask('POST', LIST, { body: NEW });
  assert.equal((await ask('POST', `${LIST}/${id}/cancel`)).status, 'PENDING');
  now += 10_000;
  assert.equal((await ask('GET', `${LIST}/${id}`)).status, 'CANCELLED');
  await ask('POST', `${LIST}/${id}/cancel`, { status: 409 });
});

test('the same seed and clock make the same batches, another seed others', async () => {
  const first = async (seed) => {
    const sandbox = createSandbox({ seed, batches: 50, now: () => 1_700_000_000_000 });
    return (await sandbox.fetch(`http://sandbox${LIST}`, { headers: { authorization: 'Bearer llx-1' } })).json();
  };
  assert.deepEqual(await first(5), await first(5));
  assert.notDeepEqual(await first(5), await first(6));
});

test('control over HTTP adds faults, shows requests, and refuses nonsense', async (t) => {
  const { url } = await startSandbox(t);
  const faults = (body) => fetch(`${url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
  assert.deepEqual(await (await faults([{ kind: 'html' }])).json(), { waiting: 1 });
  assert.equal((await faults({ kind: 'earthquake' })).status, 400);
  assert.match((await (await faults({ kind: 'html', when: 1 })).json()).detail, /has no when/);
  const answer = await fetch(`${url}${LIST}`, { headers: { authorization: `Bearer ${KEY}` } });
  assert.match(await answer.text(), /doctype/);
  const seen = async (query = '') => (await fetch(`${url}/_sandbox/requests${query}`)).json();
  const requests = await seen();
  assert.equal(requests.length, 1);
  assert.equal(JSON.stringify(requests).includes(KEY), false);
  const two = seen('?count=2&state=answered');
  await fetch(`${url}${LIST}`);
  assert.deepEqual(
    (await two).map(({ authorized }) => authorized),
    [true, false],
  );
});

test('a rate limit answers 429 past it', async (t) => {
  const { url } = await startSandbox(t, { requestsPerMinute: 3, now: () => 1_700_000_000_000 });
  const ask = asker(url);
  for (let round = 0; round < 3; round++) await ask('GET', LIST);
  await ask('GET', LIST, { status: 429 });
});

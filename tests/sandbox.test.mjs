// The sandbox, judged by the API's description.

import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { importFrom, root } from './support/package.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const { createSandbox } = await importFrom('llama-cloud-batches/sandbox');
const description = parse(await readFile(path.join(root, 'sandbox/openapi.yaml'), 'utf8'));
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema(description, 'api');
const schema = (name) => ajv.getSchema(`api#/components/schemas/${name}`);
const PROBLEMS = ajv.compile({
  type: 'object',
  required: ['detail'],
  properties: {
    detail: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['loc', 'msg', 'type'], properties: { loc: { type: 'array' }, msg: { type: 'string' }, type: { type: 'string' } } },
    },
  },
});
const DETAIL = ajv.compile({ type: 'object', required: ['detail'], properties: { detail: { type: 'string' } } });
const NEW = { config: { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } }, source_directory_id: 'dir-1' };

function valid(validate, body) {
  assert.ok(validate(body), ajv.errorsText(validate.errors));
}

/** A function that asks a server, and checks status and shape. */
function asker(url) {
  return async (method, where, { status = 200, shape, body, headers = { authorization: `Bearer ${KEY}` } } = {}) => {
    const response = await fetch(url + where, { method, headers, body: body && JSON.stringify(body) });
    assert.equal(response.status, status, where);
    const answer = await response.json();
    valid(shape ?? schema('BatchPage'), answer);
    return answer;
  };
}

const LIST = '/api/v2/batches';

test('every list answer is as described, whatever is asked', async (t) => {
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
    for (const [name, choices] of Object.entries(values)) if (random(3) === 0) query.set(name, choices[random(choices.length)]);
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

test('cursors lead through all batches, each once, the newest first', async (t) => {
  const { url } = await startSandbox(t, { batches: 321 });
  const ask = asker(url);
  const seen = [];
  for (let token = ''; token !== null; ) {
    const page = await ask('GET', `${LIST}?page_size=50&page_token=${encodeURIComponent(token)}`);
    seen.push(...page.items);
    token = page.next_page_token;
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, 321);
  assert.deepEqual(seen.map(({ created_at }) => created_at), seen.map(({ created_at }) => created_at).sort().reverse());
});

test('what is wrong is refused as FastAPI refuses it', async (t) => {
  const { url } = await startSandbox(t);
  const ask = asker(url);
  for (const query of ['page_size=x', 'page_size=0', 'status=DANCING', 'created_at_on_or_after=soon', 'page_token=forged', 'status=']) {
    await ask('GET', `${LIST}?${query}`, { status: 422, shape: PROBLEMS });
  }
  for (const body of [{}, { ...NEW, config: {} }, { ...NEW, source_directory_id: 5 }, { ...NEW, config: { job: { configuration_id: 'c', type: 'x' } } }]) {
    await ask('POST', LIST, { status: 422, shape: PROBLEMS, body });
  }
  await ask('GET', `${LIST}/bat-none`, { status: 404, shape: DETAIL });
  await ask('POST', `${LIST}/bat-none/cancel`, { status: 404, shape: DETAIL });
  await ask('GET', '/api/v2/dances', { status: 404, shape: DETAIL });
  for (const headers of [{}, { authorization: 'Bearer none' }, { authorization: 'Basic llx-1' }]) {
    await ask('GET', LIST, { status: 401, shape: DETAIL, headers });
  }
});

test('a batch lives: it is created, runs, and ends; its results come with its end', async () => {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = createSandbox({ batches: 10, now: () => now });
  const ask = async (method, where, body) => {
    const response = await sandbox.fetch(`http://sandbox${where}`, { method, headers: { authorization: 'Bearer llx-1' }, body: body && JSON.stringify(body) });
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
      valid(schema('Batch'), batch);
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
  const shape = schema('Batch');
  const { id } = await ask('POST', LIST, { body: NEW, shape });
  assert.equal((await ask('POST', `${LIST}/${id}/cancel`, { shape })).status, 'PENDING');
  now += 10_000;
  assert.equal((await ask('GET', `${LIST}/${id}`, { shape })).status, 'CANCELLED');
  await ask('POST', `${LIST}/${id}/cancel`, { status: 409, shape: DETAIL });
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
  const requests = await (await fetch(`${url}/_sandbox/requests`)).json();
  assert.equal(requests.length, 1);
  assert.equal(JSON.stringify(requests).includes(KEY), false);
});

test('a rate limit answers 429 past it', async (t) => {
  const { url } = await startSandbox(t, { requestsPerMinute: 3, now: () => 1_700_000_000_000 });
  const ask = asker(url);
  for (let round = 0; round < 3; round++) await ask('GET', LIST);
  await ask('GET', LIST, { status: 429, shape: DETAIL });
});

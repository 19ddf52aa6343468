// Listing: what comes, in which order, and when it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batches, LlamaCloud } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

const ids = (items) => items.map(({ id }) => id);

test('every batch of every page comes once and in order', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1), batch(2)], [batch(3)], [batch(4), batch(5)]]));
  assert.deepEqual(ids(await collect(client().batches.list())), ['bat-1', 'bat-2', 'bat-3', 'bat-4', 'bat-5']);
  assert.equal(requests.length, 3);
});

test('an empty page with a token goes on', async (t) => {
  const { client } = await startPages(t, inOrder([[], [batch(1)], [], [], [batch(2)], []]));
  assert.deepEqual(ids(await collect(client().batches.list())), ['bat-1', 'bat-2']);
  const page = await client().batches.list();
  assert.equal(page.items.length, 0);
  assert.equal(page.hasNextPage(), true);
});

for (const [name, end] of Object.entries({
  absent: {},
  null: { next_page_token: null },
  empty: { next_page_token: '' },
})) {
  test(`a list ends with a token that is ${name}`, async (t) => {
    const { client, requests } = await startPages(t, () => ({ items: [batch(1)], ...end }));
    const page = await client().batches.list();
    assert.equal(page.hasNextPage(), false);
    assert.equal(page.next_page_token, '');
    assert.equal((await collect(client().batches.list())).length, 1);
    assert.equal(requests.length, 2);
    await assert.rejects(page.getNextPage(), batches.LlamaCloudError);
    assert.equal(requests.length, 2);
  });
}

test('a cursor that comes back is an error, after what came before it', async (t) => {
  const next = { p0: 'p1', p1: 'p2', p2: 'p1' };
  const { client, requests } = await startPages(t, (query) => {
    const at = query.get('page_token') ?? 'p0';
    return { items: [batch(at)], next_page_token: next[at] };
  });
  const seen = [];
  await assert.rejects(async () => {
    for await (const { id } of client().batches.list()) seen.push(id);
  }, /next_page_token came back/);
  assert.deepEqual(seen, ['bat-p0', 'bat-p1', 'bat-p2']);
  assert.equal(requests.length, 3);
  let page = await client().batches.list();
  await assert.rejects(async () => {
    while (page.hasNextPage()) page = await page.getNextPage();
  }, batches.APIError);
  assert.equal(requests.length, 6);
});

for (const [length, most] of [
  [1_023, 0],
  [3_000, 3],
]) {
  test(`a list that begins again after ${length} pages ends`, async (t) => {
    const { client, requests } = await startPages(t, (query) => {
      const at = (Number(query.get('page_token') ?? 0) + 1) % length;
      return { items: [], next_page_token: `${at}` };
    });
    await assert.rejects(collect(client().batches.list()), /next_page_token came back/);
    // The first page has no cursor, and 0 comes a page after the last.
    const late = requests.length - (length + 1);
    assert.ok(late >= 0 && late <= most, `${late} pages too many`);
  });
}

test('a list that starts at a cursor does not come back to it', async (t) => {
  const { client } = await startPages(t, () => ({ items: [batch(1)], next_page_token: 'p5' }));
  await assert.rejects(collect(client().batches.list({ page_token: 'p5' })), /next_page_token came back/);
});

test('what the server adds passes through untouched', async (t) => {
  const item = batch(1, {
    status: 'HIBERNATING',
    more: { deep: [1, null, { x: 'ü' }] },
    config: { job: { configuration_id: 'c', type: 'dance_v7', tempo: 3 } },
  });
  const { client } = await startPages(t, () => ({ items: [item], next_page_token: null, hint: 'new' }));
  const page = await client().batches.list();
  assert.deepEqual(page.items, [item]);
  assert.equal(page.hint, 'new');
  assert.deepEqual(structuredClone(page.items), [item]);
});

test('a page says what it holds, how many there are, and what comes next', async (t) => {
  const { client } = await startPages(t, inOrder([[batch(1)], [batch(2)], [batch(3)]]));
  const first = await client().batches.list();
  assert.ok(first instanceof batches.PaginatedCursor);
  assert.equal(first.total_size, 3);
  assert.equal(first.next_page_token, 'p1');
  assert.deepEqual(first.getPaginatedItems(), first.items);
  assert.deepEqual(Object.keys(first).sort(), ['items', 'next_page_token', 'total_size']);
  const second = await first.getNextPage();
  assert.deepEqual(ids(second.items), ['bat-2']);
  assert.deepEqual(ids((await first.getNextPage()).items), ['bat-2'], 'going on twice from the same page');
  assert.deepEqual(ids(await collect(second)), ['bat-2', 'bat-3']);
  assert.deepEqual(
    (await collect(second.iterPages())).map((page) => ids(page.items)),
    [['bat-2'], ['bat-3']],
  );
  assert.deepEqual((await collect(client().batches.list().iterPages())).length, 3);
});

test('nothing is sent before a list is awaited or iterated, and awaiting twice is one request', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const list = client().batches.list();
  await new Promise(setImmediate);
  assert.equal(requests.length, 0);
  const [one, two] = await Promise.all([list, list]);
  assert.equal(one, two);
  assert.equal((await list.withResponse()).data, one);
  assert.equal(requests.length, 1);
  assert.ok(list instanceof Promise);
});

test('each loop starts from the first page', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const list = client().batches.list();
  assert.equal((await collect(list)).length, 2);
  assert.equal((await collect(list)).length, 2);
  assert.equal(requests.length, 4);
});

test('two loops over one page do not disturb one another, whichever is ahead', async (t) => {
  const { client } = await startPages(t, inOrder(Array.from({ length: 9 }, (_, at) => [batch(at)])));
  const page = await client().batches.list({}, { readAhead: 0 });
  const seen = { a: [], b: [] };
  const loops = { a: page[Symbol.asyncIterator](), b: page[Symbol.asyncIterator]() };
  for (const name of ['aaaaa', 'bb', 'a', 'bbb', 'a', 'bbbb', 'aa'].join(''))
    seen[name].push((await loops[name].next()).value.id);
  for (const name of ['a', 'b']) {
    seen[name].push(...ids(await collect(loops[name])));
    assert.deepEqual(
      seen[name],
      Array.from({ length: 9 }, (_, at) => `bat-${at}`),
      name,
    );
  }
});

test('a page keeps its methods, whatever fields the server sends', async (t) => {
  const odd = {
    hasNextPage: true,
    getNextPage: null,
    getPaginatedItems: 5,
    iterPages: 'x',
    constructor: {},
    toString: 1,
  };
  const { client } = await startPages(t, (query) => {
    const next = query.has('page_token') ? null : 'p1';
    return {
      ...JSON.parse('{"__proto__": { "polluted": true }}'),
      ...odd,
      items: [batch(next)],
      next_page_token: next,
    };
  });
  const page = await client().batches.list();
  assert.ok(page instanceof batches.PaginatedCursor);
  assert.equal(page.polluted, undefined);
  assert.equal(page.hasNextPage(), true);
  assert.equal((await page.getNextPage()).hasNextPage(), false);
  assert.equal(page.getPaginatedItems(), page.items);
  assert.equal((await collect(page.iterPages())).length, 2);
  assert.equal((await collect(page)).length, 2);
});

test('calls of next() that do not wait for one another get the items in order, once each', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1), batch(2)], [], [batch(3)]]));
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  assert.equal(iterator[Symbol.asyncIterator](), iterator);
  const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
  assert.deepEqual(
    results.map(({ value }) => value?.id),
    ['bat-1', 'bat-2', 'bat-3', undefined, undefined, undefined],
  );
  assert.deepEqual(
    results.map(({ done }) => done),
    [false, false, false, true, true, true],
  );
  assert.equal(requests.length, 3);
  const pages = client().batches.list().iterPages();
  const found = await Promise.all([pages.next(), pages.next(), pages.next(), pages.next()]);
  assert.deepEqual(
    found.map(({ value }) => value?.items.length),
    [2, 0, 1, undefined],
  );
});

test('after an error an iterator is done', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: 'none' }));
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  const [first, second] = await Promise.allSettled([iterator.next(), iterator.next()]);
  assert.match(first.reason.message, /items is a string, not an array/);
  assert.deepEqual(second.value, { value: undefined, done: true });
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  assert.equal(requests.length, 1);
});

test('after return() and throw() an iterator is done', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1), batch(2)], [batch(3)]]));
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  await iterator.next();
  assert.deepEqual(await iterator.return('over'), { value: 'over', done: true });
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  const other = client().batches.list()[Symbol.asyncIterator]();
  await other.next();
  await assert.rejects(other.throw(new RangeError('mine')), RangeError);
  assert.deepEqual(await other.next(), { value: undefined, done: true });
  assert.equal(requests.length, 2);
});

for (const [body, message] of [
  ['<!doctype html><p>Hello</p>', /the body is not JSON/],
  [{}, /items is missing/],
  [{ items: null }, /items is null, not an array/],
  [[], /the body is an array, not an object/],
  [{ items: [batch(1), { ...batch(2), id: undefined }] }, /items\[1\]\.id is missing/],
  [{ items: [batch(1, { config: { job: { configuration_id: 'c' } } })] }, /items\[0\]\.config\.job\.type is missing/],
  [{ items: [batch(1, { status: 7 })] }, /items\[0\]\.status is a number, not a string/],
  [{ items: [batch(1, { results: [{}] })] }, /items\[0\]\.results\[0\]\.source_directory_file_id is missing/],
  [{ items: [], next_page_token: 5 }, /next_page_token is a number, not a string/],
  [{ items: ['bat-1'] }, /items\[0\] is a string, not an object/],
]) {
  test(`a 200 that is no page is an error: ${message.source}`, async (t) => {
    const { client, requests } = await startPages(t, () => body);
    for (const list of [() => client().batches.list(), () => collect(client().batches.list())]) {
      await assert.rejects(list(), (error) => {
        assert.ok(error instanceof batches.APIError);
        assert.match(error.message, message);
        assert.equal(error.status, 200);
        assert.equal(error.method, 'GET');
        assert.equal(error.path, '/api/v2/batches');
        return true;
      });
    }
    assert.equal(requests.length, 2, 'it is not sent again');
  });
}

test('break closes the iteration, and nothing more is sent', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1), batch(2)], [batch(3)]]));
  for await (const { id } of client().batches.list()) if (id === 'bat-2') break;
  await new Promise(setImmediate);
  assert.equal(requests.length, 1);
});

test('return() while a page is under way closes the connection', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'silence', skip: 1 });
  const iterator = sandbox.client().batches.list({ page_size: 1 })[Symbol.asyncIterator]();
  await iterator.next();
  const waiting = iterator.next();
  await sandbox.requests.until(2);
  assert.deepEqual(await iterator.return(), { value: undefined, done: true });
  assert.deepEqual(await waiting, { value: undefined, done: true });
  await sandbox.requests.until(1, 'gone');
});

test('the default and the named export are the same class', async () => {
  assert.equal(batches.default, LlamaCloud);
  assert.equal(LlamaCloud.LlamaCloud, LlamaCloud);
  for (const [name, value] of Object.entries(batches)) {
    if (name.endsWith('Error')) assert.equal(LlamaCloud[name], value, name);
  }
});

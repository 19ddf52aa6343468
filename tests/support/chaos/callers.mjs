// What callers do with a client, and what must come of it. Each takes a run: `draw` is its chance, `client` its client,
// `options` hold its signal, `serve` says what its server answers, `fail` judges an error.

import assert from 'node:assert/strict';
import { NEW } from '../operations.mjs';
import { batch } from '../pages.mjs';
import { pick } from '../soak-faults.mjs';
import { LOST } from './writing.mjs';

const HOUR = 3_600_000;

/** Names that a page or a batch may have, too. */
const MORE = {
  then: 1,
  constructor: null,
  toJSON: 'x',
  hasNextPage: 1,
  items: [1],
  '': '\u0000',
  deep: [{ a: '\ud800' }],
};

/** A list of some pages by cursors; `expected` is what it holds, and `isCircle` whether it never ends. */
function startList({ draw, serve }) {
  const count = 1 + Math.floor(draw() * 6);
  const cursors = Array.from({ length: count }, (_, at) => pick([`p${at}`, `${at}&page_token=x`, `ü%${at} \0`], draw));
  const pages = cursors.map((_, at) =>
    Array.from({ length: pick([0, 0, 1, 3, 20], draw) }, (_, index) =>
      batch(`${at}-${index}`, draw() < 0.1 ? MORE : {}),
    ),
  );
  const isCircle = count > 1 && draw() < 0.15;
  const last = isCircle ? cursors[1] : pick([null, '', undefined], draw);
  serve(({ query }) => {
    const at = query.has('page_token') ? cursors.indexOf(query.get('page_token')) : 0;
    const { items: _, ...more } = draw() < 0.1 ? MORE : {};
    return { ...more, items: pages[at], next_page_token: at + 1 < count ? cursors[at + 1] : last };
  });
  return { expected: pages.flat(), isCircle };
}

/** What was handed out is the beginning of the list; all of it, if it ended. */
function judgeList({ fail }, { got, error, isWhole }, { expected, isCircle }) {
  assert.deepEqual(got, expected.slice(0, got.length));
  if (error) fail(error.value, isCircle);
  else if (isWhole) assert.ok(got.length === expected.length && !isCircle, `${got.length} of ${expected.length}`);
}

/** Reads an iterable with `read(got)`, which says whether that was all of it. */
async function reading(read) {
  const got = [];
  try {
    return { got, isWhole: await read(got) };
  } catch (value) {
    return { got, error: { value } };
  }
}

const outcome = (promise) =>
  promise.then(
    (value) => ({ value }),
    (value) => ({ error: { value } }),
  );

/** A loop that may break. */
function loop(list, { draw }) {
  const limit = draw() < 0.3 ? draw() * 20 : Infinity;
  return reading(async (got) => {
    for await (const each of list) {
      got.push(each);
      if (got.length > limit) return false;
    }
    return true;
  });
}

/** Many calls of `next()` at the same time: values, then at most one error, then nothing. */
function many(list, { draw }) {
  const iterator = list[Symbol.asyncIterator]();
  return reading(async (got) => {
    for (;;) {
      const calls = Array.from({ length: 1 + Math.floor(draw() * 20) }, () => outcome(iterator.next()));
      const all = await Promise.all(calls);
      const end = all.findIndex(({ error, value }) => error || value.done);
      for (const { value } of end < 0 ? all : all.slice(0, end)) got.push(value.value);
      if (end < 0) continue;
      for (const { value } of all.slice(end + 1)) assert.deepEqual(value, { value: undefined, done: true });
      if (all[end].error) throw all[end].error.value;
      return true;
    }
  });
}

/** Page by page, which changes to a loop on the way. */
function pages(list, { draw }) {
  return reading(async (got) => {
    let page = await list;
    for (;;) {
      got.push(...page.items);
      if (!page.hasNextPage()) return true;
      if (draw() < 0.2) {
        for await (const each of page) if (!page.items.includes(each)) got.push(each);
        return true;
      }
      page = await page.getNextPage();
    }
  });
}

export const CALLERS = {
  async list(run) {
    const { draw, client, options } = run;
    const world = startList(run);
    const list = client.batches.list({}, options);
    const ways = [pick([loop, many, pages], draw), ...(draw() < 0.3 ? [many] : [])];
    for (const read of await Promise.all(ways.map((way) => way(list, run)))) judgeList(run, read, world);
  },

  async windows(run) {
    const { draw, client, options, serve } = run;
    const [start, size] = [Date.UTC(2026, 0, 1), pick([3, 20, 100], draw)];
    const digits = pick([10, 16, 19, 23], draw);
    const print = (time) => {
      const text = new Date(time).toISOString();
      return digits > 10 ? `${text.slice(0, digits)}${pick(['Z', '+00:00'], draw)}` : text.slice(0, 10);
    };
    const times = Array.from({ length: pick([0, 5, 100, 300], draw) }, () => start + Math.floor(draw() * 200 * HOUR));
    times.sort((one, other) => other - one);
    const all = times.map((time, at) => ({ time, item: batch(at, { created_at: print(time) }) }));
    serve(({ query }) => {
      const [from, to] = ['after', 'before'].map((name) => Date.parse(query.get(`created_at_on_or_${name}`)));
      const fits = all.filter(({ time }) => time >= from && time <= to).map(({ item }) => item);
      const at = Number(query.get('page_token') ?? 0);
      return { items: fits.slice(at, at + size), next_page_token: at + size < fits.length ? `${at + size}` : null };
    });
    const bounds = { created_at_on_or_after: new Date(start), created_at_on_or_before: new Date(start + 200 * HOUR) };
    const concurrency = 2 + Math.floor(draw() * 15);
    const list = client.batches.list(bounds, { ...options, concurrency });
    const expected = all.map(({ item }) => item);
    judgeList(run, await pick([loop, many], draw)(list, run), { expected });
  },

  async calls(run) {
    const { draw, client, options, serve, fail } = run;
    const id = pick(['bat-1', 'ü/1', '%2e', '...', '?x', '#', '\u0000'], draw);
    const right = batch(1, { id });
    serve(() => right);
    const name = pick(['get', 'create', 'cancel'], draw);
    const call = client.batches[name](name === 'create' ? NEW : id, ...(name === 'create' ? [] : [{}]), options);
    const ways = Array.from({ length: 1 + Math.floor(draw() * 3) }, () =>
      pick(['asResponse', 'withResponse', 'then'], draw),
    );
    const ends = await Promise.all([...ways.map((way) => outcome(way === 'then' ? call : call[way]())), outcome(call)]);
    for (const { error } of ends) if (error) fail(error.value);
    const { value } = ends.at(-1);
    if (value) assert.deepEqual(value, right);
    for (const { target } of run.requests) assert.match(target, /\/batches(\/[^/]+(\/cancel)?)?$/);
    if (name === 'create')
      assert.ok(run.requests.slice(0, -1).every(isRefused), 'a creation that may have run is sent again');
  },

  async wait(run) {
    const { draw, client, options, serve, fail } = run;
    let left = draw() * 5;
    serve(({ method }) => batch(1, { status: method === 'POST' || left-- > 0 ? 'RUNNING' : 'COMPLETED' }));
    const onUpdate = pick(
      [undefined, async () => {}, (batch) => delete batch.status, () => ({ then: (ok) => ok() })],
      draw,
    );
    const policy = { ...options, pollInterval: 10, maxInterval: 100, onUpdate };
    const isNew = draw() < 0.5;
    const wait = isNew ? client.batches.createAndPoll(NEW, policy) : client.batches.wait('bat-1', policy);
    const { value, error } = await outcome(wait);
    if (error) fail(error.value);
    else assert.ok([undefined, 'COMPLETED'].includes(value.status));
    const created = run.requests.filter(({ method }) => method === 'POST');
    assert.ok(created.slice(0, -1).every(isRefused), 'a creation that may have run is sent again');
  },

  async watch(run) {
    const { draw, client, options, serve, fail } = run;
    const ids = ['', '.', '..', 'a/b', '%2e', '\\', 'x"y', ...Array.from({ length: 5 }, (_, at) => `bat-${at}`)];
    const all = ids.map((id) => {
      const age = pick([0, 0.1, 1, 30, 60], draw) * HOUR;
      return batch(0, {
        id,
        status: pick(['RUNNING', 'COMPLETED'], draw),
        created_at: new Date(Date.now() - age).toISOString(),
      });
    });
    serve(({ path, query }) => {
      for (const each of run.isFaulty ? all : []) if (draw() < 0.1 && each.status === 'RUNNING') each.status = 'FAILED';
      const [, id] = /^\/api\/v2\/batches\/(.+)$/.exec(path) ?? [];
      if (id) return all.find((each) => each.id === decodeURIComponent(id));
      assert.equal(path, '/api/v2/batches', 'a watch asks for something else');
      const from = Date.parse(query.get('created_at_on_or_after') ?? 0);
      return { items: all.filter(({ created_at }) => Date.parse(created_at) >= from) };
    });
    const said = new Map();
    let polls = 0;
    const onPoll = () => {
      if (++polls === 3) run.isFaulty = false;
      if (polls > 6) watch.return();
    };
    const watch = client.batches.watch({}, { ...options, interval: 20, onPoll });
    const read = await reading(async () => {
      for await (const { id, status } of watch) {
        assert.notEqual(said.get(id), status, 'a watch said the same twice');
        said.set(id, status);
      }
      return true;
    });
    if (read.error) return fail(read.error.value);
    // One that is not found is gone, and one whose id is no path is seen as far as the list reaches.
    const gone = run.requests.filter(({ answer }) => answer.status === 404).map(({ path }) => decodeURIComponent(path));
    const reached = all.filter(({ id, created_at }) => {
      const isPath = id.trim().length > 2 && !gone.includes(`/api/v2/batches/${id}`);
      return isPath || Date.parse(created_at) > Date.now() - HOUR;
    });
    for (const { id, status } of reached) assert.equal(said.get(id), status, `a watch missed ${id}`);
  },
};

/** Whether the server surely refused a request, or wants it again. */
function isRefused({ answer: { status, way, headers = [] } }) {
  return headers.includes('x-should-retry: true') || (status === 429 && !LOST.includes(way));
}

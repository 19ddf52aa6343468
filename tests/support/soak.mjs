// The program of the soak: lists, windows, watches and waits side by side for as many seconds as the first argument
// says, with faults of the seed in the second. It fails with an error, and otherwise ends by itself.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEW } from './operations.mjs';
import { batches as api } from './package.mjs';
import { startSandbox } from './sandbox.mjs';
import { drawFault, seeded } from './soak-faults.mjs';

const [seconds, seed] = process.argv.slice(2).map(Number);
const next = seeded(seed);
const cleanups = [];
const sandbox = await startSandbox({ after: (cleanup) => cleanups.push(cleanup) }, { batches: 1_000, speed: 2_000 });
const { handle } = sandbox.sandbox;
let isFaulty = true;
sandbox.sandbox.handle = (request, ...rest) => {
  const fault = isFaulty && drawFault(next);
  // A web page in the place of a list is no passing fault: it ends a watch, whose requests alone say no `page_size`.
  const endsWatch = fault?.kind === 'html' && request.method === 'GET' && !request.url.includes('page_size');
  if (fault && !endsWatch) sandbox.faults.add(fault);
  return handle(request, ...rest);
};
const { batches } = sandbox.client({ timeout: 3_000 });

/** What the server has, newest first, by a way around the faults. */
async function truth() {
  const all = [];
  for (let token; token !== null; ) {
    const query = token === undefined ? '' : `&page_token=${encodeURIComponent(token)}`;
    const { items, next_page_token } = await direct(`?page_size=1000${query}`);
    all.push(...items);
    token = next_page_token;
  }
  return all;
}

async function direct(more, init) {
  const headers = { authorization: 'Bearer llx-soak', 'content-type': 'application/json' };
  const response = await sandbox.sandbox.fetch(`http://sandbox/api/v2/batches${more}`, { headers, ...init });
  assert.equal(response.status, 200);
  return response.json();
}

const counts = {};
const end = performance.now() + seconds * 1_000;
/** Whether the time is over, and what has to succeed has done so once. */
const isOver = (what) => performance.now() >= end && (what === undefined || counts[what] > 0);

function count(what) {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** An error that a list may end with. */
function survive(error, what) {
  if (!(error instanceof api.APIError)) throw error;
  count(`${what} that ended as ${error.name}`);
}

/** Lists again and again: each list has what was there when it began, in order and once, or fails. */
async function lists(what, options, { pause = 0, stopAfter = Infinity, abortAfter } = {}) {
  const mustSucceed = stopAfter === Infinity && !abortAfter ? what : undefined;
  while (!isOver(mustSucceed)) {
    const before = await truth();
    const bounds = { created_at_on_or_after: '2020-01-01T00:00:00Z', created_at_on_or_before: before[0].created_at };
    const controller = new AbortController();
    const timer = abortAfter && setTimeout(() => controller.abort(), next() * abortAfter);
    const seen = [];
    const limit = Math.floor(next() * stopAfter);
    try {
      const params = { page_size: 30 + Math.floor(next() * 70), ...(options.concurrency && bounds) };
      for await (const { id } of batches.list(params, { ...options, signal: controller.signal })) {
        seen.push(id);
        if (seen.length > limit) break;
        if (pause && seen.length % 50 === 0) await sleep(pause);
      }
      if (seen.length <= limit) {
        const ids = new Set(seen);
        const lost = before.filter(({ id }) => !ids.has(id));
        assert.equal(lost.length, 0, `${what} lost ${lost.length} of ${before.length}`);
        count(what);
      }
    } catch (error) {
      survive(error, what);
    }
    clearTimeout(timer);
    await judge(what, seen, options.ordered ?? true);
  }
}

/** What a list handed out is of the server's, once, and in its order. */
async function judge(what, seen, ordered) {
  const places = new Map((await truth()).map(({ id }, place) => [id, place]));
  assert.equal(new Set(seen).size, seen.length, `${what} doubled some`);
  const order = seen.map((id) => places.get(id));
  assert.ok(!order.includes(undefined), `${what} has foreign batches`);
  if (ordered) assert.ok(!order.some((place, at) => place < order[at - 1]), `${what} is out of order`);
}

/** Makes batches for as long as it lasts. */
async function grow() {
  while (!isOver()) {
    await direct('', { method: 'POST', body: JSON.stringify(NEW) });
    await sleep(100);
  }
}

const made = new Map();

/** Creates batches and waits for them: each is made once at most, and ends as the wait says. */
async function waits(worker) {
  for (let at = 0; !isOver('a wait'); at++) {
    const directory = `dir-soak-${worker}-${at}`;
    made.set(directory, undefined);
    try {
      const { id } = await batches.create({ ...NEW, source_directory_id: directory });
      made.set(directory, id);
      const options = { pollInterval: 10, maxInterval: 50, timeout: 3_000, throwOnFailure: false };
      const { status } = await batches.wait(id, options);
      const { status: real } = await direct(`/${id}`);
      assert.equal(status, real);
      count('a wait');
    } catch (error) {
      if (!(error instanceof api.BatchWaitError)) survive(error, 'a wait');
    }
  }
}

/** Watches until it is stopped: what it said last is what is, and it never says the same twice. */
function watch() {
  const said = new Map();
  let polls = 0;
  let onPoll;
  const watched = batches.watch(
    {},
    { interval: 20, onError: (error) => survive(error, 'a poll'), onPoll: () => onPoll?.(++polls) },
  );
  const reading = (async () => {
    for await (const { id, status } of watched) {
      assert.notEqual(said.get(id), status, 'a watch said the same twice');
      said.set(id, status);
      count('a change');
    }
  })();
  /** Two whole polls. */
  const polled = () =>
    new Promise((resolve) => {
      polls = 0;
      onPoll = (polls) => polls > 2 && resolve();
    });
  const stop = async () => {
    const before = new Map((await truth()).map(({ id, status }) => [id, status]));
    await Promise.race([polled(), reading]);
    const after = await truth();
    await watched.return();
    await reading;
    const steady = after.filter(({ id, status }) => before.get(id) === status);
    const wrong = steady.filter(({ id, status }) => said.get(id) !== status);
    assert.equal(wrong.length, 0, `a watch missed ${wrong.length} of ${steady.length}`);
  };
  return { reading, stop };
}

const watched = watch();
const windows = { concurrency: 6 };
await Promise.race([
  watched.reading,
  Promise.all([
    grow(),
    waits(0),
    waits(1),
    lists('a list', {}),
    lists('windows', windows),
    lists('windows in any order', { concurrency: 12, ordered: false }),
    lists('a slow loop', windows, { pause: 100 }),
    lists('a list that breaks', {}, { stopAfter: 1_500 }),
    lists('windows that break', windows, { stopAfter: 1_500 }),
    lists('windows that are aborted', windows, { abortAfter: 1_000 }),
  ]),
]);
isFaulty = false;
await watched.stop();

assert.ok(counts['a change'] > 0);
const all = await truth();
for (const [directory, id] of made) {
  const found = all.filter(({ source_directory_id }) => source_directory_id === directory);
  assert.ok(found.length <= 1, `${directory} has ${found.length} batches`);
  if (id) assert.equal(found[0]?.id, id);
}
const isOpen = ({ state }) => state === 'waiting';
const { requests } = sandbox;
const gone = requests.all.filter(({ state }) => state === 'gone').length;
await requests.until(gone + requests.all.filter(isOpen).length, 'gone');
// The server's own delays end, whose clients have gone.
await sleep(100);
assert.deepEqual(
  process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout'),
  [],
  'no timer is left',
);
for (const cleanup of cleanups) await cleanup();
console.log(`all is closed: ${requests.all.length} requests, ${JSON.stringify(counts)}`);

// The program of the chaos: as many runs as the second argument says, from the seed in the first on. It fails with an
// error that names the seed, and otherwise ends by itself.

import { timers, sleep } from './clock.mjs';

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { KEY, kindOf } from '../operations.mjs';
import { batches as api } from '../package.mjs';
import { pick, seeded } from '../soak-faults.mjs';
import { CALLERS } from './callers.mjs';
import { fault, oddFetch, reason } from './faults.mjs';
import { open, serve, settled } from './server.mjs';
import { WHOLE } from './writing.mjs';

/** How many runs there are at the same time. */
const GROUP = 100;

const [first, runs] = process.argv.slice(2).map(Number);
const counts = {};

async function play(seed) {
  const draw = seeded(seed);
  const share = pick([0, 0.02, 0.1, 0.3, 0.6], draw);
  const controller = new AbortController();
  const kind = pick(Object.keys(CALLERS), draw);
  const run = { draw, isFaulty: share > 0, options: draw() < 0.7 ? { signal: controller.signal } : {} };
  let right;
  let violation;
  const { baseURL, requests } = serve(draw, (request) => {
    try {
      const body = `${draw() < 0.1 ? '\ufeff' : ''}${JSON.stringify(right(request))}`;
      const answer = { body, way: pick(WHOLE, draw) };
      return run.isFaulty && draw() < share ? fault(answer, draw) : answer;
    } catch (error) {
      violation = error;
      return { status: 400 };
    }
  });
  const own = oddFetch(draw);
  const fetch = share && draw() < 0.3 ? (...words) => (run.isFaulty ? own : globalThis.fetch)(...words) : undefined;
  const logger = new Proxy(
    {},
    {
      get: () => () => {
        throw reason(draw);
      },
    },
  );
  Object.assign(run, {
    requests,
    serve: (answer) => {
      right = answer;
    },
    client: new api.LlamaCloud({
      ...{ apiKey: KEY, baseURL, fetch, logger, logLevel: pick(['off', 'debug'], draw) },
      ...{ timeout: share ? 10_000 : Infinity, maxRetries: pick([0, 1, 2], draw) },
    }),
    fail: (error, isExpected) => {
      const kind = kindOf(error, api);
      assert.ok(api[kind], kind);
      assert.ok(share || isExpected || controller.signal.aborted, `failed for no reason: ${error.stack}`);
      assert.ok(!`${error.stack} ${JSON.stringify(error.error)}`.includes(KEY), 'an error shows the key');
      if (kind !== 'APIUserAbortError') return count(kind);
      assert.ok(Object.is(error.cause, controller.signal.reason));
      count(kind);
    },
  });
  if (run.options.signal && draw() < 0.3) {
    const why = reason(draw);
    sleep(draw() * 30).then(() => controller.abort(why));
  }
  await CALLERS[kind](run);
  assert.ifError(violation);
  count(kind);
  run.isFaulty = false;
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0, 'a listener is left');
}

function count(what) {
  counts[what] = (counts[what] ?? 0) + 1;
}

const end = first + runs;
for (let group = first; group < end; group += GROUP) {
  const seeds = Array.from({ length: Math.min(GROUP, end - group) }, (_, at) => group + at);
  const named = (seed) => (error) => {
    throw new Error(`CHAOS_SEED=${seed} CHAOS_RUNS=1`, { cause: error });
  };
  await Promise.all(seeds.map((seed) => play(seed).catch(named(seed))));
  await settled();
  const left = [...open].map(({ target, answer }) => [target, answer.way]);
  assert.deepEqual([left, [...timers.values()]], [[], []], `something is left of the seeds from ${group} on`);
}
console.log(`all is closed: ${JSON.stringify(counts)}`);
process.exit();

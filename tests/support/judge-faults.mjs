// Judges what a client, wherever it runs, makes of a fault, and sees what the official SDK makes of it.

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { isRepeatedByBrowsers } from './faults.mjs';
import { problemOf } from './openapi.mjs';
import { KEY, NEW, OPERATIONS } from './operations.mjs';
import { startSandbox } from './sandbox.mjs';
import { official } from './sdk.mjs';

/** Faults that change an answer to what was done all the same. */
const CHANGES = ['latency', 'stall', 'truncate', 'without', 'with'];
/** Faults under which a connection ends before the whole answer. */
const BREAKS = ['silence', 'stall', 'truncate', 'reset'];
const BATCHES = 20;
const PATIENCE = 20_000;
/** Only a body or a head that never comes, or comes late, needs a timeout that is short. */
const timeoutUnder = ({ kind, ms }) => (['stall', 'silence'].includes(kind) || ms > 1_000 ? 2_000 : PATIENCE);

/** How long the official SDK may take: more than twice what all of its attempts take. */
export const HANGS_AFTER = 10_000;

/** The name of a case of `FAULTS`. */
export function nameOf({ operation, fault, outcome, requests }) {
  return `${operation} under ${JSON.stringify(fault)}: ${outcome} after ${requests}`;
}

/**
 * Lets `run` bring a fault about, and checks what came of it. `isBrowser`: the host may repeat requests by itself.
 * Returns the server.
 */
export async function judgeFault(t, { operation, fault, outcome, requests }, run, isBrowser = false) {
  const now = Date.now();
  const sandbox = await startSandbox(t, { batches: BATCHES, now: () => now });
  const { id } = await sandbox.client().batches.create(NEW);
  sandbox.requests.clear();
  sandbox.faults.add({ ...fault });
  const timeout = timeoutUnder(fault);
  const seen = await run({ operation, timeout, patience: PATIENCE }, { baseURL: sandbox.url, apiKey: KEY, id });
  assert.equal(seen.outcome, outcome);
  // What a browser sends again by itself, the client need not.
  const least = isBrowser && isRepeatedByBrowsers(fault) ? 1 : requests;
  assert.ok(seen.requests >= least && seen.requests <= requests, `the client sent ${seen.requests}`);

  const { all } = sandbox.requests;
  const asked = all.length - 1;
  if (isBrowser) assert.ok(asked >= requests, `${asked} requests`);
  else assert.equal(asked, requests);
  const isCreated = operation === 'create' && (outcome === 'ok' || CHANGES.includes(fault.kind));
  assert.equal(seen.total, BATCHES + 1 + (isCreated ? 1 : 0));

  if (outcome === 'ok' && operation === 'a loop') assert.equal(seen.count, BATCHES + 1);
  if (outcome === 'ok' && operation === 'list') assert.equal(seen.count, fault.kind === 'empty-page' ? 0 : BATCHES + 1);
  if (outcome === 'ok' && fault.kind === 'with')
    assert.ok(seen.value.includes(`"${fault.value}"`), 'it passes through');

  // Whatever broke off is closed on the server, too; who reads a response alone has its body in hand.
  const isInHand = operation === 'asResponse of list' && fault.kind === 'stall';
  const broken = all.filter(({ faults }) => faults.some((kind) => BREAKS.includes(kind)));
  if (!isInHand) await sandbox.requests.until(broken.length, 'gone');
  return sandbox;
}

/** What a caller of the official SDK sees on the same server under the same fault, and how many requests that takes. */
export async function seeOfficial(sandbox, { operation, fault, outcome }) {
  sandbox.faults.clear();
  const total = await countBatches(sandbox);
  sandbox.requests.clear();
  sandbox.faults.add({ ...fault });
  const call = OPERATIONS[operation](official(sandbox.url, { timeout: timeoutUnder(fault) }));
  const settled = call.then(
    // What passes through this package may pass through the SDK.
    (value) => WORDS[operation](value, total, outcome === 'ok'),
    (error) => error?.constructor?.name ?? String(error),
  );
  const seen = await Promise.race([settled, setTimeout(HANGS_AFTER, 'hangs', { ref: false })]);
  const requests = sandbox.requests.all.length;
  sandbox.faults.clear();
  const made = (await countBatches(sandbox)) - total;
  return { outcome: made > 1 ? `${seen}, and ${made} batches are made` : seen, requests };
}

async function countBatches(sandbox) {
  return (await sandbox.client().batches.list({ page_size: 1 })).total_size;
}

/** What an operation resolved to, in words, where there are `total` batches, and `isFit` says that any answer is one. */
const WORDS = {
  list: ({ items, next_page_token }, total, isFit) =>
    isFit ? 'ok' : ofAnswer('GET', { items, next_page_token }) || ofItems(items, total),
  'a loop': (items, total, isFit) =>
    (!isFit && ofAnswer('GET', { items, next_page_token: null })) || ofItems(items, total),
  create: (value, _, isFit) => (!isFit && ofAnswer('POST', value ?? null)) || 'ok',
};

function ofItems(items, total) {
  const distinct = new Set(items.map(({ id }) => id)).size;
  if (items.length > distinct) return `${items.length - distinct} batches twice`;
  return distinct < total ? `${distinct} of ${total} batches` : 'ok';
}

function ofAnswer(method, body) {
  return problemOf({ method, path: '/api/v2/batches', status: 200, body }) && 'a wrong value';
}

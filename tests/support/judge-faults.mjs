// Judges what a client, wherever it runs, makes of a fault.

import assert from 'node:assert/strict';
import { isRepeatedByBrowsers } from './faults.mjs';
import { KEY, NEW } from './operations.mjs';
import { startSandbox } from './sandbox.mjs';

/** Faults that change an answer to what was done all the same. */
const CHANGES = ['latency', 'stall', 'truncate', 'without', 'with'];
/** Faults under which a connection ends before the whole answer. */
const BREAKS = ['silence', 'stall', 'truncate', 'reset'];
const BATCHES = 20;
const PATIENCE = 20_000;

/** The name of a case of `FAULTS`. */
export function nameOf({ operation, fault, outcome, requests }) {
  return `${operation} under ${JSON.stringify(fault)}: ${outcome} after ${requests}`;
}

/** Lets `run` bring a fault about, and checks what came of it. `isBrowser`: the host may repeat requests by itself. */
export async function judgeFault(t, { operation, fault, outcome, requests }, run, isBrowser = false) {
  const now = Date.now();
  const sandbox = await startSandbox(t, { batches: BATCHES, now: () => now });
  const { id } = await sandbox.client().batches.create(NEW);
  sandbox.requests.clear();
  sandbox.faults.add({ ...fault });
  // Only a body or a head that never comes needs a timeout that is short.
  const timeout = ['stall', 'silence'].includes(fault.kind) ? 800 : PATIENCE;
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
}

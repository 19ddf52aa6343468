// The packed package's own sandbox, and the ids that every environment must see in it.

import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { installed } from './workspace.mjs';

const BATCHES = 150;
const KEY = 'llx-consumer-0123456789abcdef';

/** Serves a sandbox on loopback; `ids` are what plain requests list there, and `list(filters)` lists some. */
export async function startSandbox() {
  const { serve } = await import(pathToFileURL(installed('dist/sandbox-node.js')).href);
  const { url, close, sandbox } = await serve({ batches: BATCHES });
  const list = (filters) => listPlainly(url, filters);
  const ids = await list();
  // Else an environment that lists nothing would do.
  assert.equal(new Set(ids).size, BATCHES);
  return { url, key: KEY, ids, list, requests: sandbox.requests, faults: sandbox.faults, close };
}

async function listPlainly(url, filters) {
  const ids = [];
  const address = new URL(`/api/v2/batches?${new URLSearchParams(filters)}`, url);
  for (let token; token !== null; ) {
    if (token) address.searchParams.set('page_token', token);
    const response = await fetch(address, { headers: { authorization: `Bearer ${KEY}` } });
    const page = await response.json();
    ids.push(...page.items.map(({ id }) => id));
    token = page.next_page_token ?? null;
  }
  return ids;
}

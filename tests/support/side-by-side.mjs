// One program with both clients, ours and the official SDK's, on the same server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as theirRoot from '@llamaindex/llama-cloud';
import * as theirPagination from '@llamaindex/llama-cloud/pagination';
import { batches as ourApi } from './package.mjs';
import { startSandbox } from './sandbox.mjs';
import { official } from './sdk.mjs';

/** What both packages export around batches. */
const theirApi = { ...theirRoot, ...theirPagination };

/** Tests that `program(client, api)` comes to the same with both. */
export function testSame(name, program) {
  test(`the same as the official SDK: ${name}`, async (t) => {
    // Each client has a sandbox of its own, made the same: what one creates, the other does not see.
    const [one, two] = [await both(t), await both(t)];
    assert.deepEqual(await outcome(program, one.ours, ourApi), await outcome(program, two.theirs, theirApi));
  });
}

/** A sandbox in which nothing moves while both clients look. */
export async function both(t, options) {
  const now = Date.UTC(2026, 0, 1);
  const sandbox = await startSandbox(t, { batches: 5_000, now: () => now, ...options });
  return { sandbox, ours: sandbox.client(), theirs: official(sandbox.url) };
}

/** What a program comes to: its value, or the class, the status, the body and its type, and the parents of its error. */
export async function outcome(program, client, api) {
  try {
    return { value: JSON.parse(JSON.stringify((await program(client, api)) ?? null)) };
  } catch (error) {
    const { constructor, status, error: body, headers } = error;
    return { error: constructor.name, parents: parents(constructor), status, body, type: headers?.get('content-type') };
  }
}

export function parents(Class) {
  const parent = Object.getPrototypeOf(Class);
  return parent.name ? [parent.name, ...parents(parent)] : [];
}

// Loaded before each test file by `cargo xtask test`, so that none runs for ever: a test that does not end, or
// something that it left open, such as a watch whose iterator was never returned, ends the file with a word on it.

import { after, afterEach, beforeEach } from 'node:test';
import { isMainThread, Worker } from 'node:worker_threads';

/** How long a test may take. */
const SECONDS = Number(process.env['TEST_LIMIT_SECONDS'] || 600);
/** How long a file may go on after its last test: browsers and servers take a while to close. */
const REST_SECONDS = Math.min(SECONDS, 60);

// Tests replace the global one.
const { setTimeout } = globalThis;
const file = process.argv[1];

// What a test starts may inherit the flag that loads this file, or the variable.
if (isMainThread && process.env['NODE_TEST_CONTEXT'] && file?.endsWith('.test.mjs')) limit();

function limit() {
  // A thread of its own also ends a test that never lets go of the processor.
  const thread = new Worker(new URL('limits-thread.mjs', import.meta.url), { execArgv: [] });
  thread.unref();
  const ids = new Map();
  beforeEach((test) => {
    const id = ids.size;
    ids.set(test, id);
    thread.postMessage({ id, ms: SECONDS * 1_000, why: `${file}: "${test.name}" has not ended after ${SECONDS} s\n` });
  });
  afterEach((test) => thread.postMessage({ id: ids.get(test) }));
  after(() => setTimeout(fail, REST_SECONDS * 1_000).unref());
}

function fail() {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
  console.error(`${file}: it has not ended ${REST_SECONDS} s after its last test, which left open: ${open}`);
  process.exit(1);
}

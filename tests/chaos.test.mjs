// Servers that write anything to a socket, and callers that do anything with a client, by chance: each seed is a
// program. CHAOS_SEED and CHAOS_RUNS choose others, in a process of its own.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const seed = Number(process.env['CHAOS_SEED'] ?? 1);
const runs = Number(process.env['CHAOS_RUNS'] ?? 200);

test(`${runs} seeds of chaos keep every promise`, async (t) => {
  t.diagnostic(`CHAOS_SEED=${seed}`);
  const program = path.join(import.meta.dirname, 'support', 'chaos', 'main.mjs');
  const limit = { timeout: 30_000 + runs * 500, killSignal: 'SIGKILL', maxBuffer: 1e8 };
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${seed}`, `${runs}`], limit);
  t.diagnostic(stdout.trim());
  assert.match(stdout, /^all is closed: /m);
});

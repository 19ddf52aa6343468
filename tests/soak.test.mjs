// Everything at once for a minute in CI, on a server whose batches change and that breaks its answers at random. It
// runs in a process of its own, which has to end by itself. SOAK_SECONDS and SOAK_SEED choose how long, and which
// faults.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const seconds = Number(process.env['SOAK_SECONDS'] ?? (process.env['CI'] ? 60 : 15));
const seed = Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);

test(`nothing is lost, doubled or left open in ${seconds} s of faults`, async (t) => {
  t.diagnostic(`SOAK_SEED=${seed}`);
  const program = path.join(import.meta.dirname, 'support', 'soak.mjs');
  const limit = { timeout: (seconds + 90) * 1_000, killSignal: 'SIGKILL', maxBuffer: 1e8 };
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${seconds}`, `${seed}`], limit);
  t.diagnostic(stdout.trim());
  assert.match(stdout, /^all is closed: /m);
});

// No test runs for ever: what hangs is ended, and named.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const LIMITS = pathToFileURL(path.join(import.meta.dirname, 'support', 'limits.mjs')).href;

/** Runs a test file with this text as `cargo xtask test` does, with another limit. */
async function run(t, text, seconds = 1) {
  const folder = await mkdtemp(path.join(tmpdir(), 'limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(
    path.join(folder, 'some.test.mjs'),
    `import { describe, test } from 'node:test';\nconst open = () => setInterval(() => {}, 10);\n${text}`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--import', LIMITS, '--test', '--test-reporter=tap', 'some.test.mjs'];
  const options = { cwd: folder, env: { ...env, TEST_LIMIT_SECONDS: String(seconds) }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    );
  });
}

test('a test that does not end is ended and named', async (t) => {
  const { code, said } = await run(
    t,
    `describe('some', { concurrency: true }, () => {
       test('ends', () => {});
       test('hangs', () => { open(); return new Promise(() => {}); });
     });`,
  );
  assert.equal(code, 1);
  assert.match(said, /some\.test\.mjs: "hangs" has not ended after 1 s/);
});

test('a file that something keeps open after its tests is ended, and says what', async (t) => {
  for (const outcome of ['', 'throw new Error("no");']) {
    const { code, said } = await run(t, `test('leaves a timer', () => { open(); ${outcome} });`);
    assert.equal(code, 1);
    assert.match(said, /some\.test\.mjs: it has not ended 1 s after its last test, which left open: .*Timeout/);
  }
});

test('a test that never lets go of the processor is ended too', async (t) => {
  const { code, said } = await run(t, `test('loops', () => { for (;;); });`);
  assert.equal(code, 1);
  assert.match(said, /some\.test\.mjs: "loops" has not ended after 1 s/);
});

test('a file within its limits passes, whatever its tests make of timers', async (t) => {
  const { code, said } = await run(
    t,
    `import { setTimeout as sleep } from 'node:timers/promises';
     for (const n of [1, 2, 3, 4]) test('short ' + n, () => sleep(1_500));
     test('mocks', (t) => t.mock.timers.enable({ apis: ['setTimeout'] }));`,
    5,
  );
  assert.equal(code, 0, said);
});

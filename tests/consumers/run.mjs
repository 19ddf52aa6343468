// Lists the batches of one sandbox with the packed package in every environment, and writes the
// tables of the results: node tests/consumers/run.mjs [word]

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { environments } from './environments/index.mjs';
import { startBrowsers } from './support/browsers.mjs';
import { NotRun, runEnvironment } from './support/context.mjs';
import { withTables } from './support/table.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { hasEverything, root, setUp } from './support/workspace.mjs';

const AT_ONCE = 2;
const LONGEST = 600_000;
const document = path.join(root, 'docs', 'environments.md');
const log = (text) => console.error(text);

const word = (process.argv[2] ?? '').toLowerCase();
const chosen = environments.filter(({ name }) => name.toLowerCase().includes(word));
const isWhole = chosen.length === environments.length;
const isCI = Boolean(process.env['CI']);

await setUp(log);
const sandbox = await startSandbox();
const browsers = chosen.some(({ isPage }) => isPage) ? await startBrowsers() : undefined;
if (browsers) log(`in ${await browsers.versions()}`);
const results = await runAll();
await browsers?.close();
await sandbox.close();

const count = (state) => results.filter((result) => result.state === state).length;
if (isWhole && count('ok') === results.length) await compare();
else if (count('not run')) log('docs/environments.md is left as it is: not every environment could be run here');
console.log(`${count('ok')} environments passed; ${count('failed')} failed; ${count('not run')} not run`);
process.exitCode = count('failed') ? 1 : process.exitCode;
endSoon();

/** Two at a time, in order. */
async function runAll() {
  const results = [];
  const waiting = chosen.entries();
  const work = async () => {
    for (const [at, environment] of waiting) results[at] = await runOne(environment);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function runOne(environment) {
  const started = performance.now();
  const { state, why = '', where = [] } = await judge(environment);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  log(
    `${state.padEnd(8)} ${seconds.padStart(6)} s  ${environment.name}${where.length ? ` (${where.join(', ')})` : ''}`,
  );
  if (why) log(why.replaceAll(/^/gm, '    '));
  return { environment, state, where };
}

async function judge(environment) {
  try {
    const seen = Object.entries(await Promise.race([runEnvironment(environment, { browsers, sandbox }), tooLate()]));
    for (const [where, ids] of seen) {
      if (!isDeepStrictEqual(ids, sandbox.ids))
        throw new Error(`${where} saw ${ids.length} other ids: ${JSON.stringify(ids).slice(0, 400)}`);
    }
    return { state: 'ok', where: seen.map(([where]) => where).filter(Boolean) };
  } catch (error) {
    // A table that is green for what was left out would be no proof.
    if (error instanceof NotRun && !(isCI && hasEverything)) return { state: 'not run', why: error.message };
    return { state: 'failed', why: error.stack };
  }
}

/** All is said: what an environment left open must not keep this program alive. */
function endSoon() {
  const timer = globalThis.setTimeout(() => {
    console.error(`still open at the end: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, 10_000);
  timer.unref();
}

async function tooLate() {
  await setTimeout(LONGEST, undefined, { ref: false });
  throw new Error(`it took more than ${LONGEST / 1_000} s`);
}

/** Writes the tables; in CI, which cannot commit them, tables other than the committed ones are a failure. */
async function compare() {
  const before = await readFile(document, 'utf8');
  const after = withTables(before, results);
  if (after === before) return;
  await writeFile(document, after);
  log('docs/environments.md was not current and is written anew: commit it');
  if (isCI) process.exitCode = 1;
}

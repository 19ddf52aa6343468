// The command line of the benches: node benches/main.mjs [--help]

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure as measureSizes } from '../xtask/size.mjs';
import { openBench, runRounds } from './bench.mjs';
import { environment } from './environment.mjs';
import { PROGRAMS } from './programs.mjs';
import { showProgress } from './progress.mjs';
import { toText, writeDocs } from './report.mjs';

const LEAST_PAIRS = 7;
const raw = path.join(import.meta.dirname, '..', 'target', 'bench', 'speed.json');
const OPTIONS = {
  pairs: { type: 'string', default: '7' },
  quick: { type: 'boolean' },
  only: { type: 'string', default: '' },
  host: { type: 'string' },
  json: { type: 'boolean' },
  render: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

try {
  await main(parseArgs({ options: OPTIONS }).values);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

async function main({ help, render, quick, pairs, only, host, json }) {
  if (help) return console.log(await readFile(path.join(import.meta.dirname, 'help.txt'), 'utf8'));
  if (render) return writeDocs(JSON.parse(await readFile(raw, 'utf8')));
  const count = quick ? 3 : Number(pairs);
  if (!Number.isInteger(count) || count < 1) throw new Error('--pairs must be a whole number above 0');
  const tasks = PROGRAMS.filter(({ name }) => name.includes(only)).flatMap((program) =>
    program.hosts.filter((name) => name === (host ?? name)).map((name) => ({ program, host: name })),
  );
  if (!tasks.length)
    throw new Error(
      `no such program or host; there are ${PROGRAMS.map(({ name, hosts }) => `${name} (${hosts})`).join(', ')}`,
    );
  const figures = await measure(tasks, count);
  await mkdir(path.dirname(raw), { recursive: true });
  await writeFile(raw, `${JSON.stringify(figures, null, 1)}\n`);
  console.log(json ? JSON.stringify(figures) : toText(figures));
  if (count >= LEAST_PAIRS && only === '' && host === undefined) await writeDocs(figures);
}

/** The raw figures of all tasks, and of what else belongs into the report. */
async function measure(tasks, pairs) {
  const bench = await openBench();
  try {
    const figures = { environment: await environment(bench.hosts), pairs, sizes: await measureSizes(), runs: [] };
    for (const { program, host } of tasks) {
      const tell = showProgress(program, bench.hosts[host].name);
      figures.runs.push({ program: program.name, host, rounds: await runRounds(bench, host, program, pairs, tell) });
      tell.end();
    }
    return figures;
  } finally {
    await bench.close();
  }
}

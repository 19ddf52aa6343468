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

const HELP = `Usage: cargo xtask bench [OPTIONS]

Measures the packed package beside the official SDK and a bare fetch loop, and writes docs/speed.md
with its plots when everything was measured in at least 7 pairs.

  --pairs N      how often everyone has a turn (default 7)
  --quick        3 pairs
  --only WORD    only programs whose names hold the word
  --host WORD    only in node, or only in chromium
  --json         print the raw figures; they are in target/bench/speed.json in any case
  --render       measure nothing; write docs/speed.md from the raw figures
`;
const raw = path.join(import.meta.dirname, '..', 'target', 'bench', 'speed.json');
const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '7' },
    quick: { type: 'boolean' },
    only: { type: 'string', default: '' },
    host: { type: 'string', default: '' },
    json: { type: 'boolean' },
    render: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (options.help) console.log(HELP);
else if (options.render) await writeDocs(JSON.parse(await readFile(raw, 'utf8')));
else await measure();

async function measure() {
  const pairs = options.quick ? 3 : Number(options.pairs);
  if (!Number.isInteger(pairs) || pairs < 1) throw new Error('--pairs must be a whole number above 0');
  const programs = PROGRAMS.filter(({ name }) => name.includes(options.only));
  if (!programs.length) throw new Error(`no program is called ${options.only}: there are ${PROGRAMS.map(({ name }) => name).join(', ')}`);
  const bench = await openBench();
  const figures = { environment: await environment(bench.hosts), pairs, sizes: await measureSizes(), runs: [] };
  try {
    for (const program of programs) {
      for (const host of program.hosts.filter((name) => name.includes(options.host))) {
        const tell = showProgress(program, bench.hosts[host].name);
        figures.runs.push({ program: program.name, host, rounds: await runRounds(bench, host, program, pairs, tell) });
        tell.end();
      }
    }
  } finally {
    await bench.close();
  }
  await mkdir(path.dirname(raw), { recursive: true });
  await writeFile(raw, `${JSON.stringify(figures, null, 1)}\n`);
  console.log(options.json ? JSON.stringify(figures) : toText(figures));
  const isWhole = pairs >= 7 && programs.length === PROGRAMS.length && options.host === '';
  if (isWhole) await writeDocs(figures);
}

// What people read: a table at the terminal, and docs/speed.md with its plots.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { plots } from './plots.mjs';
import { METRICS, OURS, PROGRAMS } from './programs.mjs';
import { figures } from './statistics.mjs';

const docs = path.join(import.meta.dirname, '..', 'docs');

/** Writes docs/speed.md and its plots from raw figures. */
export async function writeDocs(raw) {
  const drawn = await plots(raw);
  await mkdir(path.join(docs, 'speed'), { recursive: true });
  for (const [name, svg] of Object.entries(drawn)) await writeFile(path.join(docs, 'speed', `${name}.svg`), svg);
  await writeFile(path.join(docs, 'speed.md'), toMarkdown(raw, Object.keys(drawn)));
}

/** The ratios, then all figures, as text. */
export function toText(raw) {
  const tables = raw.runs.map((run) => {
    const program = programOf(run);
    return `${program.title}, in ${hostOf(raw, run)}\n${aligned(figureRows(program, run))}`;
  });
  return [...tables, aligned(goalRows(raw))].join('\n\n');
}

/** The ratios and where they were measured, as Markdown. */
export function toSummary(raw) {
  const { machine, versions } = raw.environment;
  const measured = [machine, ...Object.entries(versions).map((each) => each.join(' '))].join(', ');
  return `${piped(goalRows(raw))}\n\nMedians of ${raw.pairs} pairs or more: ${measured}.`;
}

/** The text of docs/speed.md, with the plots of these names. */
export function toMarkdown(raw, drawn) {
  const picture = (name, alt) => (drawn.includes(name) ? `\n![${alt}](speed/${name}.svg)\n` : '');
  const parts = PROGRAMS.map((program) => {
    const runs = raw.runs.filter((run) => run.program === program.name);
    const tables = runs.map((run) => `In ${hostOf(raw, run)}:\n\n${piped(figureRows(program, run))}\n`);
    return `## ${program.title}\n\n${program.text}\n\n${tables.join('\n')}${picture(program.name, `${program.title}: every measurement, and medians`)}`;
  });
  return `${opening(raw)}\n${piped(goalRows(raw))}\n${picture('ratios', 'The ratio of every pair, its median, and the goal')}
${parts.join('\n')}
${closing(raw)}`;
}

function opening({ pairs }) {
  return `# Speed

Written by \`cargo xtask bench\`. This package, the official SDK and a bare \`fetch\` loop without retries or
checks do the same work on the same server, in turns. A ratio below 1 is in favour of \`${OURS.name}\`; figures are medians of
${pairs} pairs or more, with the quartiles in brackets. The goal is the project's own.
`;
}

function closing({ environment: { date, machine, load, hosts, versions }, pairs }) {
  const names = [
    ...Object.values(hosts).map(({ name, version }) => `${name} ${version}`),
    ...Object.entries(versions).map((each) => each.join(' ')),
  ];
  return `## How it is measured

- Each measurement is a fresh process: of Node.js, or of Chromium's (a browser context of its own). So the compilers of
  JavaScript and WebAssembly start cold, as in a script or a page.
- In each of ${pairs} rounds (of ${pairs * 3} for the cold start) each client has a turn, in a changing order; a round before the first warms the server and the disk's
  cache. Ratios are taken within a round, so that what slows the machine down slows both.
- The server is a process of its own on loopback, with ready-made pages (38 kB for 100 batches) and keep-alive connections.
  The package is what \`npm pack\` packs, installed in a project; pages load minified bundles.
- Time is from the first call to the last batch, without import, unless the table says otherwise. The processor's time is that
  of all threads of the process meanwhile. Every run must see every batch, once, or nothing is written.
- Peak memory is the process's resident memory at its highest; the growth is that after the first tenth of the batches.

Measured on ${date}: ${machine}; load average ${load.toFixed(1)} at the start; ${names.join(', ')}.

## Measure it yourself

\`\`\`sh
cargo xtask bench            # everything, in a quarter of an hour; writes this page
cargo xtask bench --quick    # 3 pairs, printed only
cargo xtask bench --help     # one program or one host alone, more pairs, raw figures
\`\`\`

Absolute times depend on the machine; ratios hardly do, if nothing else is busy. No test depends on a time.
`;
}

function goalRows(raw) {
  const rows = raw.runs.flatMap((run) => {
    const program = programOf(run);
    const { ratios, differences } = figures(program, run.host, run.rounds);
    return [...ratios, ...differences].map((each) => [
      `${program.title}: ${METRICS[each.metric].title}`,
      hostOf(raw, run),
      each.to ? `${each.of} to ${each.to}` : each.of,
      ranged(each, ratios.includes(each) ? '' : each.unit),
      ...verdict(each.median, each.goal),
    ]);
  });
  const { ours, theirs } = raw.sizes;
  const size = ours.brotli / theirs.brotli;
  const download = [
    'Download, brotli, of a page that lists',
    'a bundle',
    `${OURS.name} to official SDK`,
    `${digits(size)} (${kB(ours)} to ${kB(theirs)})`,
  ];
  return [
    ['what', 'where', 'client', 'ratio or difference', 'goal', ''],
    ...rows,
    [...download, ...verdict(size, 1.5)],
  ];
}

function figureRows(program, run) {
  const { metrics } = figures(program, run.host, run.rounds);
  const shown = program.metrics.filter((metric) => metrics.some((each) => each.metric === metric));
  const head = shown.map((metric) => [METRICS[metric].title, METRICS[metric].unit].filter(Boolean).join(', '));
  const rows = program.contestants.map(({ name }) => [
    name,
    ...shown.map((metric) => {
      const figure = metrics.find((each) => each.metric === metric && each.of === name);
      return figure ? ranged(figure) : '';
    }),
  ]);
  return [['', ...head], ...rows];
}

function verdict(value, goal) {
  if (goal === undefined) return ['', ''];
  return [`≤ ${goal}`, value <= goal ? 'reached' : 'missed'];
}

function ranged({ median, low, high }, unit = '') {
  const range = low === high ? '' : ` (${digits(low)} to ${digits(high)})`;
  return `${digits(median)}${unit && ` ${unit}`}${range}`;
}

function digits(number) {
  return number.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function kB({ brotli }) {
  return `${(brotli / 1_000).toFixed(1)} kB`;
}

function programOf({ program }) {
  return PROGRAMS.find(({ name }) => name === program);
}

function hostOf({ environment }, { host }) {
  return environment.hosts[host].name;
}

/** A table in Markdown; the first row is its head. */
export function piped([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function aligned(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((cells) => cells[at].length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

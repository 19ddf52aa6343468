// What a change does to the package, in Markdown:
//
//   node benches/summary.mjs size BASE.json HEAD.json     of `cargo xtask size --json`
//   node benches/summary.mjs speed SPEED.json             of `cargo xtask bench --json`

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { piped, toSummary } from './report.mjs';

/** The downloads of a base and of a head, and the files that differ. `budgets` has the most that each download may take. */
export function sizeSummary(base, head, budgets) {
  const before = new Map(base.files.map(({ name, brotli }) => [name, brotli]));
  const after = new Map(head.files.map(({ name, brotli }) => [name, brotli]));
  const downloads = Object.entries(head.downloads).map(([name, size]) =>
    row(name, base.downloads[name], size, budgets[name]),
  );
  const files = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => row(name, before.get(name), after.get(name)));
  const parts = [
    '## Size',
    piped([['bytes of brotli', 'base', 'this', 'difference', 'budget'], ...downloads, ...files]),
  ];
  if (!files.length) parts.push('No file of the package has another size.');
  if (base.library !== head.library)
    parts.push(
      `The base has the ${base.library} standard library and this the ${head.library} one: the sizes tell nothing of the change.`,
    );
  return `${parts.join('\n\n')}\n`;
}

/** The ratios of a run of the benches, and where they were measured. */
export function speedSummary(figures) {
  return `## Speed\n\n${toSummary(figures)}\n`;
}

function row(name, before, after, budget) {
  const bytes = (size) => size?.toLocaleString('en') ?? '';
  return [name, bytes(before), bytes(after), difference(before, after), bytes(budget)];
}

function difference(before, after) {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  return (after - before).toLocaleString('en', { signDisplay: 'exceptZero' });
}

if (process.argv[1] === import.meta.filename) {
  const [what, ...files] = process.argv.slice(2);
  const read = async (file) => JSON.parse(await readFile(file, 'utf8'));
  const budget = path.join(import.meta.dirname, '..', 'xtask', 'size-budget.json');
  if (what === 'size' && files.length === 2)
    console.log(sizeSummary(...(await Promise.all([...files, budget].map(read)))));
  else if (what === 'speed' && files.length === 1) console.log(speedSummary(await read(files[0])));
  else {
    console.error('usage: node benches/summary.mjs size BASE.json HEAD.json | speed SPEED.json');
    process.exitCode = 2;
  }
}

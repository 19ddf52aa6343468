// Plots of raw figures, as SVG that reads well on light and dark pages.

import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { METRICS, OURS, PROGRAMS } from './programs.mjs';
import { figures } from './statistics.mjs';

const TEXT = '#768390';
const COLOURS = ['#2f81f7', '#db6d28', '#768390', '#3fb950', '#a371f7', '#e3b341'];
const GOAL = '#3fb950';
const CONFIG = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  title: { color: TEXT, anchor: 'start', fontSize: 13 },
  axis: {
    labelColor: TEXT,
    titleColor: TEXT,
    tickColor: TEXT,
    domainColor: TEXT,
    gridColor: TEXT,
    gridOpacity: 0.2,
    labelLimit: 0,
    labelFontSize: 12,
  },
  legend: { labelColor: TEXT, titleColor: TEXT, orient: 'top', title: null, labelFontSize: 12 },
};

/** The plots by their names: the ratios, and one for each program that has something to show. */
export async function plots(raw) {
  const drawn = { ratios: await draw(ratios(raw)) };
  for (const program of PROGRAMS) {
    const runs = raw.runs.filter((run) => run.program === program.name);
    if (!runs.length) continue;
    const spec = program.name === 'memory' ? memory(runs[0]) : strips(program, runs, raw.environment.hosts);
    drawn[program.name] = await draw(spec);
  }
  return drawn;
}

/** Every pair's ratio, the median and the goal, on one scale. */
function ratios(raw) {
  const rows = raw.runs.flatMap(({ program: name, host, rounds }) => {
    const program = PROGRAMS.find((each) => each.name === name);
    return figures(program, host, rounds).ratios.map((ratio) => ({
      ...ratio,
      what: `${program.title}: ${METRICS[ratio.metric].title}, to ${ratio.to}, ${raw.environment.hosts[host].name}`,
    }));
  });
  const order = rows.map(({ what }) => what);
  const y = {
    field: 'what',
    type: 'nominal',
    sort: order,
    axis: { title: null, grid: false, domain: false, ticks: false },
  };
  const x = { type: 'quantitative', scale: { zero: true }, title: `ratio of ${OURS.name}; less is better` };
  return {
    width: 420,
    height: { step: 26 },
    layer: [
      {
        data: { values: [{ one: 1 }] },
        mark: { type: 'rule', color: TEXT, strokeDash: [4, 3] },
        encoding: { x: { ...x, field: 'one' } },
      },
      {
        data: { values: rows.filter(({ goal }) => goal !== undefined) },
        mark: { type: 'tick', color: GOAL, thickness: 3, size: 22 },
        encoding: { x: { ...x, field: 'goal' }, y },
      },
      ...pairs(rows, x, y, { value: COLOURS[0] }),
    ],
  };
}

/** Every measurement of a program's first metric, and medians: one panel for each host. */
function strips(program, runs, hosts) {
  const [metric] = program.metrics;
  const { title, unit } = METRICS[metric];
  const order = program.contestants.map(({ name }) => name);
  const panels = runs.map(({ host, rounds }) => {
    const rows = figures(program, host, rounds).metrics.filter((each) => each.metric === metric);
    const y = {
      field: 'of',
      type: 'nominal',
      sort: order,
      axis: { title: null, grid: false, domain: false, ticks: false },
    };
    const x = { type: 'quantitative', scale: { zero: true }, title: `${title}, ${unit}` };
    const color = { field: 'of', type: 'nominal', scale: { domain: order, range: COLOURS }, legend: null };
    return { title: hosts[host].name, width: 300, height: { step: 26 }, layer: pairs(rows, x, y, color) };
  });
  return { hconcat: panels, spacing: 30 };
}

/** A point for each pair, and a mark at the median. */
function pairs(rows, x, y, color) {
  const points = rows.flatMap(({ values, ...row }) => values.map((value) => ({ ...row, value })));
  return [
    {
      data: { values: points },
      mark: { type: 'circle', size: 45, opacity: 0.45 },
      encoding: { x: { ...x, field: 'value' }, y, color },
    },
    {
      data: { values: rows },
      mark: { type: 'tick', thickness: 2, size: 18 },
      encoding: { x: { ...x, field: 'median' }, y, color },
    },
  ];
}

/** Resident memory while the list goes by: a line for each run. */
function memory({ rounds }) {
  const values = rounds.flatMap((round, at) =>
    Object.entries(round).flatMap(([who, { samples }]) =>
      samples.map(({ items, rss }) => ({ who, run: `${who} ${at}`, items, rss })),
    ),
  );
  const order = Object.keys(rounds[0]).sort((a, b) => rankOf(a) - rankOf(b));
  return {
    width: 640,
    height: 260,
    data: { values },
    mark: { type: 'line', opacity: 0.6, strokeWidth: 1.2 },
    encoding: {
      x: { field: 'items', type: 'quantitative', title: 'batches so far', axis: { format: '~s' } },
      y: { field: 'rss', type: 'quantitative', title: 'resident memory, MB' },
      detail: { field: 'run' },
      color: { field: 'who', type: 'nominal', scale: { domain: order, range: COLOURS } },
    },
  };
}

function rankOf(name) {
  return PROGRAMS.find((program) => program.name === 'memory').contestants.findIndex((each) => each.name === name);
}

async function draw(spec) {
  const view = new View(parse(compile({ ...spec, config: CONFIG }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

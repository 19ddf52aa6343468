// What is measured: programs, who runs them, and the ratios that the project aims for.

import { bounds } from './batches.mjs';

export const OURS = { name: 'llama-cloud-batches', client: 'ours' };
export const OFFICIAL = { name: 'official SDK', client: 'official' };
export const FETCH = { name: 'bare fetch loop', client: 'fetch' };

/** What is measured, by the name that a program's values have. */
export const METRICS = {
  wall: { title: 'time', unit: 'ms' },
  cpu: { title: 'processor', unit: 'ms' },
  first: { title: 'first batch', unit: 'ms' },
  import: { title: 'import', unit: 'ms' },
  peak: { title: 'peak memory', unit: 'MB' },
  growth: { title: 'its growth after a tenth', unit: 'MB' },
  wasm: { title: 'wasm memory', unit: 'MB' },
  wasmGrowth: { title: 'its growth after a tenth', unit: 'MB' },
  item: { title: 'an item', unit: 'µs' },
  page: { title: 'a page of one', unit: 'µs' },
  asked: { title: 'requests', unit: '' },
};

const one = { ...OURS, name: 'plain' };
const split = (concurrency, ordered) => ({
  ...OURS,
  name: `concurrency: ${concurrency}${ordered ? '' : ', ordered: false'}`,
  options: { concurrency, ordered },
});
const four = split(4, true);

/**
 * `ratios` compare a metric of two contestants, pair by pair; `differences` do so by subtraction, or
 * give the metric of one alone.
 * A `goal` is the most that the median should be, in every host or in those named. `repeat` has so
 * many times as many rounds, where a measurement is short.
 */
export const PROGRAMS = [
  {
    name: 'list',
    title: 'A long list',
    text: '100,000 batches in pages of 100, from a server that answers at once.',
    settings: { items: 100_000, latency: 0, pageSize: 100 },
    hosts: ['node', 'chromium'],
    contestants: [OURS, OFFICIAL, FETCH],
    metrics: ['wall', 'cpu'],
    ratios: [
      { metric: 'wall', of: OURS, to: OFFICIAL },
      { metric: 'wall', of: OURS, to: FETCH, goal: 1.05, hosts: ['node'] },
      { metric: 'cpu', of: OURS, to: OFFICIAL, goal: 0.9 },
    ],
  },
  {
    name: 'warm',
    program: 'list',
    title: 'A long list in a warm process',
    text: 'The same, in a process that has listed them twice before, as a server has.',
    settings: { items: 100_000, latency: 0, pageSize: 100, warmUps: 2 },
    hosts: ['node'],
    contestants: [OURS, OFFICIAL, FETCH],
    metrics: ['wall', 'cpu'],
    ratios: [
      { metric: 'wall', of: OURS, to: OFFICIAL },
      { metric: 'wall', of: OURS, to: FETCH, goal: 0.95 },
      { metric: 'cpu', of: OURS, to: OFFICIAL, goal: 0.9 },
    ],
  },
  {
    name: 'overlap',
    program: 'list',
    title: 'A consumer as slow as the server',
    text: '20 pages of 100; the server takes 50 ms for a page, and the consumer 50 ms for as many batches.',
    settings: { items: 2_000, latency: 50, pause: 50, pageSize: 100 },
    hosts: ['node', 'chromium'],
    contestants: [OURS, { ...OURS, name: 'readAhead: 0', options: { readAhead: 0 } }, OFFICIAL, FETCH],
    metrics: ['wall'],
    ratios: [{ metric: 'wall', of: OURS, to: OFFICIAL, goal: 0.55 }],
  },
  {
    name: 'start',
    title: 'A cold start',
    text: 'From the start of a process, or of a page’s load, to the first batch; and importing alone.',
    settings: { items: 100, latency: 0, pageSize: 100 },
    repeat: 3,
    hosts: ['node', 'chromium'],
    contestants: [OURS, OFFICIAL, FETCH],
    metrics: ['first', 'import'],
    ratios: [
      { metric: 'first', of: OURS, to: OFFICIAL, goal: 0.75, hosts: ['node'] },
      { metric: 'import', of: OURS, to: OFFICIAL, goal: 0.25, hosts: ['node'] },
    ],
  },
  {
    name: 'windows',
    title: 'Concurrent windows',
    text: '10,000 batches between two moments, evenly spread; the server takes 50 ms for a page of 100.',
    settings: { items: 10_000, latency: 50, pageSize: 100, bounds },
    hosts: ['node', 'chromium'],
    contestants: [one, split(2, true), four, split(4, false), split(8, true), OFFICIAL],
    metrics: ['wall', 'asked'],
    ratios: [
      { metric: 'wall', of: four, to: one, goal: 0.35 },
      { metric: 'wall', of: four, to: OFFICIAL },
    ],
  },
  {
    name: 'uneven',
    program: 'windows',
    title: 'Concurrent windows, where most batches are new',
    text: 'The same, but the older half of the time holds 37 % of the batches.',
    settings: { items: 10_000, skew: 1.5, latency: 50, pageSize: 100, bounds },
    hosts: ['node'],
    contestants: [one, four, split(4, false)],
    metrics: ['wall', 'asked'],
    ratios: [{ metric: 'wall', of: four, to: one }],
  },
  {
    name: 'memory',
    title: 'Memory',
    text: '1,000,000 batches in pages of 100, each dropped as soon as it was seen.',
    settings: { items: 1_000_000, latency: 0, pageSize: 100 },
    hosts: ['node'],
    contestants: [OURS, OFFICIAL, FETCH],
    metrics: ['peak', 'growth', 'wasm', 'wasmGrowth'],
    ratios: [{ metric: 'peak', of: OURS, to: OFFICIAL, goal: 1 }],
    differences: [{ metric: 'wasmGrowth', of: OURS, goal: 0 }],
  },
  {
    name: 'check',
    title: 'The check of an item’s shape',
    text: 'Pages of 1,000 less pages of one, without a network: a bare loop parses, the package also checks each item.',
    settings: { items: 200_000, latency: 0 },
    hosts: ['node'],
    contestants: [OURS, FETCH],
    metrics: ['item', 'page'],
    ratios: [],
    differences: [{ metric: 'item', of: OURS, to: FETCH }],
  },
];

// What goes wrong in the soak: seeded, so that a run can be repeated as far as the network lets it.

/** A generator of numbers from 0 to 1. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PAST = { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' };
const WAYS = [undefined, { 'retry-after-ms': '20' }, { 'retry-after': '0' }, { 'retry-after': '0.05' }, PAST];

/** Faults, and how many in a thousand requests they hit. */
const SHARES = [
  [15, () => ({ kind: 'reset' })],
  [15, () => ({ kind: 'truncate' })],
  [10, () => ({ kind: 'malformed' })],
  [3, () => ({ kind: 'stall' })],
  [2, () => ({ kind: 'silence' })],
  [1, () => ({ kind: 'html' })],
  [30, (next) => ({ kind: 'latency', ms: Math.floor(next() * 60) })],
  [20, (next) => ({ kind: 'status', status: 500 + Math.floor(next() * 5), headers: pick(WAYS, next) })],
  [30, (next) => ({ kind: 'status', status: 429, headers: pick(WAYS, next) })],
];

/** The fault of the next request, if it has one. */
export function drawFault(next) {
  let left = next() * 1_000;
  for (const [share, make] of SHARES) {
    left -= share;
    if (left < 0) return JSON.parse(JSON.stringify(make(next)));
  }
  return undefined;
}

/** One of these. */
export function pick(all, next) {
  return all[Math.floor(next() * all.length)];
}

// A clock that runs fast, and sees which timers are set. Import it before the package.

/** How many times as fast as the real one it runs. */
const SPEED = 20;

const { setTimeout: set, clearTimeout: clear } = globalThis;
const now = performance.now.bind(performance);
const [start, date] = [now(), Date.now()];

/** The timers that are set, with the stack of what set each. */
export const timers = new Map();

globalThis.setTimeout = (work, ms, ...words) => {
  const { stack } = new Error(`a timer of ${ms} ms`);
  // The host's own are about real connections.
  if (stack.includes('internal/deps')) return set(work, ms, ...words);
  const timer = set(() => {
    timers.delete(timer);
    work(...words);
  }, ms / SPEED);
  timers.set(timer, stack);
  return timer;
};

globalThis.clearTimeout = (timer) => {
  timers.delete(timer);
  clear(timer);
};

performance.now = () => (now() - start) * SPEED;
Date.now = () => Math.round(date + performance.now());

/** Resolves after so many real milliseconds. */
export function sleep(ms) {
  return new Promise((resolve) => set(resolve, ms));
}

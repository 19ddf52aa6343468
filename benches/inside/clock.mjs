/** Starts a clock; returns a function for the milliseconds since then, and those of the processor where known. */
export function startClock() {
  const before = globalThis.process?.cpuUsage?.();
  const started = performance.now();
  return () => {
    const wall = performance.now() - started;
    if (!before) return { wall };
    const { user, system } = process.cpuUsage(before);
    return { wall, cpu: (user + system) / 1_000 };
  };
}

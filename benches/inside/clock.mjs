/** Starts a clock; calling what it gives tells the milliseconds since, and of the processor where the host knows. */
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

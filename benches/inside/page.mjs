// One measurement in a page of its own: its address says which, and `outcome` is a promise of the values.

async function measure() {
  const { program, client, ...settings } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const { run } = await import(`./programs/${program}.mjs`);
  return run(await import(`./clients/${client}.mjs`), settings);
}

globalThis.outcome = measure();

// One measurement in a Node.js process of its own: node node.mjs JSON

const { program, client, ...settings } = JSON.parse(process.argv[2]);
const { run } = await import(`./programs/${program}.mjs`);
const values = await run(await import(`./clients/${client}.mjs`), settings);
process.stdout.write(JSON.stringify(values));

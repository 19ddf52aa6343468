// Loaded into the command line for its docs: a clock that stands still, and LlamaCloud on this machine.

const { CLI_NOW, CLI_SERVER } = process.env;
const now = Number(CLI_NOW);

globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }

  static now() {
    return now;
  }
};

const { fetch } = globalThis;
globalThis.fetch = (url, init) =>
  fetch(String(url).replace(/^https:\/\/api\.cloud\.(eu\.)?llamaindex\.ai/, CLI_SERVER), init);

// What must not grow: what the wasm holds, listeners, timers, sockets. Import this before the package.

import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const instances = [];

WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(module, imports) {
    super(module, imports);
    instances.push(this.exports);
  }
};

/** What is held now, once the garbage is gone; `server` counts its connections, `signal` its listeners. */
export async function held({ server, signal }) {
  await collectGarbage();
  const all = instances.flatMap((exports) => Object.values(exports));
  const of = (Class) => all.filter((each) => each instanceof Class);
  return {
    memory: of(WebAssembly.Memory).reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    references: of(WebAssembly.Table).reduce((sum, table) => sum + used(table), 0),
    listeners: getEventListeners(signal, 'abort').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    connections: await new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    ),
  };
}

function used(table) {
  let count = 0;
  for (let at = 0; at < table.length; at++) count += table.get(at) === null ? 0 : 1;
  return count;
}

const finalized = new FinalizationRegistry((resolve) => resolve());

/** Lets finalizers run until a new object's own has run: those of older objects ran before. */
export async function collectGarbage() {
  for (let round = 0; round < 3; round++) {
    const timer = setInterval(gc, 1);
    await new Promise((resolve) => finalized.register({}, resolve));
    clearInterval(timer);
  }
}

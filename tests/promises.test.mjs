// The promises of the package, kept in Node.js and in real browsers, over HTTP.

import { test } from 'node:test';
import { openClientPage } from './support/client-page.mjs';
import { batches } from './support/package.mjs';
import { PROMISES } from './support/promises.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { surroundings } from './support/surroundings.mjs';

/** Where the programs run: something that runs one of this name on these servers. */
const PLACES = {
  'Node.js':
    () =>
    (name, ...servers) =>
      PROMISES[name](surroundings(batches, ...servers)),
  Chromium: inBrowser,
  Firefox: inBrowser,
};

for (const [place, start] of Object.entries(PLACES)) {
  test(`in ${place}`, { concurrency: 4 }, async (t) => {
    const run = await start(t, place);
    const keep = (name) =>
      t.test(name, async (t) => {
        const [here, elsewhere] = [await startSandbox(t), await startSandbox(t)];
        await run(name, here.url, elsewhere.url);
      });
    await Promise.all(Object.keys(PROMISES).map(keep));
  });
}

async function inBrowser(t, name) {
  const tab = await openClientPage(t, name);
  return (...work) =>
    tab.read(async ([name, ...servers]) => {
      const [api, { PROMISES }, { surroundings }] = await Promise.all([
        import('/dist/index.js'),
        import('/support/promises.mjs'),
        import('/support/surroundings.mjs'),
      ]);
      await PROMISES[name](surroundings(api, ...servers));
    }, work);
}

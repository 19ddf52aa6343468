// What goes wrong on the way, and what is made of it in real browsers, by pages at another origin.

import { test } from 'node:test';
import { openClientPage } from './support/client-page.mjs';
import { FAULTS, isRepeatedByBrowsers } from './support/faults.mjs';
import { judgeFault, nameOf } from './support/judge-faults.mjs';

/** Which faults each browser is put to: what it makes of a status is the same for all operations. */
const CHOICES = {
  Chromium: () => true,
  Firefox: ({ fault, operation }) => fault.kind !== 'status' || operation === 'list',
};

for (const [name, isChosen] of Object.entries(CHOICES)) {
  test(`in ${name}`, { concurrency: 16 }, async (t) => {
    const tab = await openClientPage(t, name);
    const run = (...work) =>
      tab.read(async (work) => {
        const [api, { runUnderFault }] = await Promise.all([import('/dist/index.js'), import('/support/faults.mjs')]);
        return runUnderFault(api, ...work);
      }, work);
    const rows = FAULTS.filter((row) => isChosen(row) && !isUpToTheBrowser(row));
    // A browser may send a request again by itself, where a kept connection turns out to be closed.
    await Promise.all(rows.map((row) => t.test(nameOf(row), (t) => judgeFault(t, row, run, true))));
  });
}

/** Whether an outcome rests on a single request, and the browser may make two of it. */
function isUpToTheBrowser({ fault, requests }) {
  return isRepeatedByBrowsers(fault) && fault.times !== null && requests === 1;
}

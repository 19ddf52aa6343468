// A page at an origin of its own, in which a client is tried.

import { servePage } from './browser.mjs';
import { startBrowser } from './www-browsers.mjs';

/** Opens a page in the browser of this name; `/dist/` has the package there, and `/support/` this folder. */
export async function openClientPage(t, name) {
  const origin = await servePage(t);
  const browser = await startBrowser(t, name);
  // Firefox reports each connection that breaks as an error of the page.
  const tab = await browser.open(t, { isExpected: (problem) => problem.startsWith('Cross-Origin Request Blocked') });
  await tab.goto(origin);
  return tab;
}

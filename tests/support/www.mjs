// The built demo page in real browsers, behind one small surface for Playwright's Chromium and
// Puppeteer's Firefox.

import { serve } from '../../www/server/serve.mjs';
import { KEY, startSandbox } from './sandbox.mjs';
import { startBrowser } from './www-browsers.mjs';

/** Runs `tests(browser)` in each engine. */
export async function inEachBrowser(t, tests) {
  for (const name of ['Chromium', 'Firefox']) {
    await t.test(name, async (t) => tests(t, await startBrowser(t, name)));
  }
}

/** The page with a server's key for a LlamaCloud that is a sandbox of the test's own. */
export async function openServed(t, browser, { path = '/', ...options } = {}) {
  const sandbox = await startSandbox(t, options);
  const server = await serve({ apiKey: KEY, baseURL: sandbox.url });
  t.after(() => server.close());
  const tab = await browser.open(t);
  const go = (to = path) => tab.goto(`${server.url}${to}`);
  return { tab, sandbox, server, go };
}

/** The page on its own sandbox, as a static host would serve it. */
export async function openStatic(t, browser, path = '/', options = {}) {
  const server = await serve();
  t.after(() => server.close());
  const tab = await browser.open(t, options);
  await tab.goto(`${server.url}${path}`);
  return { tab, server };
}

/** What the page shows, for use with `tab.see`. */
export const shows = {
  state: (state) => [(wanted) => document.querySelector('.progress')?.dataset.state === wanted, state],
  counts: (text) => [(wanted) => document.querySelector('.counts')?.textContent === wanted, text],
  text: (css, text) => [([css, text]) => [...document.querySelectorAll(css)].some((each) => each.textContent.includes(text)), [css, text]],
  one: (css) => [(css) => document.querySelector(css) !== null, css],
  none: (css) => [(css) => document.querySelector(css) === null, css],
};

/** The texts of all elements that `css` selects. */
export function texts(tab, css) {
  return tab.read((css) => [...document.querySelectorAll(css)].map((each) => each.textContent), css);
}

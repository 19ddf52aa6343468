// The built demo page in real browsers, behind one small surface for Playwright's Chromium and
// Puppeteer's Firefox.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { PAGE } from '../../www/server/app.mjs';
import { serve } from '../../www/server/serve.mjs';
import { startPages } from './pages.mjs';
import { KEY, startSandbox } from './sandbox.mjs';
import { startBrowser } from './www-browsers.mjs';

/** Runs `tests(browser)` in each engine. */
export async function inEachBrowser(t, tests) {
  for (const name of ['Chromium', 'Firefox']) {
    await t.test(name, async (t) => tests(t, await startBrowser(t, name)));
  }
}

/** The page with a server's key for a LlamaCloud that is a sandbox of the test's own. */
export async function openServed(t, browser, { path = '/', tab: tabOptions = {}, ...options } = {}) {
  const sandbox = await startSandbox(t, options);
  const server = await serve({ apiKey: KEY, baseURL: sandbox.url });
  t.after(() => server.close());
  const tab = await browser.open(t, tabOptions);
  const go = (to = path) => tab.goto(`${server.url}${to}`);
  return { tab, sandbox, server, go };
}

/** The page with a server's key for a LlamaCloud that answers what `answer` of `startPages` says. */
export async function openPages(t, browser, answer) {
  const { url } = await startPages(t, answer);
  const server = await serve({ apiKey: KEY, baseURL: url });
  t.after(() => server.close());
  const tab = await browser.open(t);
  return { tab, go: (to = '/') => tab.goto(`${server.url}${to}`) };
}

/** The page on its own sandbox, as a static host would serve it. */
export async function openStatic(t, browser, path = '/', options = {}) {
  const server = await serve();
  t.after(() => server.close());
  const tab = await browser.open(t, options);
  await tab.goto(`${server.url}${path}`);
  return { tab, server };
}

/** The page as a folder of a host that only serves files, without headers of its own, and without those whose names fit `lost`. */
export async function openFolder(t, browser, folder, lost) {
  const files = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://host');
    const file = pathname === folder ? 'index.html' : pathname.slice(folder.length);
    const body =
      pathname.startsWith(folder) &&
      !lost?.test(file) &&
      (await readFile(path.join(PAGE, file)).catch(() => undefined));
    response.writeHead(body ? 200 : 404, { 'content-type': files[path.extname(file)] ?? 'text/plain' });
    response.end(body || 'not here');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const tab = await browser.open(t);
  const url = `http://127.0.0.1:${server.address().port}${folder}`;
  return { tab, url };
}

/** What the page shows, for use with `tab.see`. */
export const shows = {
  state: (state) => [(wanted) => document.querySelector('.progress')?.dataset.state === wanted, state],
  counts: (text) => [(wanted) => document.querySelector('.counts')?.textContent === wanted, text],
  text: (css, text) => [
    ([css, text]) => [...document.querySelectorAll(css)].some((each) => each.textContent.includes(text)),
    [css, text],
  ],
  one: (css) => [(css) => document.querySelector(css) !== null, css],
  none: (css) => [(css) => document.querySelector(css) === null, css],
};

/** The texts of all elements that `css` selects. */
export function texts(tab, css) {
  return tab.read((css) => [...document.querySelectorAll(css)].map((each) => each.textContent), css);
}

/** Filters by a value that the menu of a filter has, or by one that is typed there. */
export async function pick(tab, facet, value) {
  const names = {
    status: 'Status',
    job_type: 'Job',
    configuration_id: 'Configuration',
    source_directory_id: 'Directory',
    project_id: 'Project',
  };
  await tab.click('.facet > button', names[facet]);
  await tab.click(`.facet [name="${facet}"][value="${value}"]`);
  await tab.press('Escape');
}

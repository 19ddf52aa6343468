// A real Chromium, and an origin to serve it pages from.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS } from './chromium.mjs';
import { consumer } from './package.mjs';

const FOLDERS = { dist: path.join(consumer, 'node_modules/llama-cloud-batches/dist'), support: import.meta.dirname };
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** Starts Chromium; `t` ends it. */
export async function startChromium(t) {
  const executablePath = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  t.after(() => browser.close());
  return browser;
}

/**
 * Serves an empty page with `headers`, and beside it the packed package's files in `/dist/` and those
 * of this folder in `/support/`; gives its address.
 */
export async function servePage(t, headers = {}) {
  const server = createServer(async ({ url }, response) => {
    const [, folder, name] = url.split('/');
    const isFile = folder in FOLDERS;
    const body = isFile
      ? await readFile(path.join(FOLDERS[folder], name)).catch(() => undefined)
      : '<!doctype html><title>Page</title>';
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[path.extname(url)] ?? 'text/html',
      ...(isFile ? {} : headers),
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A new tab on a page of its own; what goes wrong in it fails the test. */
export async function openPage(t, browser, headers) {
  const origin = await servePage(t, headers);
  return { page: await openTab(t, browser, origin), origin };
}

/** A new tab at an address; what goes wrong in it fails the test. */
export async function openTab(t, browser, url) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  t.after(async () => {
    await page.close();
    if (problems.length) throw new Error(problems.join('\n'));
  });
  await page.goto(url);
  return page;
}

// Real browsers, and what pages in them say.

import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS } from '../../support/chromium.mjs';

const KINDS = {
  Chromium: {
    browser: 'chrome',
    executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
    args: CHROMIUM_FLAGS,
  },
  Firefox: { browser: 'firefox', executablePath: process.env['FIREFOX_BIN'] ?? '/usr/bin/firefox' },
};

/** Starts every browser. */
export async function startBrowsers() {
  const browsers = await Promise.all(
    Object.entries(KINDS).map(async ([name, options]) => [
      name,
      await puppeteer.launch({ headless: true, ...options }),
    ]),
  );
  /** The result of `read(page)` gives in a tab of each browser, by the browser's name. */
  async function each(read, longest = 60_000) {
    const seen = await Promise.allSettled(
      browsers.map(async ([name, browser]) => [name, await inTab(name, browser, read, longest)]),
    );
    // The others go on in a tab of their own and start servers there, so that a failure waits for them.
    const failed = seen.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    return Object.fromEntries(seen.map(({ value }) => value));
  }
  return {
    versions: async () => (await Promise.all(browsers.map(([, browser]) => browser.version()))).join(', '),
    each,
    /** Opens a page; gives the ids that each browser saw there. */
    open: (url) => each((page) => idsSaid(page, url)),
    close: () => Promise.all(browsers.map(([, browser]) => browser.close())),
  };
}

/** A new tab. Firefox may lose one that it opens while the one before closes. */
async function openTab(browser) {
  try {
    return await browser.newPage();
  } catch (error) {
    if (!error.message.includes('no such frame')) throw error;
    return browser.newPage();
  }
}

/** What goes wrong in the tab fails it, and so does too long a time without an end. */
async function inTab(name, browser, read, longest) {
  const page = await openTab(browser);
  const said = [];
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${name} at ${page.url()}: ${why}\n${said.join('\n')}`));
      timer = setTimeout(fail, longest, `no end for ${longest / 1_000} s`);
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => {
        // Firefox says so of all that a policy refuses, and of connections that break, though the page catch it.
        if (/^(Content-Security-Policy|Cross-Origin Request Blocked)/.test(error.message)) said.push(error.message);
        else fail(error.stack ?? error);
      });
      page.on('requestfailed', (request) => said.push(`${request.url()} ${request.failure()?.errorText}`));
      read(page).then(resolve, (error) => fail(error.stack));
    });
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

async function idsSaid(page, url) {
  const ids = new Promise((resolve) => {
    page.on('console', (message) => message.text().startsWith('ids ') && resolve(JSON.parse(message.text().slice(4))));
  });
  await page.goto(url);
  return ids;
}

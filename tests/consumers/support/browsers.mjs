// Real browsers, and what pages in them say.

import puppeteer from 'puppeteer-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const KINDS = {
  Chromium: { browser: 'chrome', executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium', args: FLAGS },
  Firefox: { browser: 'firefox', executablePath: process.env['FIREFOX_BIN'] ?? '/usr/bin/firefox' },
};

/** Starts every browser; `open(url)` gives the ids that each saw there, by its name. */
export async function startBrowsers() {
  const browsers = await Promise.all(
    Object.entries(KINDS).map(async ([name, options]) => [name, await puppeteer.launch({ headless: true, ...options })]),
  );
  return {
    versions: async () => (await Promise.all(browsers.map(([, browser]) => browser.version()))).join(', '),
    async open(url) {
      const seen = await Promise.all(browsers.map(async ([name, browser]) => [name, await idsOf(name, browser, url)]));
      return Object.fromEntries(seen);
    },
    close: () => Promise.all(browsers.map(([, browser]) => browser.close())),
  };
}

async function idsOf(name, browser, url) {
  const page = await browser.newPage();
  const said = [];
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${name} at ${url}: ${why}\n${said.join('\n')}`));
      timer = setTimeout(fail, 60_000, 'no ids for 60 s');
      page.on('console', (message) => {
        said.push(message.text());
        if (message.text().startsWith('ids ')) resolve(JSON.parse(message.text().slice(4)));
      });
      page.on('pageerror', (error) => fail(error.stack ?? error));
      page.on('requestfailed', (request) => said.push(`${request.url()} ${request.failure()?.errorText}`));
      page.goto(url).catch(fail);
    });
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

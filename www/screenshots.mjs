// Makes the pictures of the README: node www/screenshots.mjs [DIR]

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './server/serve.mjs';

const folder = process.argv[2] ?? path.join(import.meta.dirname, '../docs/screenshots');
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

await mkdir(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  await picture('light', { viewport: DESKTOP, colorScheme: 'light' });
  await picture('dark', { viewport: DESKTOP, colorScheme: 'dark' });
  await picture('detail', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
    // A batch in which something went wrong has more to show.
    const completed = page.locator('.scroller .row', { has: page.locator('[data-status="COMPLETED"]') });
    for (let at = 0; at < 6; at++) {
      await completed.nth(at).click();
      await page.locator('dialog .result').first().waitFor();
      if (await page.locator('dialog .result[data-error]').count()) return;
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }
  });
  await picture('failures', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
    await page.locator('.created > button').click();
    await page.locator('.presets button[value="7d"]').click();
    await page.locator('.top nav a', { hasText: 'Failures' }).click();
    await page.locator('.finding').first().waitFor();
    await page.locator('.reader .primary').click();
    await page.locator('.messages [role="status"]', { hasText: '200 batches read' }).waitFor();
    await page.locator('.insight').evaluate((element) => element.scrollTo(0, 0));
  });
  await picture('phone', {
    viewport: PHONE,
    colorScheme: 'light',
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
} finally {
  await browser.close();
  await server.close();
}

/**
 * @param {string} name
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: import('playwright-core').Page) => Promise<void>} [prepare]
 */
async function picture(name, options, prepare) {
  const page = await browser.newPage({ timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', ...options });
  await page.goto(server.url);
  await page.locator('.progress[data-state="done"]').waitFor();
  await page.locator('.live[data-state="on"]').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('canvas[data-labels]').length === 3);
  await prepare?.(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(path.join(folder, `${name}.png`));
  await page.close();
}

// Chromium: each measurement is a page in a context, and so in a process, of its own.

import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startChromium } from '../../tests/support/browser.mjs';
import { inside } from './node.mjs';

/** The folder of what the pages load. */
export const files = path.join(inside, 'page');

/** A host that measures in Chromium. */
export async function openChromium() {
  await bundle();
  const ends = [];
  const browser = await startChromium({ after: (end) => ends.push(end) });
  return {
    name: 'Chromium',
    version: browser.version(),
    async measure(origin, { list, ...settings }) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const task = JSON.stringify({ ...settings, url: origin + list });
      await page.goto(`${origin}/files/page.html#${encodeURIComponent(task)}`);
      const values = await page.evaluate(() => globalThis.outcome);
      await context.close();
      return values;
    },
    close: () => Promise.all(ends.map((end) => end())),
  };
}

/** Bundles the programs as an app would be: minified, each client in chunks of its own. */
async function bundle() {
  await build({
    entryPoints: [path.join(inside, 'page.mjs')],
    outdir: files,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  await writeFile(
    path.join(files, 'page.html'),
    '<!doctype html><title>Bench</title><script type="module" src="page.js"></script>',
  );
}

// Where the demo page's batches come from: what it remembers of that, what it never does, and ways back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY, startSandbox } from './support/sandbox.mjs';
import { inEachBrowser, openServed, openStatic, shows, texts } from './support/www.mjs';

const QUIET = '/?sandbox-arrivals=0&page_size=500';

async function connect(tab, url, key, more = {}) {
  await tab.click('.source');
  await tab.click('dialog input[value="key"]');
  await tab.fill('dialog [name="url"]', url);
  await tab.fill('dialog [name="key"]', key);
  for (const [name, value] of Object.entries(more)) await tab.fill(`dialog [name="${name}"]`, value);
  await tab.click('dialog .primary');
}

test('connecting the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('after a reload it says that the batches are made up, and offers to connect again', async (t) => {
      const { tab } = await openStatic(t, browser, QUIET);
      await tab.see(shows.counts('5,000 batches'));
      const sandbox = await startSandbox(t, { apiKeys: [KEY] });
      await connect(tab, sandbox.url, KEY);
      await tab.see(shows.counts('250 batches'));
      await tab.reload();
      await tab.see(shows.text('.notice', 'made up'));
      const kept = await tab.read(() => JSON.stringify([localStorage, sessionStorage]));
      assert.ok(!kept.includes(KEY));
      await tab.click('.notice button', 'Connect again');
      await tab.see([(url) => document.querySelector(`dialog [name="url"]`)?.value === url, sandbox.url]);
      await tab.fill('dialog [name="key"]', KEY);
      await tab.click('dialog .primary');
      await tab.see(shows.counts('250 batches'));
      await tab.see(shows.none('.notice'));
      // The sandbox that is chosen is no surprise after the next reload.
      await tab.click('.source');
      await tab.click('dialog input[value="sandbox"]');
      await tab.click('dialog .primary');
      await tab.see(shows.text('.source', 'Sandbox'));
      await tab.reload();
      await tab.see(shows.counts('5,000 batches'));
      assert.deepEqual(await texts(tab, '.notice'), []);
    });

    await t.test('the base URL stays in the dialog after a failure, and may end in /api/v2', async (t) => {
      const { tab } = await openStatic(t, browser, QUIET);
      await tab.see(shows.counts('5,000 batches'));
      const sandbox = await startSandbox(t, { apiKeys: [KEY] });
      await connect(tab, `${sandbox.url}/api/v2/`, 'llx-wrong');
      await tab.see(shows.text('.notice', 'The key was not accepted'));
      assert.deepEqual(
        (await texts(tab, '.notice button')).map((text) => text.trim()),
        ['Connect…', 'Try again'],
      );
      assert.ok(await tab.read(() => document.querySelector('.notice button').classList.contains('primary')));
      await tab.click('.notice button', 'Connect');
      await tab.see([(url) => document.querySelector(`dialog [name="url"]`)?.value === url, sandbox.url]);
      await tab.fill('dialog [name="key"]', KEY);
      await tab.click('dialog .primary');
      await tab.see(shows.counts('250 batches'));
    });

    await t.test('a base URL that leads nowhere has a way back', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'status', status: 404, times: null });
      await go();
      await tab.see(shows.text('.notice', 'Not found'));
      await tab.click('.notice button', 'Connect');
      await tab.see(shows.text('dialog h2', 'Connect'));
    });

    await t.test('a limit of requests a minute is kept to', async (t) => {
      const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=50');
      await tab.see(shows.one('.scroller .row'));
      const sandbox = await startSandbox(t, { apiKeys: [KEY] });
      await connect(tab, sandbox.url, KEY, { rate: '3' });
      await tab.see(shows.counts('150 of 250'));
      await tab.read(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
      assert.equal(sandbox.requests.all.filter(({ method }) => method === 'GET').length, 3);
      await tab.reload();
      await tab.click('.notice button', 'Connect again');
      assert.equal(await tab.read(() => document.querySelector('dialog [name="rate"]').value), '3');
    });

    await t.test('theme, interval and columns survive a reload', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click('button', 'Dark theme');
      await tab.fill('.live select', '15');
      await tab.click('.columns button', 'Columns');
      await tab.click('.columns [name="directory"]');
      await tab.see(shows.none('.heads [data-column="directory"]'));
      await tab.reload();
      await tab.see(shows.counts('250 batches'));
      assert.equal(await tab.read(() => document.documentElement.dataset.theme), 'dark');
      assert.equal(await tab.read(() => document.querySelector('.live select').value), '15');
      assert.deepEqual(await texts(tab, '.heads [data-column="directory"]'), []);
    });
  }));

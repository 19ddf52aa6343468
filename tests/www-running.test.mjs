// What is under way on the demo page: how long, against how long such batches took; and how many end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch, inOrder, startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';
import { inEachBrowser, openPages, openServed, openStatic, shows, texts } from './support/www.mjs';

const MINUTE = 60_000;

test('what runs, on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('a batch that runs for much longer than such ones took stands out', async (t) => {
      const now = Date.now();
      const at = (minutes) => new Date(now - minutes * MINUTE).toISOString();
      // Of the ten that were completed, the middle one took six minutes, and nine took ten at most.
      const ended = Array.from({ length: 10 }, (_, minutes) =>
        batch(`done-${minutes}`, { created_at: at(600), updated_at: at(600 - minutes - 1) }),
      );
      const open = [3, 12, 45].map((minutes) =>
        batch(`open-${minutes}`, { status: 'RUNNING', created_at: at(minutes), updated_at: at(minutes) }),
      );
      const { url } = await startPages(t, (query, request, response) => {
        response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
        response.setHeader('access-control-allow-headers', 'authorization,content-type,accept,*');
        if (request.method === 'OPTIONS') return void response.end();
        return inOrder([[...open, ...ended]])(query);
      });
      const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=1000&sandbox-batches=10');
      await tab.see(shows.state('done'));
      await tab.click('.source');
      await tab.click('dialog input[value="key"]');
      for (const [name, text] of [
        ['url', url],
        ['key', KEY],
      ])
        await tab.fill(`dialog [name="${name}"]`, text);
      await tab.click('dialog .primary');
      await tab.see(shows.counts('13 batches'));
      await tab.see(shows.text('.row[data-id="bat-open-45"] [data-pace="stuck"]', 'stuck?'));
      await tab.see(shows.text('.row[data-id="bat-open-12"] [data-pace="slow"]', 'slow'));
      assert.deepEqual(await texts(tab, '.row[data-id="bat-open-3"] small'), []);
      await tab.click('.top nav a', 'Running');
      await tab.see(shows.text('.verdict', '1 perhaps stuck'));
      const lines = await texts(tab, '.under-way tbody tr');
      assert.match(lines[0], /bat-open-45.*perhaps stuck.*median 6 min 00 s, p90 10 min 00 s/);
      assert.match(lines[1], /bat-open-12.*slow/);
      assert.doesNotMatch(lines[2], /slow|stuck/);
      await tab.focus('[data-picture="flow"] .plot');
      await tab.press('Home');
      assert.match(await tab.read(() => document.activeElement.getAttribute('aria-valuetext')), /completed/);
      await tab.click('.verdict button', 'Cancel these 1');
      await tab.see(shows.text('dialog', '1 batch will be cancelled'));
    });

    await t.test('a status of later may be an end: it is not called stuck, and shown with the others', async (t) => {
      const at = (minutes) => new Date(Date.now() - minutes * MINUTE).toISOString();
      const ended = Array.from({ length: 10 }, (_, minutes) =>
        batch(`done-${minutes}`, { created_at: at(600), updated_at: at(600 - minutes - 1) }),
      );
      const unknown = batch('later', { status: 'PARTLY_DONE', created_at: at(500) });
      const items = [batch('open', { status: 'RUNNING', created_at: at(1) }), unknown, ...ended];
      const { tab, go } = await openPages(t, browser, (query) => {
        const some = items.filter(({ status }) => status === (query.get('status') ?? status));
        return { items: some, next_page_token: null, total_size: some.length };
      });
      await go('/?view=running');
      await tab.see(shows.state('done'));
      await tab.see(shows.text('.under-way', 'Partly done'));
      await tab.see(shows.text('.verdict', '2 in progress.'));
      assert.doesNotMatch((await texts(tab, '.insight')).join(), /stuck/);
      await tab.click('.verdict button', 'Show in the list');
      await tab.see(shows.counts('12 batches, 2 shown'));
      await tab.see(shows.text('.scroller', 'Partly done'));
    });

    await t.test('it leads to the list of what is under way', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { days: 1, batches: 400 });
      await go('/?view=running&page_size=500');
      await tab.see(shows.state('done'));
      const open = [];
      for await (const { id, status } of sandbox.client().batches.list({ page_size: 500 }))
        if (['PENDING', 'THROTTLED', 'RUNNING'].includes(status)) open.push(id);
      await tab.see(shows.text('.verdict', `${open.length} in progress`));
      // An export would be of all batches, of which those that ended are not here.
      assert.deepEqual(await texts(tab, '[aria-label^="Export"]'), []);
      await tab.click('.verdict button', 'Show in the list');
      await tab.see(shows.counts(`400 batches, ${open.length} shown`));
    });
  }));

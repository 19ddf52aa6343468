// A batch's detail beside the list: keys, focus, history, links, ids, and its files.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser, openServed, shows, texts } from './support/www.mjs';

const config = { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } };
const ident = (tab) => tab.read(() => document.querySelector('.ident')?.textContent.trim());
const rowId = (tab, at) => tab.read((at) => document.querySelector(`.row[data-at="${at}"]`).dataset.id, at);

test('the detail of a batch on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('it lies beside the list, and goes on with J and K', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const ids = await Promise.all([0, 1, 2].map((at) => rowId(tab, at)));
      await tab.click('.row[data-at="0"]');
      await tab.see(shows.text('.ident', ids[0]));
      const [list, side] = await tab.read(() =>
        ['.list', 'dialog.side'].map((css) => document.querySelector(css).getBoundingClientRect().toJSON()),
      );
      assert.ok(list.right <= side.left && side.width > 350 && list.width > 500);
      await tab.press('j', 'j');
      await tab.see(shows.text('.ident', ids[2]));
      await tab.see(shows.text('.side .head', '3 of 250'));
      await tab.press('k');
      await tab.see(shows.text('.ident', ids[1]));
      // The list goes along: the batch's row stays in sight.
      await tab.press(...new Array(30).fill('j'));
      await tab.see(shows.text('.side .head', '32 of 250'));
      await tab.see([
        () => {
          const row = document.querySelector('.row[aria-current]')?.getBoundingClientRect();
          const { top, bottom } = document.querySelector('.table .scroller').getBoundingClientRect();
          return row && row.top >= top - 1 && row.bottom <= bottom + 1;
        },
      ]);
      // From one to the next is no step in the history: Back closes the detail.
      await tab.back();
      await tab.see(shows.none('dialog'));
      assert.equal(await tab.read(() => location.search), '');
    });

    await t.test(
      'without a detail, J and K move in the list; a slash searches, a question mark shows the keys',
      async (t) => {
        const { tab, go } = await openServed(t, browser);
        await go();
        await tab.see(shows.counts('250 batches'));
        await tab.press('j', 'j', 'k', 'j');
        await tab.see([() => document.activeElement.dataset.at === '1']);
        await tab.press('/');
        await tab.see([() => document.activeElement.type === 'search']);
        await tab.type('jk?');
        assert.equal(await tab.read(() => document.activeElement.value), 'jk?');
        assert.deepEqual(await texts(tab, 'dialog'), []);
        await tab.read(() => document.activeElement.blur());
        await tab.press('?');
        await tab.see(shows.text('dialog h2', 'Keys'));
        await tab.press('Escape');
        await tab.see(shows.none('dialog'));
      },
    );

    await t.test(
      'closing it adds nothing to the history, and gives the focus to its row, if there is one',
      async (t) => {
        const { tab, go, sandbox } = await openServed(t, browser);
        const { items } = await sandbox.client().batches.list();
        await go(`/?batch=${items[1].id}`);
        await tab.see(shows.text('.ident', items[1].id));
        await tab.see(shows.counts('250 batches'));
        const steps = await tab.read(() => history.length);
        await tab.click('.side button', 'Close');
        await tab.see(shows.none('dialog'));
        await tab.see([(id) => document.activeElement.dataset.id === id, items[1].id]);
        assert.equal(await tab.read(() => history.length), steps);
        await tab.press('Enter');
        await tab.see(shows.text('.ident', items[1].id));
        await tab.press('Escape');
        await tab.see(shows.none('dialog'));
        await tab.press('Enter');
        await tab.see(shows.text('.ident', items[1].id));
        await tab.press('Escape');
        await tab.see(shows.none('dialog'));
        assert.equal(await tab.read(() => history.length), steps + 1);
        await go('/?batch=bat-not-there&status=RUNNING');
        await tab.see(shows.text('dialog .notice', 'Not found'));
        await tab.click('.side button', 'Close');
        await tab.see([() => document.activeElement.id === 'batches']);
      },
    );

    await t.test('the focus is not lost after a cancel', async (t) => {
      const time = Date.now();
      const { tab, go, sandbox } = await openServed(t, browser, { now: () => time });
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await go(`/?batch=${id}`);
      await tab.click('dialog button', 'Cancel batch');
      await tab.click('dialog dialog button', 'Cancel the batch');
      await tab.see(shows.text('dialog .stand', 'Cancelling'));
      await tab.see([() => document.activeElement.textContent.includes('Cancelling')]);
    });

    await t.test('rows are links, and each id is copied and filtered by', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const [first] = (await sandbox.client().batches.list({ page_size: 1 })).items;
      await go('/?page_size=500');
      await tab.see(shows.counts('250 batches'));
      assert.equal(
        await tab.read(() => document.querySelector('.row[data-at="0"] a').getAttribute('href')),
        `/?page_size=500&batch=${first.id}`,
      );
      await tab.click('.row[data-at="0"] a');
      await tab.see(shows.text('.ident', first.id));
      for (const id of [first.id, first.config.job.configuration_id, first.source_directory_id, first.project_id])
        await tab.focus('.side button', `Copy ${id}`);
      for (const id of [first.config.job.configuration_id, first.source_directory_id, first.project_id])
        await tab.click('.side button', `Filter by ${id}`);
      await tab.see([() => document.querySelectorAll('.chips .filter').length === 3]);
      assert.equal(await ident(tab), first.id);
    });

    await t.test('its files are searched, and their errors counted', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const { items } = await sandbox.client().batches.list();
      const { id } = items.find(({ status }) => status === 'COMPLETED');
      const results = Array.from({ length: 300 }, (_, file) => ({
        source_directory_file_id: `dfl-${file}`,
        error_message: file % 30 === 0 ? `Page ${file} could not be rendered` : null,
        job_reference: file % 30 === 0 ? null : { id: `pjb-${file}`, type: 'parse_v2' },
      }));
      sandbox.faults.add({ kind: 'with', field: 'results', value: results, path: id });
      await go(`/?batch=${id}`);
      await tab.see(shows.text('.results .counts', '10 of 300 with an error'));
      await tab.fill('.results [name="files"]', 'rendered');
      await tab.see(shows.text('.results .counts', '10 found'));
      await tab.fill('.results [name="files"]', 'pjb-299');
      await tab.see([() => document.querySelectorAll('.result').length === 1]);
      await tab.fill('.results [name="files"]', 'no such file');
      await tab.see(shows.text('.results .nothing', 'No file has this'));
    });

    if (browser.name === 'Chromium') {
      await t.test('on a narrow screen it is over the list, and gives the focus back as well', async (t) => {
        const { tab, go } = await openServed(t, browser, { tab: { viewport: { width: 600, height: 800 } } });
        await go();
        await tab.see(shows.counts('250 batches'));
        const id = await rowId(tab, 1);
        await tab.click('.row[data-at="1"]');
        await tab.see(shows.one('dialog.side:modal'));
        await tab.press('Escape');
        await tab.see(shows.none('dialog'));
        await tab.see([(id) => document.activeElement.dataset.id === id, id]);
      });
    }
  }));

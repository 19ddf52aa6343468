// What the pictures of the demo page make of times and statuses that nobody expects.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch } from './support/pages.mjs';
import { inEachBrowser, openPages, shows } from './support/www.mjs';

const HOUR = 3_600_000;
const usual = (more = () => ({})) =>
  Array.from({ length: 40 }, (_, at) => {
    const time = Date.now() - at * HOUR;
    return batch(`usual${at}`, {
      created_at: new Date(time).toISOString(),
      updated_at: new Date(time + HOUR / 2).toISOString(),
      ...more(at),
    });
  });

function open(t, browser, items, to) {
  return openPages(t, browser, () => ({ items, next_page_token: null, total_size: items.length })).then(
    async ({ tab, go }) => {
      await go(to);
      await tab.see(shows.state('done'));
      return tab;
    },
  );
}

test('pictures of what nobody expects', (t) =>
  inEachBrowser(t, async (t, browser) => {
    const bars = (tab) =>
      tab.read(() => Number(document.querySelector('.picture .plot').getAttribute('aria-valuemax')) + 1);

    await t.test('one batch of 1970 and one of 2099 leave the others their bars, and are a click away', async (t) => {
      const items = [
        batch('first', { created_at: '1970-01-01T00:00:00Z', status: 'FAILED' }),
        ...usual(),
        batch('last', { created_at: '2099-01-01T00:00:00Z' }),
      ];
      for (const to of ['/', '/?view=failures']) {
        const tab = await open(t, browser, items, to);
        await tab.see(shows.text('.picture figcaption', '1 earlier'));
        await tab.see(shows.text('.picture figcaption', '1 later'));
        const caption = () => tab.read(() => document.querySelector('.picture figcaption').clientHeight);
        assert.equal(await caption(), 24);
        assert.ok((await bars(tab)) >= 14, String(await bars(tab)));
        await tab.click('.picture figcaption button', '1 later');
        await tab.click('.top nav a', 'Batches');
        await tab.see(shows.one('.row[data-id="bat-last"]'));
        await tab.see(shows.none('.row[data-id="bat-usual0"]'));
        await tab.click('.picture figcaption button', 'Zoom out');
        await tab.click('.picture figcaption button', '1 earlier');
        await tab.see(shows.none('.row[data-id="bat-usual0"]'));
        await tab.see(shows.one('.row[data-id="bat-first"]'));
        assert.equal(await bars(tab), 1);
      }
    });

    await t.test('what is only longer ago than usual has its bar', async (t) => {
      const old = batch('old', { created_at: new Date(Date.now() - 200 * HOUR).toISOString() });
      const tab = await open(t, browser, [...usual(), old], '/');
      await tab.see([() => Number(document.querySelector('.picture .plot').getAttribute('aria-valuemax')) > 25]);
      assert.equal(await tab.read(() => document.querySelector('.picture figcaption button')), null);
    });

    await t.test('batches that have no time are said to be missing', async (t) => {
      const tab = await open(
        t,
        browser,
        usual(() => ({ created_at: null, updated_at: null })),
        '/',
      );
      await tab.see(shows.text('.picture figcaption', '40 undated'));
      await tab.see(shows.text('.picture .nothing', 'Nothing to show'));
    });

    await t.test('of a long status one sees how it begins, and how many have it', async (t) => {
      const status = 'WAITING_FOR_THE_APPROVAL_OF_A_HUMAN_BEING';
      const tab = await open(
        t,
        browser,
        usual((at) => (at < 7 ? { status } : {})),
        '/',
      );
      await tab.see([() => document.querySelectorAll('.picture canvas')[1]?.dataset.labels?.includes('|')]);
      const labels = await tab.read(() => document.querySelectorAll('.picture canvas')[1].dataset.labels.split('|'));
      assert.equal(labels[0], 'Completed 33');
      assert.match(labels[1], /^Waiting [\w ]*… 7$/);
    });
  }));

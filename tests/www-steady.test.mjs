// What stays where it is on the demo page while batches come in: what is pressed, pointed at, or focused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch } from './support/pages.mjs';
import { inEachBrowser, openPages, openServed, shows, texts } from './support/www.mjs';

const created = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** The page with a list that a test adds to, and how it hears that a poll brought what was added. */
async function openGrowing(t, browser, items, to) {
  let asked = () => {};
  const { tab, go } = await openPages(t, browser, () => {
    asked();
    return { items: [...items], next_page_token: null, total_size: items.length };
  });
  await go(to);
  await tab.see(shows.state('done'));
  await tab.fill('.live select', '2');
  await tab.see(shows.one('.live[data-state="on"]'));
  return {
    tab,
    /** Resolves when a poll after the next one begins: the next one was read. */
    polled: async () => {
      for (let count = 0; count < 2; count++) await new Promise((resolve) => (asked = resolve));
    },
  };
}

/** Many batches of a few configurations, of which the first fails most. */
function configured(counts) {
  return Object.entries(counts).flatMap(([name, { ended, failed }]) =>
    Array.from({ length: ended }, (_, at) =>
      batch(`${name}${at}`, {
        config: { job: { configuration_id: `cfg-${name}`, type: 'parse_v2' } },
        status: at < failed ? 'FAILED' : 'COMPLETED',
        created_at: created(1 + at),
        updated_at: created(at),
      }),
    ),
  );
}

test('what stays where it is', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('a row that is pressed is opened, though another came in above it meanwhile', async (t) => {
      const items = Array.from({ length: 5 }, (_, at) => batch(`there${at}`, { created_at: created(at + 1) }));
      const { tab, polled } = await openGrowing(t, browser, items, '/');
      const letGo = await tab.hold('.scroller .row [data-column="status"]');
      items.unshift(batch('new', { created_at: created(0) }));
      await polled();
      await letGo();
      await tab.see(shows.text('.ident', 'bat-there0'));
      await tab.see(shows.counts('6 batches'));
    });

    await t.test('a key that is pressed meanwhile holds nothing up', async (t) => {
      const items = [batch('there')];
      const { tab, polled } = await openGrowing(t, browser, items, '/');
      const letGo = await tab.hold('.scroller .row [data-column="status"]');
      items.unshift(batch('new'));
      await polled();
      await tab.press('Shift');
      await tab.see(shows.counts('2 batches'));
      await letGo();
    });

    await t.test('rows that are pointed at stay, and what came in above them shows after that', async (t) => {
      const items = Array.from({ length: 60 }, (_, at) => batch(`there${at}`, { created_at: created(at + 1) }));
      const { tab } = await openGrowing(t, browser, items, '/');
      const top = () =>
        tab.read(() => Math.round(document.querySelector('[data-id="bat-there1"]').getBoundingClientRect().top));
      const before = await top();
      await tab.hover('[data-id="bat-there1"] [data-column="status"]');
      items.unshift(batch('new', { created_at: created(0) }));
      await tab.see(shows.counts('61 batches'));
      assert.equal(await top(), before);
      await tab.hover('.top h1');
      await tab.see([() => document.querySelector('.scroller').scrollTop === 0]);
      assert.ok((await top()) > before);
    });

    await t.test('the rows of a table that is pointed at stay in their order until it is left', async (t) => {
      const items = configured({
        a: { ended: 20, failed: 9 },
        b: { ended: 20, failed: 8 },
        c: { ended: 20, failed: 0 },
      });
      const { tab, polled } = await openGrowing(t, browser, items, '/?view=failures');
      const values = () => texts(tab, '.by tbody th');
      await tab.see(shows.text('.by tbody', 'cfg-b'));
      assert.deepEqual(await values(), ['cfg-a', 'cfg-b']);
      await tab.hover('.by tbody button', 'cfg-a');
      items.unshift(...configured({ b: { ended: 26, failed: 26 } }).slice(20));
      await tab.see(shows.text('.by tbody td', '14 of 26'));
      assert.deepEqual(await values(), ['cfg-a', 'cfg-b']);
      await tab.hover('.verdict .big');
      await tab.see(shows.text('.by tbody tr:first-child', 'cfg-b'));
      await tab.focus('.by tbody button', 'cfg-a');
      items.unshift(...configured({ a: { ended: 40, failed: 40 } }).slice(20));
      await polled();
      await tab.see(shows.text('.by tbody td', '29 of 40'));
      assert.deepEqual(await values(), ['cfg-b', 'cfg-a']);
      assert.equal(await tab.read(() => document.activeElement.textContent), 'cfg-a');
    });

    await t.test('rows stay where they are when the first of them is chosen', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.state('done'));
      const top = () => tab.read(() => document.querySelector('.row[data-at="1"]').getBoundingClientRect().top);
      const before = await top();
      await tab.click('.row[data-at="1"] .box input');
      await tab.see(shows.text('.selected', '1 selected'));
      assert.equal(await top(), before);
    });

    await t.test('the button to stop stays where it is while many are cancelled', async (t) => {
      const { tab, go } = await openServed(t, browser, { batches: 30, days: 0.001 });
      await go('/');
      await tab.see(shows.state('done'));
      await tab.click('[aria-label="Select all shown"]');
      await tab.click('.selected button', 'Cancel');
      await tab.read(() => {
        window.tops = [];
        new MutationObserver(() => {
          const button = document.querySelector('dialog .outcomes ~ footer .primary');
          if (button) window.tops.push(Math.round(button.getBoundingClientRect().top));
        }).observe(document.body, { subtree: true, childList: true });
      });
      await tab.click('dialog .danger.primary');
      await tab.see(shows.text('dialog footer', 'Close'));
      const tops = await tab.read(() => window.tops);
      assert.ok(tops.length > 4);
      assert.equal(new Set(tops).size, 1, String(tops));
    });

    await t.test('what comes below the findings stays where it is when the first finding comes', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { days: 3, batches: 1_200, latency: 60 });
      sandbox.faults.add({ kind: 'silence', skip: 5 });
      await go('/?view=failures&page_size=200');
      await tab.read(() => {
        window.tops = [];
        new MutationObserver(() => {
          const there = document.querySelector('.messages');
          const has = document.querySelector('.finding') !== null;
          if (there) window.tops.push([has, Math.round(there.getBoundingClientRect().top)]);
        }).observe(document.body, { subtree: true, childList: true });
      });
      await tab.see(shows.one('.finding'));
      const tops = await tab.read(() => window.tops);
      assert.deepEqual(new Set(tops.map(([has]) => has)), new Set([false, true]));
      assert.equal(new Set(tops.map(([, top]) => top)).size, 1, String(tops));
    });

    await t.test('the focus stays on the button that reads results, until all are read', async (t) => {
      const { tab, go } = await openServed(t, browser, { batches: 30 });
      await go('/?view=failures');
      await tab.see(shows.state('done'));
      await tab.focus('.reader button', 'Read the results');
      await tab.press('Enter');
      await tab.see(shows.text('.reader button', 'are read'));
      // As a browser does it: with the next frame it takes the focus from what is disabled.
      await tab.read(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      assert.ok(await tab.read(() => document.activeElement.matches('.reader button')));
    });

    await t.test('the focus goes to the list when what had it is gone', async (t) => {
      const { tab, go } = await openServed(t, browser, { days: 3, batches: 400 });
      const isInList = [() => document.activeElement.closest('#batches') !== null];
      await go('/?page_size=1000');
      await tab.see(shows.state('done'));
      await tab.see(shows.one('.picture canvas[data-labels]'));
      await tab.focus('.picture .plot');
      await tab.press('End', 'Enter');
      await tab.focus('figcaption button', 'Zoom out');
      await tab.press('Enter');
      await tab.see(shows.none('figcaption button'));
      await tab.see(isInList);
      await go('/?view=running&page_size=1000');
      await tab.focus('.verdict button', 'Show in the list');
      await tab.press('Enter');
      await tab.see(shows.one('.table'));
      await tab.see(isInList);
    });
  }));

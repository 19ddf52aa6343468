// Who the demo page is for: everyone. Keyboards, screen readers, light and dark, phones; and how fast it comes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { startBrowser } from './support/www-browsers.mjs';
import { inEachBrowser, openServed, openStatic, shows } from './support/www.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, as text. */
async function violations(tab) {
  // Under the page's own policy: the script comes in by the debugger.
  if (!(await tab.read(() => 'axe' in window))) await tab.read(axe);
  return tab.read(async () => {
    const { violations } = await window.axe.run();
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join('; ')}`,
    );
  });
}

test('axe finds no violation, in light and dark, on wide and narrow screens, with each dialog', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const dark of [false, true]) {
    await t.test(dark ? 'dark' : 'light', async (t) => {
      const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=500', { dark });
      await tab.see(shows.counts('5,000 batches'));
      await tab.see(shows.one('.picture canvas'));
      assert.deepEqual(await violations(tab), []);
      await tab.click('.source');
      await tab.click('dialog input[value="key"]');
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      await tab.click('.top .primary');
      await tab.click('summary');
      await tab.click('dialog .primary');
      await tab.see(shows.text('dialog [role="alert"]', 'begins with dir-'));
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      await tab.click('.scroller .row', 'Completed');
      await tab.see(shows.one('dialog .result'));
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      await tab.click('.scroller .row', 'Running');
      await tab.click('dialog button', 'Cancel batch');
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape', 'Escape');
      await tab.see(shows.none('dialog'));
      await tab.focus('.picture:nth-child(2) .plot');
      await tab.press('End', 'ArrowUp', 'Enter');
      await tab.see(shows.one('.chips .filter'));
      await tab.click('.row[data-at="1"] .box input');
      await tab.see(shows.one('.selected'));
      assert.deepEqual(await violations(tab), []);
      await tab.click('.selected button', 'Run again');
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape', '?');
      await tab.see(shows.text('dialog h2', 'Keys'));
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape');
      await tab.click('.code-button');
      await tab.see(shows.one('pre.code'));
      assert.deepEqual(await violations(tab), []);
      await tab.press('Escape');
      for (const menu of ['.created', '.facet', '.more', '.views', '.pop.columns']) {
        await tab.click(`${menu} > button`);
        await tab.see(shows.one(`${menu} :popover-open`));
        assert.deepEqual(await violations(tab), [], menu);
        await tab.press('Escape');
      }
      await tab.click('.top nav a', 'Failures');
      await tab.click('.reader button', 'Read the results');
      await tab.see(shows.one('.said li'));
      await tab.see(shows.none('.reader progress'));
      await tab.click('.said summary');
      assert.deepEqual(await violations(tab), []);
      await tab.click('.top nav a', 'Running');
      await tab.see(shows.one('.under-way'));
      assert.deepEqual(await violations(tab), []);
      await tab.click('.top nav a', 'Batches');
      await tab.size(360, 700);
      await tab.click('.fold');
      await tab.fill('.search input', 'nothing like this');
      await tab.see(shows.text('.nothing', 'fits the search'));
      assert.deepEqual(await violations(tab), []);
      assert.equal(await tab.read(() => document.documentElement.scrollWidth), 360);
    });
  }

  await t.test('with a problem, and while it loads', async (t) => {
    const { tab, go, sandbox } = await openServed(t, browser);
    sandbox.faults.add({ kind: 'silence' }, { kind: 'status', status: 401, skip: 1 });
    await go();
    await tab.see(shows.text('.nothing', 'Loading batches'));
    assert.deepEqual(await violations(tab), []);
    await tab.click('button', 'Stop');
    await tab.click('button', 'Resume');
    await tab.see(shows.text('.notice', 'The key was not accepted'));
    assert.deepEqual(await violations(tab), []);
  });
});

test('axe finds no violation on phones that stand and lie, and on tablets, in every view', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const [width, height] of [
    [360, 740],
    [740, 360],
    [820, 1180],
  ]) {
    const viewport = { width, height };
    const { tab, go } = await openServed(t, browser, { tab: { viewport, hasTouch: true, isMobile: true } });
    for (const view of ['batches', 'failures', 'running']) {
      await go(`/?view=${view}&created=30d`);
      await tab.see(shows.state('done'));
      assert.deepEqual(await violations(tab), [], `${view} at ${width}x${height}`);
    }
  }
});

test('where the system chooses the colours, one sees which view and which filters are chosen', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, { tab: { forcedColors: 'active' } });
  await go('/?view=failures&created=24h');
  await tab.see(shows.state('done'));
  const frames = (css) =>
    tab.read((css) => [...document.querySelectorAll(css)].map((each) => getComputedStyle(each).outlineStyle), css);
  assert.deepEqual(await frames('.top nav a'), ['none', 'solid', 'none']);
  assert.deepEqual(await frames('.created > button'), ['solid']);
  assert.deepEqual(new Set(await frames('.facet > button')), new Set(['none']));
});

test('the theme is the system’s until it is chosen here', async (t) => {
  const { tab, go } = await openServed(t, await startBrowser(t, 'Chromium'));
  await go();
  const page = () => tab.read(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await page();
  await tab.click('button', 'Dark theme');
  await tab.see(shows.one('button[aria-label="Light theme"]'));
  assert.notEqual(await page(), light);
  await tab.click('button', 'Light theme');
  await tab.see(shows.one('button[aria-label="Dark theme"]'));
  assert.equal(await page(), light);
});

test('the demo page by keyboard', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('from the top to a batch and back, without a mouse', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const reached = [];
      const isRow = () => tab.read(() => document.activeElement.matches('.scroller .row'));
      while (!(await isRow()) && reached.length < 60) {
        await tab.press('Tab');
        reached.push(
          await tab.read(
            () =>
              document.activeElement.name ||
              document.activeElement.getAttribute('aria-label') ||
              document.activeElement.textContent.trim(),
          ),
        );
      }
      assert.equal(reached[0], 'Skip to the batches');
      for (const name of [
        'Created: any time',
        'Status',
        'More filters',
        'Failures',
        'Saved views',
        'As code',
        'New batch',
        'Live updates: Live',
        'Columns',
        'CSV',
        'Batch',
      ])
        assert.ok(reached.includes(name), `${name}: ${reached}`);
      await tab.press('ArrowDown', 'ArrowDown', 'ArrowUp');
      await tab.see([() => document.activeElement.dataset.at === '1']);
      const id = await tab.read(() => document.activeElement.dataset.id);
      await tab.press('c');
      await tab.see(shows.text('.news', `Copied ${id.slice(0, 12)}`));
      await tab.press('Enter');
      await tab.see(shows.text('.ident', id));
      await tab.see([() => document.querySelector('dialog').contains(document.activeElement)]);
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      assert.equal(await tab.read(() => document.activeElement.dataset.id), id);
    });
  }));

test('everything else by keyboard', (t) =>
  inEachBrowser(t, async (t, browser) => {
    const { tab, go, sandbox } = await openServed(t, browser);
    await go();
    await tab.see(shows.counts('250 batches'));
    const query = (name) => tab.read((name) => new URLSearchParams(location.search).get(name), name);

    await t.test('filters and their end', async () => {
      await tab.focus('.more > button');
      await tab.press('Enter', 'Tab', 'Tab');
      await tab.see([() => document.activeElement.name === 'page_size']);
      await tab.type('40');
      await tab.press('Enter');
      await tab.see([() => location.search === '?page_size=40']);
      await tab.press('Escape');
      await tab.see(shows.state('done'));
      await tab.focus('.facet > button', 'Status');
      await tab.press('Enter', 'Tab', ' ');
      await tab.see([
        () => location.search === '?status=PENDING&page_size=40' || location.search === '?page_size=40&status=PENDING',
      ]);
      await tab.press('Escape');
      assert.equal(await tab.read(() => document.activeElement.textContent), 'Status (1)');
      await tab.focus('.chips .filter button');
      await tab.press('Enter');
      await tab.see([() => location.search === '?page_size=40']);
      await tab.focus('.more > button');
      await tab.press('Enter', 'Tab', 'Tab', 'Backspace', 'Enter', 'Escape');
      await tab.see([() => location.search === '']);
      await tab.see(shows.state('done'));
    });

    await t.test('search, order and export', async () => {
      await tab.focus('.search input');
      await tab.type('parse_fast');
      await tab.see([() => / shown$/.test(document.querySelector('.counts').textContent)]);
      await tab.focus('[data-column="created"] button');
      await tab.press('Enter');
      assert.equal(await query('sort'), 'created:asc');
      await tab.read(() => {
        window.names = [];
        HTMLAnchorElement.prototype.click = function () {
          window.names.push(this.download);
        };
      });
      for (const name of ['JSON', 'CSV']) {
        await tab.focus('.toolbar .group button', name);
        await tab.press('Enter');
      }
      assert.deepEqual(await tab.read(() => window.names), ['batches.json', 'batches.csv']);
    });

    await t.test('stop and resume, on one button', async () => {
      // A poll for changes would take the fault.
      await tab.focus('[role="switch"]');
      await tab.press('Enter');
      await tab.see(shows.text('[role="switch"]', 'Paused'));
      sandbox.faults.add({ kind: 'silence', skip: 1 });
      await tab.focus('button[aria-label="List anew"]');
      await tab.press('Enter');
      await tab.see([() => document.querySelector('.counts').textContent.startsWith('100 of')]);
      assert.equal(await tab.read(() => document.activeElement.textContent), 'Stop');
      await tab.press('Enter');
      await tab.see([() => document.activeElement.textContent === 'Resume']);
      await tab.press('Enter');
      await tab.see(shows.state('done'));
      assert.equal(await tab.read(() => document.activeElement.getAttribute('aria-label')), 'List anew');
    });

    await t.test('dialogs, which give the focus back', async () => {
      for (const opener of ['.source', '.top .primary']) {
        await tab.focus(opener);
        await tab.press('Enter');
        await tab.see([() => document.querySelector('dialog')?.contains(document.activeElement)]);
        // Not further: then comes the browser itself.
        for (let at = 0; at < 4; at++) {
          await tab.press('Tab');
          assert.ok(await tab.read(() => document.querySelector('dialog').contains(document.activeElement)));
        }
        await tab.press('Escape');
        await tab.see(shows.none('dialog'));
        assert.ok(await tab.read((opener) => document.activeElement.matches(opener), opener));
      }
    });
  }));

test('numbers and times are written as the user writes them', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=500', { locale: 'de-DE' });
  await tab.see(shows.counts('5.000 batches'));
  assert.match(
    await tab.read(() => document.querySelector('.scroller [data-column="created"]').textContent),
    /^\d+\. \p{L}+\.?, \d+:\d\d:\d\d$/u,
  );
});

test('bars of days begin at midnight, also where clocks are put forward and back', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, {
    days: 280,
    tab: { timezoneId: 'Europe/Berlin', locale: 'en-GB' },
  });
  await go();
  await tab.see(shows.counts('250 batches'));
  await tab.focus('.picture .plot');
  const bars = Number(await tab.read(() => document.activeElement.getAttribute('aria-valuemax')));
  assert.ok(bars > 20);
  await tab.press('Home');
  for (let at = 0; at < bars; at++) {
    // From midnight to midnight there are days, and no times of day.
    const [range] = (await tab.read(() => document.activeElement.getAttribute('aria-valuetext'))).split(
      /: (?=none|\d)/,
    );
    assert.match(range, /\d+ \p{L}+/u);
    assert.doesNotMatch(range, /\d:\d\d/);
    await tab.press('ArrowRight');
  }
});

test('the first batches are there within a second', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const times = [];
  // Where others use the machine, only what is many times as slow is a fault.
  const most = process.env.CI ? 3_000 : 1_000;
  // A machine that is busy with other tests may hold one up, or some.
  for (let load = 0; load < 8 && !(Math.min(...times) < most); load++) {
    await t.test(`load ${load + 1}`, async (t) => {
      const { tab } = await openStatic(t, browser);
      await tab.see([() => window.firstRow !== undefined]);
      times.push(await tab.read(() => window.firstRow));
    });
  }
  assert.ok(Math.min(...times) < most, `after ${times.map(Math.round)} ms`);
});

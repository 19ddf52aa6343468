// How the demo page lies on screens of every size, and how it writes ranges and axes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../www/server/serve.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';
import { startBrowser } from './support/www-browsers.mjs';
import { openServed, openStatic, shows, texts } from './support/www.mjs';

test('on a phone, rows show the job and the directory, and what one touches is large enough', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, {
    tab: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  await go();
  await tab.see(shows.counts('250 batches'));
  const [row] = await texts(tab, '.scroller .row');
  assert.match(row, /Parse|Extract/);
  assert.match(row, /dir-/);
  await tab.click('.fold');
  const smallOnes = () => {
    const isSeen = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 1;
    const touched = [
      ...document.querySelectorAll('button, select, input, summary, .scroller .row, nav a, .values label, .saved li a'),
    ].filter(isSeen);
    return touched
      .filter((each) => !each.matches('input[type="checkbox"], input[type="radio"]') || !each.closest('label'))
      .map((each) => [
        each.outerHTML.slice(0, 120),
        each.closest('label.search')?.getBoundingClientRect() ?? each.getBoundingClientRect(),
      ])
      .filter(([, { width, height }]) => height < 43.5 || width < 43.5)
      .map(([html, { width, height }]) => `${html} ${width}x${height}`);
  };
  assert.deepEqual(await tab.read(smallOnes), []);
  for (const menu of ['.created', '.facet', '.views']) {
    await tab.click(`${menu} > button`);
    await tab.see(shows.one(`${menu} :popover-open`));
    assert.deepEqual(await tab.read(smallOnes), [], menu);
    await tab.press('Escape');
  }
  await tab.click('.row[data-at="0"]');
  await tab.see(shows.one('dialog.side:modal'));
  await tab.see(shows.one('.results'));
  assert.deepEqual(await tab.read(smallOnes), [], 'detail');
  await tab.click('.side button', 'Close');
  await tab.see(shows.none('dialog'));
  const fonts = await tab.read(() =>
    [...document.querySelectorAll('input:not([type="checkbox"]), select')]
      .filter((each) => each.checkVisibility())
      .map((each) => parseFloat(getComputedStyle(each).fontSize)),
  );
  assert.ok(fonts.length > 1);
  assert.ok(
    fonts.every((size) => size >= 16),
    `${fonts}`,
  );
  assert.equal(await tab.read(() => document.documentElement.scrollWidth), 390);
});

test('on a phone that lies, the first row is on the screen, with its job and directory', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, {
    tab: { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true },
  });
  await go();
  await tab.see(shows.counts('250 batches'));
  const { top, bottom } = await tab.read(() =>
    document.querySelector('.row[data-at="0"]').getBoundingClientRect().toJSON(),
  );
  assert.ok(top >= 0 && bottom <= 390, `${top} to ${bottom}`);
  assert.match((await texts(tab, '.row[data-at="0"]'))[0], /(Parse|Extract).*dir-/);
});

test('on a very wide screen, the header is as wide as what it is for', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, { tab: { viewport: { width: 2560, height: 1300 } } });
  await go();
  await tab.see(shows.counts('250 batches'));
  const edges = (css) =>
    tab.read((css) => {
      const { left, right } = document.querySelector(css).getBoundingClientRect();
      return [Math.round(left), Math.round(right)];
    }, css);
  const [, right] = await edges('.list');
  const [left] = await edges('.list');
  assert.equal((await edges('.top h1'))[0], left);
  assert.equal((await edges('.top .primary'))[1], right);
});

test('ranges read well in German', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=500', {
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
  });
  await tab.see(shows.counts('5.000 batches'));
  await tab.focus('.picture .plot');
  await tab.press('Home');
  const says = await tab.read(() => document.activeElement.getAttribute('aria-valuetext'));
  assert.doesNotMatch(says, / to /);
  assert.match(says, /\d+\. \p{L}+/u);
});

test('an hour in which clocks are put back says in which zone it begins and ends', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, { tab: { locale: 'en-GB', timezoneId: 'Europe/Berlin' } });
  const hour = (from) => `?created_at_on_or_after=${from}:00:00Z&created_at_on_or_before=${from}:59:59.999Z`;
  await go(`/${hour('2026-10-25T00')}`);
  await tab.see(shows.text('.chips .filter', '25 Oct, 02:00 CEST – 25 Oct, 02:00 CET'));
  await go(`/${hour('2026-10-25T01')}`);
  await tab.see(shows.text('.chips .filter', '25 Oct, 02:00–03:00'));
});

test('each bar of the durations has its label', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const width of [390, 1280, 1920]) {
    const { tab, go } = await openServed(t, browser, { tab: { viewport: { width, height: 900 } } });
    await go();
    await tab.see(shows.one('[data-picture="took"] canvas[data-labels]'));
    const { drawn, bars } = await tab.read(() => ({
      drawn: document.querySelector('[data-picture="took"] canvas').dataset.labels.split('|').length,
      bars: document.querySelector('[data-picture="took"] .plot').getAttribute('aria-valuemax'),
    }));
    assert.equal(Number(drawn), Number(bars) + 1, `at ${width}`);
  }
});

test('an axis of time is labelled at round times, each midnight by its day', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const days of [0.3, 1, 3, 7, 14]) {
    for (const width of [390, 820, 1280, 1440, 1920]) {
      const { tab, go } = await openServed(t, browser, {
        days,
        tab: { viewport: { width, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' },
      });
      await go('/?page_size=500');
      await tab.see([() => document.querySelector('[data-picture] canvas')?.dataset.labels?.includes('|')]);
      const labels = (await tab.read(() => document.querySelector('[data-picture] canvas').dataset.labels)).split('|');
      // 26 Nov, 12:00 is not as round as 26 Nov: for many days there are days alone.
      const round =
        days < 1 ? /^\d+:(00|15|30|45)$/ : days < 3 ? /^\d+:00$/ : days < 7 ? /^\d+ \w+(, 12:00)?$/ : /^\d+ \w+$/;
      assert.ok(
        labels.every((label) => round.test(label)),
        `${days} days at ${width}: ${labels}`,
      );
    }
  }
});

test('while a list comes, its progress does not push the rows down', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const { name, width, query = '', hasDetail } of [
    { name: 'a window', width: 1280, query: '&q=parse_fast' },
    { name: 'a detail beside it', width: 1280, hasDetail: true },
    { name: 'a tablet', width: 820 },
    { name: 'a phone', width: 360 },
  ]) {
    await t.test(name, async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { batches: 3_000 });
      await tab.size(width, 900);
      sandbox.faults.add({ kind: 'silence', skip: 2 });
      await go(`/?page_size=1000${query}`);
      await tab.see([() => /^2,000 of 3,000/.test(document.querySelector('.counts').textContent)]);
      if (hasDetail) await tab.click('.scroller .row');
      if (hasDetail) await tab.see(shows.one('.side .ident'));
      const top = () =>
        tab.read(() => Math.round(document.querySelector('.row[data-at="0"]').getBoundingClientRect().top));
      const before = await top();
      await tab.click('button', 'Stop');
      await tab.click('button', 'Resume');
      await tab.see(shows.state('done'));
      assert.equal(await top(), before);
    });
  }
});

test('on phones and tablets, nothing is cut off', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const sizes = [
    [360, 740],
    [740, 360],
    [820, 1180],
    [1024, 768],
  ];
  for (const [width, height] of sizes) {
    const { tab, go } = await openServed(t, browser, {
      tab: { viewport: { width, height }, hasTouch: true, isMobile: true },
      days: 2,
      batches: 400,
    });
    for (const query of ['', '&view=failures', '&view=running', '&status=FAILED,COMPLETED&created=24h&q=cfg']) {
      await go(`/?page_size=500${query}`);
      await tab.see(shows.state('done'));
      await tab.see(query.includes('view') ? shows.one('.verdict') : shows.one('.scroller .row'));
      const cut = await tab.read(() => {
        const parts = document.querySelectorAll(
          '.top :is(button, nav a, h1), .toolbar :is(button, select, input), .verdict button, .clear, .by, .fold, .under-way td',
        );
        const isSeen = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 1;
        const isCut = (each) => {
          const { left, right } = each.getBoundingClientRect();
          return (
            left < 0 ||
            right > innerWidth ||
            (!each.matches('input, .source') && each.scrollWidth > each.clientWidth + 1)
          );
        };
        const isOver = (each) => {
          const { left, top, width, height } = each.getBoundingClientRect();
          const there = document.elementFromPoint(left + width / 2, top + height / 2);
          return there && !each.contains(there) && !there.contains(each);
        };
        return [...parts]
          .filter((each) => isSeen(each) && (isCut(each) || isOver(each)))
          .map((each) => each.outerHTML.slice(0, 90));
      });
      assert.deepEqual(cut, [], `${width}x${height} ${query}`);
    }
  }
});

test('a phone’s first batch is on the screen, and a tablet shows when each was created', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  for (const [width, height] of [
    [360, 740],
    [820, 1180],
  ]) {
    const { tab, go } = await openServed(t, browser, {
      tab: { viewport: { width, height }, hasTouch: true, isMobile: true },
    });
    await go();
    await tab.see(shows.counts('250 batches'));
    const { bottom } = await tab.read(() =>
      document.querySelector('.row[data-at="0"]').getBoundingClientRect().toJSON(),
    );
    assert.ok(bottom <= height, `${bottom} of ${height}`);
    await tab.see(shows.one('.row[data-at="0"] [data-column="created"]'));
    await tab.see(shows.one('.row[data-at="0"] [data-column="job"]'));
  }
});

test('a time of another year has room in its column', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const items = [batch(1, { created_at: '2019-12-29T20:58:58Z', updated_at: '2020-12-29T20:58:58Z' })];
  for (const [locale, said] of [
    ['en-US', ['Dec 29, 2019', 'Dec 29, 2020']],
    ['de-DE', ['29. Dez. 2019', '29. Dez. 2020']],
  ]) {
    const { url } = await startPages(t, () => ({ items, total_size: 1 }));
    const server = await serve({ apiKey: KEY, baseURL: url });
    t.after(() => server.close());
    const tab = await browser.open(t, { locale, timezoneId: 'UTC', viewport: { width: 1440, height: 900 } });
    await tab.goto(server.url);
    await tab.see(shows.one('.row[data-at="0"] [data-column="updated"]'));
    const cells = await tab.read(() =>
      ['created', 'updated'].map((column) => {
        const cell = document.querySelector(`.row[data-at="0"] [data-column="${column}"]`);
        const text = document.createRange();
        text.selectNodeContents(cell);
        const [inner, outer] = [text, cell].map((each) => each.getBoundingClientRect().width);
        return { text: cell.textContent, isCut: inner > outer };
      }),
    );
    assert.deepEqual(
      cells,
      said.map((text) => ({ text, isCut: false })),
    );
  }
});

test('on a phone, the groups of failures are cards that are read whole, below what they are grouped by', async (t) => {
  const browser = await startBrowser(t, 'Chromium');
  const { tab, go } = await openServed(t, browser, {
    tab: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    days: 2,
    batches: 400,
  });
  await go('/?page_size=500&view=failures');
  await tab.see(shows.state('done'));
  await tab.see(shows.one('.grouped table'));
  const { choice, table, lines, wide } = await tab.read(() => ({
    choice: document.querySelector('.by > .group').getBoundingClientRect().bottom,
    table: document.querySelector('.grouped').getBoundingClientRect().top,
    lines: [...document.querySelectorAll('.grouped tbody .link')].map((each) => {
      const text = document.createRange();
      text.selectNodeContents(each);
      return text.getClientRects().length;
    }),
    wide: document.querySelector('.grouped').scrollWidth - document.querySelector('.grouped').clientWidth,
  }));
  assert.ok(choice <= table, `${choice} ${table}`);
  assert.deepEqual([...new Set(lines)], [1]);
  assert.equal(wide, 0);
  const [card] = await texts(tab, '.grouped tbody tr');
  assert.match(card, /^\S+\d+ of \d+[\d.]+%, others [\d.]+%[\d.]+%$/);
});

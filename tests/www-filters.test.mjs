// The demo page's filters: dates, spans that stay relative, chips that combine, and charts that follow them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser, openServed, pick, shows, texts } from './support/www.mjs';

const HOUR = 3_600_000;
const listed = async (sandbox, params = {}) => {
  const all = [];
  for await (const batch of sandbox.client().batches.list({ page_size: 500, ...params })) all.push(batch);
  return all;
};
const lists = (sandbox) =>
  sandbox.requests.all.filter(
    ({ method, path, query }) => method === 'GET' && path.endsWith('/batches') && !query.includes('page_size=500'),
  );
const says = (tab) => tab.read(() => document.activeElement.getAttribute('aria-valuetext'));
const count = (tab) => tab.read(() => document.querySelector('.counts').textContent);

test('filters of the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test(
      'a date is taken when it is whole: typing it and moving in it ask for nothing, and make no history',
      async (t) => {
        const { tab, go, sandbox } = await openServed(t, browser, { days: 30 });
        await go('/?created_at_on_or_after=2026-11-01T00:00:00.000Z');
        await tab.see(shows.state('done'));
        await tab.click('[role="switch"]');
        await tab.see(shows.text('[role="switch"]', 'Paused'));
        const [before, steps] = [sandbox.requests.all.length, await tab.read(() => history.length)];
        await tab.click('.created > button');
        // As a browser reports each key that is typed into a year.
        for (const year of ['0002', '0020', '0202', '2026']) {
          await tab.enter('.created [name="created_at_on_or_after"]', `${year}-11-05T10:00:00`);
          await tab.read(() => document.activeElement.dispatchEvent(new Event('change', { bubbles: true })));
        }
        await tab.press('ArrowUp', 'ArrowDown');
        assert.equal(sandbox.requests.all.length, before);
        assert.equal(await tab.read(() => history.length), steps);
        await tab.press('Enter');
        await tab.see([() => location.search.includes('2026-11-0') && !location.search.includes('11-01')]);
        await tab.see(shows.state('done'));
        assert.equal(await tab.read(() => history.length), steps + 1);
        await tab.enter('.created [name="created_at_on_or_before"]', '2027-01-01T00:00:00');
        await tab.press('Tab', 'Escape');
        await tab.see([
          () =>
            location.search.includes('created_at_on_or_before=2026-12-31') ||
            location.search.includes('created_at_on_or_before=2027-01-01'),
        ]);
      },
    );

    await t.test('a span stays relative in the address, and is asked of the API', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { days: 3 });
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click('.created > button');
      await tab.click('.presets button', 'Last 24 hours');
      await tab.see([() => location.search === '?created=24h']);
      const expected = (await listed(sandbox)).filter(
        ({ created_at }) => Date.now() - Date.parse(created_at) <= 24 * HOUR,
      ).length;
      await tab.see([
        (expected) =>
          Math.abs(Number(/(\d+) shown/.exec(document.querySelector('.counts').textContent)?.[1]) - expected) <= 1,
        expected,
      ]);
      assert.deepEqual(await texts(tab, '.chips .filter small'), ['here']);
      sandbox.requests.clear();
      await tab.reload();
      await tab.see(shows.state('done'));
      const [first] = lists(sandbox);
      const from = Date.parse(new URLSearchParams(first.query).get('created_at_on_or_after'));
      assert.ok(Math.abs(Date.now() - 24 * HOUR - from) < 60_000);
      assert.deepEqual(await texts(tab, '.chips .filter small'), ['API']);
      await tab.click('.created > button');
      await tab.click('.presets button', 'Yesterday');
      await tab.see([() => location.search === '?created=yesterday']);
      await tab.see(shows.state('done'));
      const bounds = new URLSearchParams(lists(sandbox).findLast(({ query }) => query.includes('on_or_before')).query);
      assert.ok(Date.parse(bounds.get('created_at_on_or_before')) <= new Date().setHours(0, 0, 0, 0));
    });

    await t.test(
      'a narrower filter asks for nothing; a wider one keeps the old rows until the new ones come',
      async (t) => {
        const { tab, go, sandbox } = await openServed(t, browser);
        await go();
        await tab.see(shows.counts('250 batches'));
        await tab.click('[role="switch"]');
        const all = await listed(sandbox);
        const before = lists(sandbox).length;
        await pick(tab, 'status', 'FAILED');
        await pick(tab, 'status', 'CANCELLED');
        const expected = all.filter(({ status }) => status === 'FAILED' || status === 'CANCELLED').length;
        await tab.see(shows.counts(`250 batches, ${expected} shown`));
        await tab.see(shows.text('.by', 'Filtered here'));
        assert.equal(lists(sandbox).length, before);
        // From a reload on, it is two lists of the API, merged by the time of creation.
        await tab.reload();
        await tab.see(shows.counts(`${expected} batches`));
        await tab.see(shows.text('.by', '2 lists'));
        const created = await tab.read(() =>
          [...document.querySelectorAll('.scroller .row')]
            .sort((a, b) => a.dataset.at - b.dataset.at)
            .map((row) => row.dataset.id),
        );
        const order = all.filter(({ id }) => created.includes(id)).map(({ id }) => id);
        assert.deepEqual(created, order);
        await tab.click('[role="switch"]');
        sandbox.faults.add({ kind: 'silence' });
        await tab.click('.chips .filter button', 'Remove Status: Cancelled');
        await tab.see([
          () =>
            document.querySelector('.progress').dataset.state === 'done' &&
            document.querySelectorAll('.chips .filter').length === 1,
        ]);
        await tab.click('.clear');
        await tab.see(shows.state('loading'));
        assert.ok((await texts(tab, '.scroller .row')).length > 3);
      },
    );

    await t.test('filters combine, charts count what they leave, and each is taken off alone', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const all = await listed(sandbox);
      const isExtract = ({ config }) => config.job.type === 'extract_v2';
      await pick(tab, 'job_type', 'extract_v2');
      await tab.see(shows.counts(`250 batches, ${all.filter(isExtract).length} shown`));
      await tab.focus('[data-picture="status"] .plot');
      await tab.press('End');
      for (let at = 0; at < 6 && !(await says(tab)).startsWith('Completed'); at++) await tab.press('ArrowUp');
      const completed = all.filter((batch) => isExtract(batch) && batch.status === 'COMPLETED');
      assert.match(await says(tab), new RegExp(`^Completed: ${completed.length} `));
      await tab.press('Enter');
      await tab.see(shows.counts(`250 batches, ${completed.length} shown`));
      await tab.fill('.search input', completed[0].config.job.configuration_id);
      const found = completed.filter(
        ({ config }) => config.job.configuration_id === completed[0].config.job.configuration_id,
      );
      await tab.see(shows.counts(`250 batches, ${found.length} shown`));
      await tab.focus('[data-picture="time"] .plot');
      await tab.press('Home');
      let sum = 0;
      const bars = Number(await tab.read(() => document.activeElement.getAttribute('aria-valuemax'))) + 1;
      for (let at = 0; at < bars; at++, await tab.press('ArrowRight'))
        sum += Number(/: (\d+) completed/.exec(await says(tab))?.[1] ?? 0);
      assert.equal(sum, found.length);
      assert.equal((await texts(tab, '.chips .filter')).length, 3);
      await tab.click('.chips .filter button', 'Remove Job');
      await tab.see([() => document.querySelectorAll('.chips .filter').length === 2]);
      await tab.see([() => document.activeElement.id === 'batches']);
    });

    await t.test('several bars are chosen by dragging and by keys: the chart zooms in, and out again', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.one('[data-picture="time"] canvas[data-labels]'));
      const box = await tab.read(() =>
        document.querySelector('[data-picture="time"] canvas').getBoundingClientRect().toJSON(),
      );
      const y = box.top + box.height / 2;
      await tab.drag([
        [box.left + box.width * 0.4, y],
        [box.left + box.width * 0.5, y],
        [box.left + box.width * 0.6, y],
      ]);
      await tab.see(shows.text('.chips .filter', 'Created'));
      const [, some] = /, (\d+) shown/.exec(await count(tab));
      assert.ok(Number(some) > 20 && Number(some) < 120, some);
      await tab.see(shows.one('[data-picture="time"] .link'));
      await tab.click('[data-picture="time"] .link', 'Zoom out');
      await tab.see(shows.counts('250 batches'));
      await tab.focus('[data-picture="took"] .plot');
      await tab.press('Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight');
      await tab.see(shows.one('.brush'));
      await tab.press('Enter');
      await tab.see(shows.text('.chips .filter', '1–15 min'));
    });

    await t.test('a click on a segment filters by its time and its status', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.one('[data-picture="time"] canvas[data-labels]'));
      const box = await tab.read(() =>
        document.querySelector('[data-picture="time"] canvas').getBoundingClientRect().toJSON(),
      );
      // The lowest part of a bar, just above the axis.
      await tab.drag([[box.left + box.width * 0.5, box.bottom - 32]]);
      await tab.see([() => document.querySelectorAll('.chips .filter').length === 2]);
      assert.deepEqual((await texts(tab, '.chips .filter > .faint')).sort(), ['Created', 'Status']);
    });

    await t.test(
      'with both ends of its time known, a list comes by several requests at a time, and goes on where it was',
      async (t) => {
        const { tab, go, sandbox } = await openServed(t, browser, { days: 9, latency: 60, batches: 400 });
        const all = await listed(sandbox);
        sandbox.requests.clear();
        sandbox.faults.add({ kind: 'status', status: 500, headers: { 'x-should-retry': 'false' }, skip: 7 });
        await go('/?created=30d&page_size=20');
        await sandbox.requests.until(3, 'waiting');
        await tab.see(shows.text('.notice', 'The server failed'));
        await tab.click('.notice button', 'Go on from there');
        await tab.see(shows.counts('400 batches'));
        const ids = await tab.read(() =>
          [...document.querySelectorAll('.scroller .row')].map(({ dataset }) => dataset.id),
        );
        assert.deepEqual(
          ids,
          all.slice(0, ids.length).map(({ id }) => id),
        );
      },
    );

    await t.test('a filter that a view takes no notice of says so', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go('/?status=FAILED&view=failures');
      await tab.see(shows.text('.verdict', 'failed'));
      assert.deepEqual(await texts(tab, '.chips .filter small'), ['not in this view']);
    });

    await t.test('the count of what is shown takes no notice of it, either', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go('/?view=failures&status=COMPLETED');
      await tab.see(shows.counts('250 batches'));
    });

    await t.test('an id that is not listed is typed, and each id in the table filters', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click('.facet > button', 'Configuration');
      await tab.enter('[name="configuration_id-text"]', 'cfg-of-mine');
      await tab.press('Enter', 'Escape');
      await tab.see([() => location.search === '?configuration_id=cfg-of-mine']);
      await tab.see(shows.text('.nothing', 'fits these filters'));
      await tab.click('.clear');
      await tab.see(shows.counts('250 batches'));
      await tab.focus('.row[data-at="0"]');
      await tab.click('.row[data-at="0"] button', 'Filter by dir-');
      await tab.see([() => /^\?source_directory_id=dir-/.test(location.search)]);
    });
  }));

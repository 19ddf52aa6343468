// The demo page while it watches: an outage that ends, what it costs, and how it reports what changes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBrowser } from './support/www-browsers.mjs';
import { batch } from './support/pages.mjs';
import { inEachBrowser, openPages, openServed, shows, texts } from './support/www.mjs';

const config = { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } };

test('watching on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('an outage is over with the first poll that succeeds, though no batch changed', async (t) => {
      const time = Date.now();
      const { tab, go, sandbox } = await openServed(t, browser, { now: () => time });
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      sandbox.faults.add({ kind: 'status', status: 503, headers: { 'x-should-retry': 'false' } });
      await tab.see(shows.one('.live[data-state="reconnecting"]'));
      await tab.see(shows.one('.live[data-state="on"]'));
    });

    await t.test('listing anew keeps the old rows until the new ones are there, also when it fails', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click('[role="switch"]');
      sandbox.faults.add({ kind: 'silence' });
      const before = sandbox.requests.all.length;
      await tab.click('button[aria-label="List anew"]');
      await sandbox.requests.until(before + 1);
      assert.ok((await texts(tab, '.scroller .row')).length > 5);
      await tab.click('button', 'Stop');
      await tab.see(shows.state('stopped'));
      assert.ok((await texts(tab, '.scroller .row')).length > 5);
      sandbox.faults.add({ kind: 'status', status: 500, headers: { 'x-should-retry': 'false' } });
      await tab.click('button', 'Resume');
      await tab.see(shows.text('.notice', 'The server failed'));
      assert.ok((await texts(tab, '.scroller .row')).length > 5);
      await tab.click('.notice button', 'Try again');
      await tab.see(shows.counts('250 batches'));
    });

    await t.test('news stand below the rows, never over them, and a failure stays until it is dismissed', async (t) => {
      const time = Date.now();
      const { tab, go, sandbox } = await openServed(t, browser, { now: () => time });
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await go();
      await tab.see(shows.counts('251 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      sandbox.faults.add({ kind: 'with', field: 'items.0.status', value: 'FAILED', times: null });
      await tab.see(shows.text('.news[data-failed]', 'failed'));
      const overlap = await tab.read(() => {
        const news = document.querySelector('.news').getBoundingClientRect();
        return [...document.querySelectorAll('.scroller .row')].some((row) => {
          const { top } = row.getBoundingClientRect();
          const bottom = document.querySelector('.scroller').getBoundingClientRect().bottom;
          return top < bottom && Math.min(row.getBoundingClientRect().bottom, bottom) > news.top + 1;
        });
      });
      assert.equal(overlap, false);
      sandbox.faults.clear();
      for (let more = 0; more < 3; more++)
        await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await tab.see(shows.text('.news', 'new'));
      await tab.see(shows.text('.news .failures', '1 failed'));
      await tab.click('.news .failures button', 'Show');
      await tab.see(shows.text('.ident', id));
    });

    await t.test('a batch from the future does not hide those that come now', async (t) => {
      const items = [batch('future', { created_at: '2099-01-01T00:00:00Z' }), batch('old')];
      const { tab, go } = await openPages(t, browser, (query) => {
        const from = Date.parse(query.get('created_at_on_or_after') ?? 0);
        const some = items.filter(({ created_at }) => Date.parse(created_at) >= from);
        return { items: some, next_page_token: null, total_size: some.length };
      });
      await go();
      await tab.see(shows.counts('2 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      items.push(batch('new', { created_at: new Date().toISOString() }));
      await tab.see(shows.counts('3 batches'));
    });

    await t.test('several failures are shown from what is listed: nothing is asked for again', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const ids = [];
      for (let at = 0; at < 2; at++)
        ids.push((await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' })).id);
      await go('/?source_directory_id=dir-mine&created=24h');
      await tab.see(shows.counts('2 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      for (const at of ids.keys())
        sandbox.faults.add({ kind: 'with', field: `items.${at}.status`, value: 'FAILED', times: null });
      await tab.see(shows.text('.news .failures', '2 failed'));
      await tab.click('[role="switch"]');
      const before = sandbox.requests.all.length;
      await tab.click('.news .failures button', 'Show');
      await tab.see(shows.counts('2 batches'));
      await tab.see(shows.text('.chips .filter', 'Batches'));
      assert.equal(sandbox.requests.all.length, before);
    });
  }));

test('an idle page animates only what the compositor does alone, and not for ever', async (t) => {
  const { tab, go } = await openServed(t, await startBrowser(t, 'Chromium'), {
    tab: { reducedMotion: 'no-preference' },
    batches: 50,
    days: 0.01,
  });
  await go();
  await tab.see(shows.one('.live[data-state="on"]'));
  await tab.see(shows.one('.scroller [data-status="RUNNING"]'));
  const animations = await tab.read(async () => {
    const seen = new Map();
    const end = performance.now() + 6_000;
    while (performance.now() < end) {
      for (const animation of document.getAnimations()) {
        const moved = animation.effect
          .getKeyframes()
          .flatMap((frame) => Object.keys(frame))
          .filter((name) => !['offset', 'computedOffset', 'easing', 'composite'].includes(name));
        seen.set(animation.animationName ?? animation.transitionProperty, {
          moved: [...new Set(moved)],
          iterations: animation.effect.getTiming().iterations,
        });
      }
      await new Promise(requestAnimationFrame);
    }
    return [...seen].map(([name, of]) => ({ name, ...of, iterations: String(of.iterations) }));
  });
  assert.ok(animations.length > 0);
  for (const { name, moved, iterations } of animations) {
    assert.deepEqual(
      moved.filter((property) => !['transform', 'opacity'].includes(property)),
      [],
      name,
    );
    assert.notEqual(iterations, 'Infinity', name);
  }
});

// Why batches fail: what stands out among those that did, since when, what their files say, and what to do about it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';
import { inEachBrowser, openPages, openServed, openStatic, shows, texts } from './support/www.mjs';

const WORLD = { batches: 3_000, days: 10 };
const results = (sandbox) => sandbox.requests.all.filter(({ query }) => query.includes('expand=results'));

async function everything(sandbox) {
  const all = [];
  for await (const batch of sandbox.client().batches.list({ page_size: 1_000 })) all.push(batch);
  return all;
}

test('failures on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('one finds out why yesterday’s extract batches failed, and what now', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, WORLD);
      const all = await everything(sandbox);
      await go('/?view=failures&created=7d&job_type=extract_v2&page_size=1000');
      await tab.see(shows.state('done'));
      await tab.see(shows.text('.verdict', 'failed'));
      // What stands out is the configuration, since the hour in which its schema broke.
      await tab.see(shows.text('.finding', 'Configuration'));
      const [finding] = (await texts(tab, '.finding')).filter((text) => text.includes('Configuration'));
      const [id] = /cfg-[\da-f-]{36}/.exec(finding);
      const rate = (batches) => batches.filter(({ status }) => status === 'FAILED').length / batches.length;
      const isOne = ({ config }) => config.job.configuration_id === id;
      const recent = (hours) => all.filter(({ created_at }) => Date.now() - Date.parse(created_at) < hours * 3_600_000);
      assert.ok(rate(recent(28).filter(isOne)) > 0.4, finding);
      assert.ok(rate(all.filter((batch) => !isOne(batch))) < 0.12);
      assert.match(finding, /since/);
      assert.ok((await texts(tab, 'tr[data-out] th')).some((text) => text.includes(id.slice(0, 12))));
      // Their files say it in words, each message with its batches.
      await tab.click('.reader button', 'Read the results');
      await tab.see(shows.text('.said li', 'The extraction schema is not valid'));
      await tab.see(shows.none('.reader progress'));
      assert.match(
        (await texts(tab, '.said summary')).find((text) => text.includes('schema')),
        new RegExp(`of \\d+ batches in configuration ${id}`),
      );
      await tab.click('.said summary', 'The extraction schema is not valid');
      const listed = () => sandbox.requests.all.filter(({ path }) => path.endsWith('/batches')).length;
      await tab.click('[role="switch"]');
      const before = listed();
      await tab.click('.said details[open] button', 'Show in the list');
      await tab.see(shows.text('.chips .filter', 'Batches'));
      // They are listed: nothing is asked for again.
      await tab.see(shows.state('done'));
      assert.equal(listed(), before);
      const shown = await tab.read(() => [...document.querySelectorAll('.scroller .row')].map((row) => row.dataset.id));
      assert.ok(shown.length > 2);
      for (const each of shown) assert.ok(isOne(all.find(({ id }) => id === each)), each);
      // Run again: the form has the settings of the old batch.
      await tab.click('.row[data-at="0"]');
      await tab.see(shows.one('.side .ident'));
      const first = await tab.read(() => document.querySelector('.side .ident').textContent.trim());
      assert.ok(shown.includes(first));
      await tab.click('dialog button', 'Run again');
      const form = await tab.read(() => Object.fromEntries(new FormData(document.querySelector('dialog.middle form'))));
      const old = all.find(({ id }) => id === first);
      assert.deepEqual(
        [form.source_directory_id, form.type, form.configuration_id, form.project_id],
        [old.source_directory_id, 'extract_v2', id, old.project_id],
      );
      await tab.click('dialog.middle .primary');
      await tab.see(shows.none('dialog.middle'));
      const { body, query } = sandbox.requests.all.findLast(({ method }) => method === 'POST');
      assert.deepEqual(JSON.parse(body).config, old.config);
      assert.equal(query, `?project_id=${old.project_id}`);
    });

    await t.test('a directory stands out, and not the project that it is in', async (t) => {
      const { tab, go } = await openServed(t, browser, WORLD);
      await go('/?view=failures&created=7d&page_size=1000');
      await tab.see(shows.one('.findings[aria-busy="false"]'));
      const kinds = await tab.read(() =>
        [...document.querySelectorAll('.finding > p:first-child')].map((each) => each.textContent.split(' ')[0]),
      );
      assert.deepEqual(kinds.sort(), ['Configuration', 'Directory']);
      await tab.click('.finding button', 'Show these failures');
      await tab.see([() => new URLSearchParams(location.search).get('status') === 'FAILED']);
      await tab.see([() => document.querySelectorAll('.scroller .row').length > 3]);
      assert.deepEqual([...new Set(await texts(tab, '.scroller [data-column="status"]'))], ['Failed']);
    });

    await t.test('what stands out changes as batches come in, and its button stays where it is', async (t) => {
      const { tab, go } = await openServed(t, browser, { ...WORLD, latency: 60 });
      await go('/?view=failures&created=7d&page_size=200');
      await tab.read(() => {
        window.seen = [];
        const look = () => {
          const list = document.querySelector('.findings');
          const isBusy = list?.ariaBusy === 'true';
          for (const card of list?.children ?? []) {
            const [name, says] = [...card.querySelectorAll('p')].map((each) => each.textContent);
            const button = [...card.querySelectorAll('button')].at(-1);
            const top = button.getBoundingClientRect().top - card.getBoundingClientRect().top;
            window.seen.push({ name, says, isBusy, top: Math.round(top) });
          }
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      });
      await tab.see(shows.state('done'));
      await tab.see(shows.one('.findings[aria-busy="false"]'));
      const seen = await tab.read(() => window.seen);
      const last = seen.filter(({ name }) => name === seen.at(-1).name);
      assert.ok(new Set(last.map(({ says }) => says)).size > 1, JSON.stringify(last));
      assert.equal(new Set(last.map(({ top }) => top)).size, 1, JSON.stringify(last));
      assert.ok(last.some(({ isBusy }) => isBusy));
    });

    await t.test('a failed batch leads to the failures of its configuration, and back', async (t) => {
      const { tab, go } = await openServed(t, browser, WORLD);
      await go('/?status=FAILED&page_size=1000');
      await tab.see(shows.state('done'));
      await tab.click('.row[data-at="0"]');
      await tab.see(shows.one('.side .ident'));
      const [configuration] = (await texts(tab, '.side .facts dd'))
        .map((text) => /cfg-[\w-]+/.exec(text)?.[0])
        .filter(Boolean);
      await tab.click('.side button', 'Failures like it');
      await tab.see(shows.text('.verdict', 'failed'));
      await tab.see(shows.none('.side'));
      const address = new URL(await tab.read(() => location.href)).searchParams;
      assert.deepEqual(
        ['view', 'configuration_id', 'batch'].map((name) => address.get(name)),
        ['failures', configuration, null],
      );
      await tab.read(() => history.back());
      await tab.see(shows.one('.side .ident'));
      assert.equal(new URL(await tab.read(() => location.href)).searchParams.get('view'), null);
    });

    await t.test('groups by each of them and by the hour, each a filter', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, WORLD);
      const all = await everything(sandbox);
      await go('/?view=failures&page_size=1000');
      await tab.see(shows.state('done'));
      const ended = all.filter(({ status }) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(status));
      const failed = ended.filter(({ status }) => status === 'FAILED').length;
      await tab.see(shows.text('.verdict', `${failed} of ${ended.length.toLocaleString('en')} batches`));
      // What is exported here are the failures, by one pair of buttons.
      assert.deepEqual(await texts(tab, '[aria-label^="Export"]'), ['JSONCSV']);
      await tab.click('.by .group button', 'Job');
      await tab.see(shows.one('table[data-kind="job_type"]'));
      const of = (type) => ended.filter(({ config }) => config.job.type === type);
      const failedOf = (type) => of(type).filter(({ status }) => status === 'FAILED').length;
      for (const [name, type] of [
        ['Parse', 'parse_v2'],
        ['Extract', 'extract_v2'],
      ]) {
        const [row] = (await texts(tab, '.grouped tbody tr')).filter((text) => text.startsWith(name));
        assert.ok(row.startsWith(`${name}${failedOf(type)} of ${of(type).length.toLocaleString('en')}`), row);
      }
      // Each bar is a part of its own whole, and says so to those who do not see it.
      const bars = await tab.read(() =>
        [...document.querySelectorAll('.grouped meter')].map((meter) => ({
          range: [meter.min, meter.max],
          value: meter.value.toFixed(6),
          says: `${meter.ariaLabel}: ${meter.ariaValueText}`,
          shows: meter.closest('td').textContent,
        })),
      );
      const percent = (part) => part.toLocaleString('en', { style: 'percent', maximumSignificantDigits: 2 });
      const isIn = (type) => failedOf(type) / of(type).length;
      assert.deepEqual(
        bars,
        ['parse_v2', 'extract_v2']
          .sort((a, b) => isIn(b) - isIn(a))
          .flatMap((type) => {
            const [rate, part] = [isIn(type), failedOf(type) / failed];
            const others = (failed - failedOf(type)) / (ended.length - of(type).length);
            return [
              {
                range: [0, 1],
                value: rate.toFixed(6),
                says: `Failure rate: ${percent(rate)}, others ${percent(others)}`,
                shows: `${percent(rate)}, others ${percent(others)}`,
              },
              {
                range: [0, 1],
                value: part.toFixed(6),
                says: `Of all failures: ${percent(part)}`,
                shows: percent(part),
              },
            ];
          }),
      );
      await tab.click('.by .group button', 'Hour');
      await tab.see(shows.one('table[data-kind="hour"]'));
      await tab.click('.grouped tbody .link');
      await tab.see(shows.text('.chips .filter', 'Created'));
      const { from, to } = await tab.read(() =>
        Object.fromEntries(
          [
            ['from', 'after'],
            ['to', 'before'],
          ].map(([name, end]) => [name, new URLSearchParams(location.search).get(`created_at_on_or_${end}`)]),
        ),
      );
      assert.equal(Date.parse(to) - Date.parse(from), 3_600_000 - 1);
    });

    await t.test('nearly all is not all', async (t) => {
      const items = Array.from({ length: 250 }, (_, at) => batch(at, { status: at ? 'FAILED' : 'COMPLETED' }));
      const { tab, go } = await openPages(t, browser, () => ({ items, total_size: items.length }));
      await go('/?view=failures');
      await tab.see(shows.text('.verdict', '249 of 250 batches that ended failed, 99%.'));
    });

    await t.test('reading is bounded, stops, goes on, and reads no batch twice', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, WORLD);
      await go('/?view=failures&created=7d&page_size=1000');
      await tab.see(shows.state('done'));
      await tab.fill('.reader select', '50');
      await tab.see(shows.text('.reader button', 'Read the results of 50 batches'));
      sandbox.faults.add({ kind: 'silence', path: '/batches/', skip: 10, times: 8 });
      await tab.focus('.reader button', 'Read the results');
      await tab.press('Enter');
      await tab.see([() => document.querySelector('.reader progress')?.value === 10]);
      assert.equal(await tab.read(() => document.activeElement.textContent), 'Stop');
      await tab.press('Enter');
      await tab.see(shows.none('.reader progress'));
      sandbox.faults.clear();
      await tab.see(shows.text('.reader button', 'Read the results of 40 batches'));
      await tab.click('.reader button', 'Read the results');
      await tab.see(shows.text('.messages [role="status"]', '50 batches read'));
      await tab.see(shows.text('.reader button', 'All 50 batches are read'));
      const answered = results(sandbox)
        .filter(({ faults }) => !faults.length)
        .map(({ path }) => path);
      assert.equal(answered.length, 50);
      assert.equal(new Set(answered).size, 50);
      sandbox.faults.add({ kind: 'status', status: 403, path: '/batches/', times: null });
      await tab.fill('.reader select', '200');
      await tab.click('.reader button', 'Read the results');
      await tab.see(shows.text('.messages .wrong', 'The key may not do this'));
      assert.match((await texts(tab, '.messages [role="status"]'))[0], /^50 batches read/);
    });

    await t.test('reading keeps to the limit of requests a minute', async (t) => {
      const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=1000');
      const sandbox = await startSandbox(t, { apiKeys: [KEY], batches: 200, days: 3 });
      await tab.see(shows.one('.scroller .row'));
      await tab.click('.source');
      await tab.click('dialog input[value="key"]');
      for (const [name, text] of [
        ['url', sandbox.url],
        ['key', KEY],
        ['rate', '6'],
      ])
        await tab.fill(`dialog [name="${name}"]`, text);
      await tab.click('dialog .primary');
      await tab.see(shows.counts('200 batches'));
      await tab.click('[role="switch"]');
      await tab.click('.top nav a', 'Failures');
      await tab.see(shows.text('.messages', 'at 6 a minute'));
      await tab.click('.reader button', 'Read the results');
      await tab.see([() => document.querySelector('.reader progress')?.value >= 3]);
      await tab.read(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
      const sent = sandbox.requests.all.filter(({ method }) => method === 'GET').length;
      assert.ok(sent <= 6, `${sent} requests`);
    });
  }));

// The demo page's list: filters, streaming, search, pictures, export, and very long lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser, openFolder, openServed, openStatic, pick, shows, texts } from './support/www.mjs';

const query = (request) => Object.fromEntries(new URLSearchParams(request.query));

test('the list of the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('a static copy lists the sandbox in the page, and asks no one else', async (t) => {
      const { tab, server } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=500');
      await tab.see(shows.counts('5,000 batches'));
      await tab.see(shows.one('.picture canvas'));
      const elsewhere = tab.requests.filter(({ url }) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'));
      assert.deepEqual(elsewhere, []);
    });

    await t.test('a copy in a folder of any web host works', async (t) => {
      const { tab, url } = await openFolder(t, browser, '/some/folder/');
      await tab.goto(`${url}?sandbox-arrivals=0&page_size=500`);
      await tab.see(shows.counts('5,000 batches'));
      await tab.see(shows.one('.picture canvas'));
      assert.deepEqual(
        tab.requests.filter((request) => !request.url.startsWith(url) && !request.url.startsWith('data:')),
        [],
      );
      await pick(tab, 'status', 'FAILED');
      await tab.see([() => /^5,000 batches, \d+ shown$/.test(document.querySelector('.counts').textContent)]);
      assert.equal(await tab.read(() => location.pathname), '/some/folder/');
      await tab.reload();
      await tab.see(shows.one('.scroller .row'));
    });

    await t.test('each filter reaches the server and the address bar, and comes back with it', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const [, some] = (await sandbox.client().batches.list({ page_size: 2 })).items;
      const day = new Date(Date.now() - 40 * 86_400_000);
      day.setMilliseconds(0);
      const local = new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
      const filters = {
        status: ['COMPLETED', 'COMPLETED'],
        created_at_on_or_after: [local, day.toISOString()],
        created_at_on_or_before: ['2030-01-01T00:00:00', new Date('2030-01-01T00:00:00').toISOString()],
        source_directory_id: [some.source_directory_id, some.source_directory_id],
        project_id: [some.project_id, some.project_id],
        organization_id: ['org-1', 'org-1'],
        page_size: ['20', '20'],
      };
      for (const name of ['status', 'source_directory_id', 'project_id']) await pick(tab, name, filters[name][0]);
      await tab.click('.created button');
      for (const name of ['created_at_on_or_after', 'created_at_on_or_before']) {
        await tab.enter(`.created [name="${name}"]`, filters[name][0]);
        await tab.press('Enter');
      }
      await tab.press('Escape');
      await tab.click('.more button');
      for (const name of ['organization_id', 'page_size']) await tab.fill(`.more [name="${name}"]`, filters[name][0]);
      await tab.press('Escape');
      const expected = Object.fromEntries(Object.entries(filters).map(([name, [, sent]]) => [name, sent]));
      await tab.see(shows.text('.nothing', 'No batch fits these filters'));
      const isList = ({ method, query, path }) =>
        method === 'GET' &&
        path.endsWith('/batches') &&
        query.includes('status=') &&
        query.includes('organization_id') &&
        query.includes('page_size');
      assert.deepEqual(query(sandbox.requests.all.filter(isList).at(-1)), expected);
      assert.deepEqual(await tab.read(() => Object.fromEntries(new URLSearchParams(location.search))), expected);
      assert.deepEqual([...new Set(await texts(tab, '.chips .filter small'))], ['API']);
      sandbox.requests.clear();
      await tab.reload();
      await tab.see(shows.text('.nothing', 'No batch fits these filters'));
      assert.deepEqual(query(sandbox.requests.all.find(isList)), expected);
      await tab.click('.clear');
      await tab.see(shows.counts('250 batches'));
      assert.equal(await tab.read(() => location.search), '?page_size=20');
      await tab.back();
      await tab.see(shows.text('.nothing', 'fits these filters'));
    });

    await t.test('what an address holds that cannot be meant is left out', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go(
        '/?page_size=many&created=constructor&took=x&view=none&created_at_on_or_after=yesterday&sort=colour:up&apiKey=llx-no',
      );
      await tab.see(shows.counts('250 batches'));
      assert.equal(sandbox.requests.all[0].query, '');
    });

    await t.test('pages stream in; it stops, and goes on from the page that is missing', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'silence', skip: 2 });
      await go('/?page_size=50');
      await tab.see(shows.counts('100 of 250'));
      assert.deepEqual(
        await tab.read(() => [document.querySelector('progress').value, document.querySelector('progress').max]),
        [100, 250],
      );
      await tab.click('button', 'Stop');
      await tab.see(shows.state('stopped'));
      await sandbox.requests.until(1, 'gone');
      const missing = sandbox.requests.all.at(-1).query;
      await tab.click('button', 'Resume');
      await tab.see(shows.counts('250 batches'));
      const lists = sandbox.requests.all.filter(
        ({ query }) => query.includes('page_size=50') && !query.includes('created_at'),
      );
      assert.equal(lists.length, 6);
      assert.equal(lists[3].query, missing);
    });

    await t.test('while pages stream in, the button to stop stays where it is', async (t) => {
      const { tab } = await openStatic(
        t,
        browser,
        '/?sandbox-batches=4000&sandbox-latency=30&sandbox-arrivals=0&page_size=100',
      );
      await tab.see([() => /of 4,000/.test(document.querySelector('.counts').textContent)]);
      const seen = await tab.read(async () => {
        const seen = { places: new Set(), texts: new Set() };
        while (document.querySelector('.progress').dataset.state === 'loading') {
          seen.places.add(Math.round(document.querySelector('.progress button').getBoundingClientRect().x));
          seen.texts.add(document.querySelector('.counts').textContent);
          await new Promise(requestAnimationFrame);
        }
        return { places: [...seen.places], texts: [...seen.texts] };
      });
      assert.ok(seen.texts.length > 3);
      assert.equal(seen.places.length, 1, `${seen.places}`);
      assert.ok(
        seen.texts.every((text) => /^[\d,]+ of 4,000$/.test(text)),
        `${seen.texts}`,
      );
    });

    await t.test('search and sorting work on what is listed, and stay in the address', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const { items } = await sandbox.client().batches.list({ page_size: 250 });
      const [first] = items;
      await tab.fill('.search input', first.id.slice(4, 12).toUpperCase());
      await tab.see(shows.counts('250 batches, 1 shown'));
      await tab.reload();
      await tab.see(shows.counts('250 batches, 1 shown'));
      await tab.fill('.search input', 'no such thing');
      await tab.see(shows.text('.nothing', 'fits the search'));
      await tab.click('.nothing button', 'Clear the search');
      await tab.see(shows.counts('250 batches'));
      await tab.see([() => document.activeElement.id === 'batches']);
      await tab.click('[data-column="id"] button');
      const ids = items.map(({ id }) => id).sort();
      const top = () => tab.read(() => document.querySelector('.row[data-at="0"]').dataset.id);
      await tab.see([(id) => document.querySelector('.row[data-at="0"]').dataset.id === id, ids[0]]);
      await tab.click('[data-column="id"] button');
      await tab.see([(id) => document.querySelector('.row[data-at="0"]').dataset.id === id, ids.at(-1)]);
      assert.equal(await tab.read(() => location.search), '?sort=id%3Adesc');
      await tab.click('[data-column="id"] button');
      await tab.see([(id) => document.querySelector('.row[data-at="0"]').dataset.id === id, first.id]);
      assert.equal(await top(), first.id);
    });

    await t.test('a bar filters the table, by click and by keyboard', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const { items } = await sandbox.client().batches.list({ page_size: 250 });
      const failed = items.filter(({ status }) => status === 'FAILED').length;
      await tab.focus('.picture:nth-child(2) .plot');
      const says = () => tab.read(() => document.activeElement.getAttribute('aria-valuetext'));
      for (let at = 0; at < 6 && !(await says()).startsWith('Failed'); at++) await tab.press('ArrowRight');
      assert.match(await says(), new RegExp(`^Failed: ${failed} `));
      await tab.press('Enter');
      await tab.see(shows.counts(`250 batches, ${failed} shown`));
      assert.deepEqual([...new Set(await texts(tab, '.scroller [data-column="status"]'))], ['Failed']);
      assert.match(await says(), /Enter takes that off/);
      assert.equal(await tab.read(() => location.search), '?status=FAILED');
      assert.deepEqual(await texts(tab, '.chips .filter small'), ['here']);
      await tab.reload();
      await tab.see(shows.counts(`${failed} batches`));
      assert.deepEqual(await texts(tab, '.chips .filter small'), ['API']);
      await tab.click('.chips .filter button');
      await tab.see(shows.counts('250 batches'));
      assert.equal(await tab.read(() => location.search), '');
      await tab.focus('.picture:nth-child(3) .plot');
      await tab.press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
      assert.match(await says(), /^5–15 min: /);
      await tab.press('Enter');
      const took = items
        .map(({ created_at, updated_at }) => Date.parse(updated_at) - Date.parse(created_at))
        .filter((ms) => ms >= 300_000 && ms < 900_000).length;
      await tab.see(shows.counts(`250 batches, ${took} shown`));
      await tab.back();
      await tab.see(shows.counts('250 batches'));
      await tab.see(shows.one('.picture:first-child canvas[data-labels]'));
      await tab.click('.picture:first-child canvas');
      await tab.see(shows.text('.chips .filter', 'Created'));
      const [, visible] = /, (\d+) shown/.exec((await texts(tab, '.counts'))[0]);
      assert.ok(Number(visible) > 0 && Number(visible) < 50, visible);
    });

    await t.test('what is empty says why, and offers a way out', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go('/?source_directory_id=dir-none&q=x&status=FAILED');
      await tab.see(shows.text('.nothing', 'No batch fits these filters'));
      assert.equal((await texts(tab, '.plot .nothing')).length, 3);
      await tab.click('.table .nothing button', 'Clear the filters');
      await tab.see([() => /^250 batches/.test(document.querySelector('.counts').textContent)]);
      assert.equal(await tab.read(() => location.search), '?q=x');
      await go('/?configuration_id=cfg-none');
      await tab.see(shows.text('.nothing', 'None of the listed batches fits these filters'));
      await tab.click('.nothing button', 'Clear the filters');
      await tab.see(shows.counts('250 batches'));
      await go('/?created_at_on_or_after=2026-02-01T00:00:00Z&created_at_on_or_before=2026-01-01T00:00:00Z');
      await tab.see(shows.text('.nothing', 'is later than'));
      sandbox.faults.add({ kind: 'body', body: { items: [] }, times: null });
      await go('/');
      await tab.see(shows.text('.nothing', 'There are no batches yet'));
    });

    await t.test('what the API may send is shown as well as it can be', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const faults = {
        'items.0.status': 'WAITING_FOR_QUOTA',
        'items.1.created_at': null,
        'items.2.config.job.type': 'classify_v3',
        total_size: null,
      };
      for (const [field, value] of Object.entries(faults))
        sandbox.faults.add({ kind: 'with', field, value, times: null });
      sandbox.faults.add({ kind: 'silence', skip: 1, times: null });
      await go('/?page_size=50');
      await tab.see(shows.counts('50 fetched'));
      await tab.click('button', 'Stop');
      const [first, second, third] = await texts(tab, '.scroller .row');
      assert.match(first, /^Waiting for quota.* d \d\d h|^Waiting for quota.*(min|h|s)/);
      assert.match(second, /––/);
      assert.match(third, /classify_v3/);
      await tab.focus('.picture:nth-child(2) .plot');
      await tab.press('End');
      assert.match(
        await tab.read(() => document.activeElement.getAttribute('aria-valuetext')),
        /^Waiting for quota: 1 \(2%\)/,
      );
    });

    await t.test('what is shown is exported, with formulas defused', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'with', field: 'items.0.source_directory_id', value: '=HYPERLINK("x"),\n1' });
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.read(() => {
        window.files = [];
        const { createObjectURL } = URL;
        URL.createObjectURL = (blob) => (window.files.push(blob), createObjectURL(blob));
        HTMLAnchorElement.prototype.click = () => {};
      });
      await tab.fill('.search input', 'completed parse_fast');
      await tab.click('[data-column="id"] button');
      await tab.click('[data-column="id"] button');
      await tab.see(shows.one('[aria-sort="descending"]'));
      await tab.click('button', 'JSON');
      const whole = JSON.parse(await tab.read(() => window.files.pop().text()));
      const { items } = await sandbox.client().batches.list({ page_size: 250 });
      const expected = items
        .filter(({ status, config }) => status === 'COMPLETED' && config.job.configuration_id === 'cfg-PARSE_FAST')
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      assert.ok(expected.length > 10);
      assert.deepEqual(
        whole.map(({ id }) => id),
        expected.map(({ id }) => id),
      );
      await tab.fill('.search input', 'hyperlink');
      await tab.see(shows.counts('250 batches, 1 shown'));
      await tab.click('button', 'JSON');
      await tab.click('button', 'CSV');
      const [json, csv] = await tab.read(() => Promise.all(window.files.map((file) => file.text())));
      const [batch, ...more] = JSON.parse(json);
      assert.deepEqual(more, []);
      assert.equal(batch.source_directory_id, '=HYPERLINK("x"),\n1');
      const [head, ...lines] = csv.split('\r\n');
      assert.equal(head, 'id,status,job_type,configuration_id,source_directory_id,project_id,created_at,updated_at');
      assert.ok(lines.join('\r\n').includes(`,"'=HYPERLINK(""x""),\n1",`), csv);
    });

    await t.test('100,000 rows scroll with only those in sight in the page', async (t) => {
      const { tab } = await openStatic(
        t,
        browser,
        '/?sandbox-batches=100000&sandbox-latency=0&sandbox-arrivals=0&page_size=1000',
      );
      await tab.see(shows.counts('100,000 batches'));
      const count = () => tab.read(() => document.querySelectorAll('.scroller .row').length);
      assert.ok((await count()) < 60);
      await tab.focus('.scroller .row[tabindex="0"]');
      await tab.press('End');
      await tab.see([() => document.activeElement.getAttribute('aria-rowindex') === '100001']);
      assert.ok((await count()) < 60);
      const worst = await tab.read(async () => {
        const scroller = document.querySelector('.scroller');
        const frame = () => new Promise(requestAnimationFrame);
        const gaps = [];
        let before = await frame();
        for (let step = 0; step < 40; step++) {
          scroller.scrollTop -= 4_000;
          const now = await frame();
          gaps.push(now - before);
          before = now;
        }
        return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
      });
      assert.ok(worst < (process.env.CI ? 400 : 100), `half of the frames took ${worst} ms and more`);
      await tab.press('Home');
      await tab.see([() => document.activeElement.getAttribute('aria-rowindex') === '2']);
    });
  }));

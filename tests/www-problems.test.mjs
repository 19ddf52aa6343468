// What stands in the demo page's way, and what it makes of it: keys, limits, networks, failed pages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch, inOrder } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';
import { inEachBrowser, openFolder, openPages, openServed, openStatic, shows, texts } from './support/www.mjs';

const NO_RETRY = { 'x-should-retry': 'false' };

test('problems on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('a key that is not accepted: check the key and the region', async (t) => {
      const { tab, go } = await openServed(t, browser, { apiKeys: ['llx-another'] });
      await go();
      await tab.see(shows.text('.notice', 'The key was not accepted'));
      const [said] = await texts(tab, '.notice');
      assert.match(said, /Check the key and the region.*Europe/);
      assert.doesNotMatch(said, /wasm|at .*\.js/);
      assert.deepEqual(await texts(tab, '.table .nothing'), []);
      await tab.click('.notice button', 'Connect');
      await tab.see(shows.text('dialog h2', 'Connect'));
    });

    await t.test('too many requests: it counts down, and goes on by itself', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      // More than the client itself waits.
      sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '90' }, skip: 2 });
      await go('/?page_size=50');
      await tab.see(shows.text('.notice', 'Too many requests'));
      const [seconds] = await texts(tab, '.countdown');
      assert.ok(Number.parseInt(seconds, 10) <= 90, seconds);
      await tab.see([() => /^8\d s$/.test(document.querySelector('.countdown').textContent)]);
      assert.equal((await texts(tab, '.counts'))[0], '100 of 250');
      await tab.click('.notice button', 'Try now');
      await tab.see(shows.counts('250 batches'));
      await tab.see(shows.none('.notice'));
      // One may also stop: then nothing goes on by itself.
      await tab.click('[role="switch"]');
      await tab.see(shows.text('[role="switch"]', 'Paused'));
      sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '90' }, skip: 2 });
      await tab.click('button[aria-label="List anew"]');
      await tab.see(shows.text('.notice', 'Too many requests'));
      await tab.click('.progress button', 'Stop');
      await tab.see(shows.state('stopped'));
      await tab.see(shows.none('.notice'));
      await tab.click('.progress button', 'Resume');
      await tab.see(shows.counts('250 batches'));
      // A long time is said as such.
      sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '7200' } });
      await tab.click('button[aria-label="List anew"]');
      await tab.see([() => /^(2 h 00|1 h 59) min$/.test(document.querySelector('.countdown')?.textContent)]);
      await tab.click('.notice button', 'Try now');
      await tab.see(shows.counts('250 batches'));
      // Less than that: the client waits, and the page says so.
      sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '2' } });
      await tab.click('button[aria-label="List anew"]');
      await tab.see(shows.text('.notice', 'goes on by itself'));
      await tab.see(shows.counts('250 batches'));
      await tab.see(shows.none('.notice'));
    });

    await t.test(
      'a web page in place of an answer is told by its title, and a long text by its beginning',
      async (t) => {
        let body =
          '<!doctype html>\n<html><head><title>\n502 Bad Gateway</title></head><body><h1>Bad</h1></body></html>';
        const { tab, go } = await openPages(t, browser, (query, request, response) => {
          response.writeHead(502, { 'content-type': 'text/html', ...NO_RETRY }).end(body);
        });
        await go();
        await tab.see(shows.text('.notice', 'It responded with 502: 502 Bad Gateway. Try again later.'));
        body = '<html><body>No title</body></html>';
        await go();
        await tab.see(shows.text('.notice', 'It responded with 502: a web page. Try again later.'));
        body = `${'word '.repeat(100)}.`;
        await go();
        await tab.see(shows.text('.notice', 'word word… Try again later.'));
      },
    );

    await t.test('a list that failed is not said to be coming, and an empty one not to be all', async (t) => {
      let items = [batch(1)];
      const { tab, go } = await openPages(t, browser, (query, request, response) => {
        if (items.length && !query.has('page_token')) return { items, next_page_token: 'p1' };
        response.writeHead(500, NO_RETRY).end();
      });
      for (const view of ['failures', 'running']) {
        items = [batch(1)];
        await go(`/?view=${view}`);
        await tab.see(shows.text('.notice', 'The server failed'));
        await tab.see(shows.text('.verdict', view === 'failures' ? '0 of 1 batch' : '0 in progress'));
        await tab.see(shows.text('.verdict', 'The list is not whole.'));
        items = [];
        await go(`/?view=${view}`);
        await tab.see(shows.text('.notice', 'The server failed'));
        await tab.see(shows.text(view === 'failures' ? '.nothing' : '.verdict', 'The list is not whole.'));
      }
    });

    await t.test('a batch whose details do not come says that it is asked for again', async (t) => {
      let isUp = false;
      const { tab, go } = await openPages(t, browser, (query, { url }, response) => {
        if (!url.includes('/batches/')) return { items: [batch(1)] };
        if (isUp) return batch(1, { results: [] });
        response.writeHead(500, NO_RETRY).end();
      });
      await go('/?batch=bat-1');
      await tab.see(shows.text('.side [role="status"]', 'The request is retried'));
      isUp = true;
      await tab.see(shows.text('.side .results', 'no results for this batch'));
      assert.deepEqual(await texts(tab, '.side [role="status"]'), []);
    });

    await t.test('what has no directory and no project has nothing there to copy or to filter by', async (t) => {
      const items = [batch(1, { source_directory_id: '', project_id: '', status: 'FAILED' }), batch(2)];
      const { tab, go } = await openPages(t, browser, () => ({ items, total_size: 2 }));
      await go();
      await tab.see(shows.counts('2 batches'));
      assert.deepEqual(await texts(tab, '[data-column="directory"]'), ['Directory', '–', 'dir-1']);
      await tab.click('.facet > button', 'Directory');
      await tab.see([() => document.querySelectorAll('.facet :popover-open [type="checkbox"]').length === 1]);
      await tab.press('Escape');
      await go('/?view=failures');
      await tab.click('.by .group button', 'Directory');
      await tab.see(shows.one('table[data-kind="source_directory_id"]'));
      assert.deepEqual(await texts(tab, '.grouped tbody th'), []);
    });

    await t.test('a page that fails in the middle: the rows stay, and it goes on from there', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'status', status: 500, headers: NO_RETRY, skip: 3 });
      await go('/?page_size=50');
      await tab.see(shows.text('.notice', 'The server failed'));
      assert.match((await texts(tab, '.notice'))[0], /What was there is kept: 150 batches/);
      const ids = await tab.read(() =>
        [...document.querySelectorAll('.row[data-id]')].map(({ dataset }) => dataset.id),
      );
      assert.ok(ids.length > 5);
      const before = sandbox.requests.all.length;
      await tab.click('.notice button', 'Go on from there');
      await tab.see(shows.counts('250 batches'));
      assert.equal(await tab.read(() => document.activeElement.id), 'batches');
      assert.match(sandbox.requests.all[before].query, /page_token=/);
      assert.equal(sandbox.requests.all[before].query, sandbox.requests.all[before - 1].query);
    });

    await t.test('an answer that is no page is said in words', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'without', field: 'items.3.status' });
      await go();
      await tab.see(shows.text('.notice', 'The response is not one of the API'));
      await tab.see(shows.text('.notice', 'items[3].status is missing'));
      await tab.click('.notice button', 'Try again');
      await tab.see(shows.counts('250 batches'));
    });

    await t.test('names that every object has, and dates at the end of time, are texts like others', async (t) => {
      const job = { configuration_id: 'toString', type: 'constructor' };
      const old = { created_at: '-271821-04-20T00:00:00Z', updated_at: '+275760-09-13T00:00:00Z' };
      const odd = [
        batch('named', { status: '__proto__', config: { job } }),
        batch('ended', { config: { job } }),
        batch('old', old),
        batch('open', { ...old, status: 'RUNNING' }),
      ];
      const list = inOrder([odd]);
      const { go, tab } = await openPages(t, browser, (query, { url }) =>
        url.includes('/bat-') ? odd.find(({ id }) => url.includes(id)) : list(query),
      );
      for (const view of ['batches', 'failures', 'running']) {
        await go(`/?view=${view}`);
        await tab.see(shows.counts('4 batches'));
      }
      await go();
      await tab.see(shows.text('.row[data-id="bat-named"]', 'constructor'));
      assert.deepEqual(await texts(tab, '[title*="function"]'), []);
      await tab.click('.row[data-id="bat-ended"]');
      await tab.click('dialog button', 'Run again');
      await tab.see(shows.text('dialog.middle option', 'constructor'));
    });

    await t.test('a server that says much does not fill the page', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({
        kind: 'status',
        status: 500,
        headers: NO_RETRY,
        body: { detail: 'a trace of it all '.repeat(500) },
      });
      await go();
      await tab.see(shows.text('.notice', 'The server failed'));
      assert.ok((await texts(tab, '.notice'))[0].length < 400);
    });

    await t.test('the demo’s own server that is gone is said so', async (t) => {
      const { tab, go, server } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await server.close();
      await tab.click('button[aria-label="List anew"]');
      await tab.see(shows.text('.notice', 'start it again with cargo xtask demo'));
    });

    await t.test('a watch that ends says so, and begins again', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.one('.live[data-state="on"]'));
      sandbox.faults.add({ kind: 'status', status: 403 });
      await tab.fill('.live select', '2');
      await tab.see(shows.text('.notice', 'Live updates stopped'));
      assert.equal((await texts(tab, '.counts'))[0], '250 batches');
      await tab.click('.notice button', 'Watch again');
      await tab.see(shows.one('.live[data-state="on"]'));
      await tab.see(shows.none('.notice'));
    });

    if (browser.name === 'Chromium') {
      await t.test('offline: it says so, and goes on when the network is back', async (t) => {
        const { tab, go, sandbox } = await openServed(t, browser);
        sandbox.faults.add({ kind: 'silence', skip: 2 });
        await go('/?page_size=50');
        await tab.see(shows.counts('100 of 250'));
        await tab.click('button', 'Stop');
        await tab.setOffline(true);
        await tab.click('button', 'Resume');
        await tab.see(shows.text('.notice', 'You are offline'));
        await tab.see(shows.text('.notice', 'Retrying'));
        assert.equal((await texts(tab, '.counts'))[0], '100 of 250');
        await tab.click('.top .primary');
        await tab.fill('dialog [name="source_directory_id"]', 'dir-mine');
        await tab.click('dialog .primary');
        await tab.see(shows.text('dialog .wrong', 'You are offline. Try again when the connection is back.'));
        await tab.press('Escape');
        await tab.setOffline(false);
        await tab.see(shows.counts('250 batches'));
        // Listing anew while offline leaves what is there.
        await tab.setOffline(true);
        await tab.click('button[aria-label="List anew"]');
        await tab.see(shows.text('.notice', 'You are offline'));
        assert.ok((await texts(tab, '.scroller .row')).length > 5);
        await tab.setOffline(false);
        await tab.see(shows.counts('250 batches'));
      });
    }

    await t.test('a part of the page that does not come is said so', async (t) => {
      const { tab, url } = await openFolder(t, browser, '/folder/', /sandbox/);
      await tab.goto(url);
      await tab.see(shows.text('.notice', 'Something went wrong'));
      await tab.click('.notice button', 'Try again');
      await tab.see(shows.text('.notice', 'Something went wrong'));
    });

    await t.test('pictures that do not come are said so, and the list is there', async (t) => {
      const { tab, url } = await openFolder(t, browser, '/folder/', /draw/);
      await tab.goto(`${url}?sandbox-arrivals=0&page_size=500`);
      await tab.see(shows.counts('5,000 batches'));
      await tab.see(shows.text('.plot', 'The chart could not be loaded'));
    });

    await t.test('one goes from the server’s key to the sandbox and back', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go('/?page_size=500');
      await tab.see(shows.counts('250 batches'));
      await tab.click('.source');
      await tab.click('dialog input[value="sandbox"]');
      await tab.click('dialog .primary');
      await tab.see(shows.text('.source', 'Sandbox'));
      await tab.see(shows.state('done'));
      await tab.see([
        () => Number.parseInt(document.querySelector('.counts').textContent.replace(',', ''), 10) >= 5_000,
      ]);
      const before = sandbox.requests.all.length;
      await tab.click('.source');
      await tab.click('dialog input[value="server"]');
      await tab.click('dialog .primary');
      await tab.see(shows.counts('250 batches'));
      assert.ok(sandbox.requests.all.length > before);
    });

    await t.test('a typed key is used from memory only', async (t) => {
      const { tab } = await openStatic(t, browser, '/?sandbox-arrivals=0&page_size=500');
      await tab.see(shows.counts('5,000 batches'));
      const sandbox = await startSandbox(t, { apiKeys: [KEY] });
      await tab.click('.source');
      await tab.click('dialog input[value="key"]');
      await tab.fill('dialog [name="url"]', 'nonsense');
      await tab.click('dialog button', 'Connect');
      await tab.see(shows.text('dialog [role="alert"]', 'An address such as'));
      await tab.fill('dialog [name="url"]', 'http://192.0.2.1');
      await tab.click('dialog button', 'Connect');
      await tab.see(shows.text('dialog [role="alert"]', 'only on this machine'));
      await tab.fill('dialog [name="url"]', sandbox.url);
      await tab.fill('dialog [name="key"]', KEY);
      await tab.click('dialog .primary');
      await tab.see(shows.counts('250 batches'));
      assert.equal(
        sandbox.requests.all.filter(({ method }) => method === 'GET').every(({ authorized }) => authorized),
        true,
      );
      const kept = await tab.read(() =>
        [
          location.href,
          JSON.stringify(localStorage),
          JSON.stringify(sessionStorage),
          document.cookie,
          document.documentElement.outerHTML,
        ].join(),
      );
      assert.ok(!kept.includes(KEY));
      await tab.reload();
      await tab.see(shows.text('.source', 'Sandbox'));
    });
  }));

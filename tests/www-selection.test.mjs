// Several batches at once on the demo page: chosen by mouse and keys, and then cancelled, run again, copied.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser, openServed, shows, texts } from './support/www.mjs';

const chosen = (tab) =>
  tab.read(() =>
    [...document.querySelectorAll('.scroller .row[aria-selected="true"]')]
      .map(({ dataset }) => Number(dataset.at))
      .sort((a, b) => a - b),
  );
const posts = (sandbox, end) =>
  sandbox.requests.all.filter(({ method, path }) => method === 'POST' && path.endsWith(end));
const config = { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } };

test('choosing rows of the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('by mouse: boxes, ranges with Shift, single ones with Control, and all', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click('.row[data-at="1"] .box input');
      await tab.clickWith('Shift', '.row[data-at="4"] [data-column="status"]');
      await tab.see(shows.text('.selected', '4 selected'));
      assert.deepEqual(await chosen(tab), [1, 2, 3, 4]);
      await tab.clickWith('Control', '.row[data-at="2"] [data-column="created"]');
      await tab.see(shows.text('.selected', '3 selected'));
      await tab.clickWith('Shift', '.row[data-at="6"] .box input');
      await tab.see(shows.text('.selected', '6 selected'));
      assert.deepEqual(await chosen(tab), [1, 2, 3, 4, 5, 6]);
      assert.ok(
        await tab.read(() =>
          [...document.querySelectorAll('.scroller .box input')].every(
            (box) => box.checked === (box.closest('.row').ariaSelected === 'true'),
          ),
        ),
      );
      await tab.click('.heads .box input');
      await tab.see(shows.text('.selected', '250 selected'));
      await tab.click('.selected button', 'Clear the selection');
      await tab.see(shows.none('.selected'));
      assert.equal(await tab.read(() => location.search), '');
    });

    await t.test('by keys: Space, Shift with arrows, and Control with A', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.focus('.row[data-at="0"]');
      await tab.press('ArrowDown', ' ');
      await tab.see(shows.text('.selected', '1 selected'));
      await tab.press('Shift+ArrowDown', 'Shift+ArrowDown');
      await tab.see(shows.text('.selected', '3 selected'));
      assert.deepEqual(await chosen(tab), [1, 2, 3]);
      await tab.press('Control+a');
      await tab.see(shows.text('.selected', '250 selected'));
    });

    await t.test('dragging over an id selects its text, and opens nothing', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const { left, right, top, bottom } = await tab.read(() =>
        document.querySelector('.row[data-at="2"] [data-column="created"] span').getBoundingClientRect().toJSON(),
      );
      const y = (top + bottom) / 2;
      await tab.drag([
        [left + 2, y],
        [(left + right) / 2, y],
        [right - 2, y],
      ]);
      assert.ok(await tab.read(() => String(getSelection()).length > 3));
      await tab.read(() => new Promise(requestAnimationFrame));
      assert.deepEqual(await texts(tab, 'dialog'), []);
      const id = await tab.read(() =>
        document.querySelector('.row[data-at="2"] [data-column="id"] a').getBoundingClientRect().toJSON(),
      );
      await tab.drag([
        [id.left + 2, id.top + 8],
        [id.left + 40, id.top + 8],
        [id.right - 4, id.top + 8],
      ]);
      await tab.read(() => new Promise(requestAnimationFrame));
      assert.deepEqual(await texts(tab, 'dialog'), []);
    });

    await t.test('one question for all that are cancelled, and what became of each', async (t) => {
      const time = Date.now();
      const { tab, go, sandbox } = await openServed(t, browser, { now: () => time });
      for (let at = 0; at < 3; at++)
        await sandbox.client().batches.create({ config, source_directory_id: `dir-${at}` });
      await go();
      await tab.see(shows.counts('253 batches'));
      const ended = await tab.read(() =>
        [...document.querySelectorAll('.scroller .row')].findIndex((row) =>
          row.querySelector('[data-status="COMPLETED"]'),
        ),
      );
      for (const at of [0, 1, 2, ended]) await tab.click(`.row[data-at="${at}"] .box input`);
      sandbox.faults.add({
        kind: 'status',
        status: 409,
        body: { detail: 'It has ended' },
        path: '/cancel',
        headers: { 'x-should-retry': 'false' },
      });
      await tab.click('.selected button', 'Cancel');
      await tab.see(shows.text('dialog', '3 batches will be cancelled. 1 of those selected has ended already.'));
      assert.equal(posts(sandbox, '/cancel').length, 0);
      await tab.click('dialog button', 'Cancel 3 batches');
      await tab.see(shows.text('dialog [role="status"]', '2 of 3 batches cancelled, 1 not'));
      await tab.see(shows.text('.outcomes [data-error]', 'It has ended'));
      await tab.click('dialog button', 'Try those again');
      await tab.click('dialog button', 'Cancel 1 batch');
      await tab.see(shows.text('dialog [role="status"]', '1 of 1 batch cancelled'));
      assert.equal(posts(sandbox, '/cancel').length, 4);
    });

    await t.test('running again makes one batch for each of the different settings', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const [like] = (await sandbox.client().batches.list({ page_size: 1 })).items;
      for (let at = 0; at < 3; at++)
        await sandbox
          .client()
          .batches.create({ config, source_directory_id: at ? 'dir-twice' : 'dir-once', project_id: like.project_id });
      await go();
      await tab.see(shows.counts('253 batches'));
      const before = posts(sandbox, '/batches').length;
      for (const at of [0, 1, 2]) await tab.click(`.row[data-at="${at}"] .box input`);
      await tab.click('.selected button', 'Run again');
      await tab.see(shows.text('dialog', '2 batches will be created'));
      await tab.click('dialog button', 'Create 2 batches');
      await tab.see(shows.text('dialog [role="status"]', '2 of 2 batches created'));
      const made = posts(sandbox, '/batches').slice(before);
      assert.deepEqual(made.map(({ body }) => JSON.parse(body).source_directory_id).sort(), ['dir-once', 'dir-twice']);
      assert.ok(made.every(({ query }) => query === `?project_id=${like.project_id}`));
      await tab.click('dialog button', 'Close');
      await tab.see(shows.counts('255 batches'));
    });

    await t.test('what is chosen is exported and copied; part of a list says so', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      sandbox.faults.add({ kind: 'silence', skip: 2 });
      await go('/?page_size=50');
      await tab.see(shows.counts('100 of 250'));
      await tab.click('button', 'Stop');
      await tab.read(() => {
        window.files = [];
        const { createObjectURL } = URL;
        URL.createObjectURL = (blob) => (window.files.push(blob), createObjectURL(blob));
        HTMLAnchorElement.prototype.click = function () {
          window.name = this.download;
        };
        Object.defineProperty(navigator, 'clipboard', {
          value: { writeText: async (text) => void (window.copied = text) },
        });
      });
      await tab.click('.toolbar .group button', 'JSON');
      assert.equal(await tab.read(() => window.name), 'batches-part-100-of-250.json');
      await tab.see(shows.text('.news', 'of a list that is not whole: part 100 of 250'));
      assert.match(
        await tab.read(() => document.querySelector('.toolbar .group button').title),
        /not whole \(part 100 of 250\)/,
      );
      for (const at of [0, 2]) await tab.click(`.row[data-at="${at}"] .box input`);
      await tab.click('.selected button', 'Copy ids');
      const ids = await tab.read(() => [0, 2].map((at) => document.querySelector(`.row[data-at="${at}"]`).dataset.id));
      await tab.see([() => window.copied !== undefined]);
      assert.equal(await tab.read(() => window.copied), ids.join('\n'));
      await tab.click('.selected .group button', 'JSON');
      const exported = JSON.parse(await tab.read(() => window.files.at(-1).text()));
      assert.deepEqual(
        exported.map(({ id }) => id),
        ids,
      );
    });
  }));

// One batch on the demo page: its detail, creating, cancelling, and watching it change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEachBrowser, openServed, shows, texts } from './support/www.mjs';

const config = { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } };
/** A clock that stands still until it is set: so do the sandbox's batches. */
function stoppedClock() {
  let time = Date.now();
  return { now: () => time, pass: (ms) => (time += ms) };
}

const rowWith = (id, text) => [
  ([id, text]) => document.querySelector(`.row[data-id="${id}"]`)?.textContent.includes(text),
  [id, text],
];

test('a batch on the demo page', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('its detail shows 1,000 files, errors first, with only those in sight in the page', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const { items } = await sandbox.client().batches.list();
      const at = items.findIndex(({ status }) => status === 'COMPLETED');
      const long = 'The file could not be read, as it says: '.repeat(20);
      const results = Array.from({ length: 1_000 }, (_, file) => ({
        source_directory_file_id: `dfl-${file}`,
        error_message: file % 100 === 99 ? (file === 99 ? long : 'The file is encrypted.') : null,
        job_reference: file % 100 === 99 ? null : { id: `pjb-${file}`, type: 'parse_v2' },
      }));
      sandbox.faults.add({ kind: 'with', field: 'results', value: results, path: items[at].id });
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.click(`.row[data-id="${items[at].id}"]`);
      await tab.see(shows.text('.results .counts', '10 of 1,000 with an error'));
      const shown = await texts(tab, '.result');
      assert.ok(shown.length < 60, `${shown.length} rows`);
      assert.ok(shown[0].includes(long));
      assert.ok(shown.slice(1, 10).every((text) => text.includes('encrypted')));
      // A long one is there to the end, and the next is below it.
      await tab.see([
        () => {
          const [long, next] = [...document.querySelectorAll('.result')].map((row) => row.getBoundingClientRect());
          return long.height > 100 && Math.abs(next.top - long.bottom) < 2;
        },
      ]);
      assert.ok(
        await tab.read(() =>
          [...document.querySelectorAll('.result')].every((row) => row.scrollWidth <= row.clientWidth),
        ),
      );
      assert.ok((await texts(tab, '.facts')).join().includes(items[at].source_directory_id));
      assert.equal((await texts(tab, '.life li')).length, 2);
      await tab.click('.results .check input');
      await tab.see([
        () =>
          [...document.querySelectorAll('.result')].every(
            (row) => row.ariaSetSize === '10' && row.matches('[data-error]'),
          ),
      ]);
      await tab.read(() => document.querySelector('.results .scroller').scrollTo(0, 1e6));
      assert.equal(await tab.read(() => new URLSearchParams(location.search).get('batch')), items[at].id);
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      await tab.see([(id) => document.activeElement.dataset.id === id, items[at].id]);
      assert.equal(await tab.read(() => location.search), '');
    });

    await t.test('an id that does not exist is said so', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go('/?batch=bat-none');
      await tab.see(shows.text('dialog .notice', 'Not found'));
    });

    await t.test('a batch is created from a checked form', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      const before = sandbox.requests.all.length;
      await tab.click('.top .primary');
      await tab.fill('dialog [name="configuration_id"]', 'fast');
      await tab.click('dialog summary');
      await tab.fill('dialog [name="webhook_url"]', 'http://plain.example');
      await tab.click('dialog .primary');
      await tab.see(shows.text('dialog [role="alert"]', 'begins with dir-'));
      await tab.see(shows.text('dialog [role="alert"]', 'begins with cfg-'));
      await tab.see(shows.text('dialog [role="alert"]', 'begins with https://'));
      await tab.see([() => document.activeElement.name === 'source_directory_id']);
      assert.equal(sandbox.requests.all.slice(before).filter(({ method }) => method === 'POST').length, 0);
      await tab.fill('dialog [name="source_directory_id"]', 'dir-mine');
      await tab.fill('dialog [name="configuration_id"]', 'cfg-PARSE_FAST');
      await tab.fill('dialog [name="project_id"]', 'prj-mine');
      await tab.fill('dialog [name="webhook_url"]', 'https://hook.example/a');
      await tab.click('dialog [value="batch.pending"]');
      sandbox.faults.add({
        kind: 'status',
        status: 422,
        body: { detail: [{ loc: ['body', 'source_directory_id'], msg: 'No such directory', type: 'value_error' }] },
        method: 'POST',
      });
      await tab.click('dialog .primary');
      await tab.see(shows.text('dialog [role="alert"]', 'No such directory'));
      // A click beside it must not lose what was typed.
      await tab.read(() =>
        document.querySelector('dialog').dispatchEvent(new MouseEvent('mousedown', { bubbles: true })),
      );
      await tab.click('dialog .primary');
      await tab.see(shows.text('dialog .facts', 'dir-mine'));
      const { body, query } = sandbox.requests.all.findLast(({ method }) => method === 'POST');
      const webhook_events = ['batch.running', 'batch.success', 'batch.error', 'batch.cancelled'];
      assert.deepEqual(JSON.parse(body), {
        config,
        source_directory_id: 'dir-mine',
        webhook_configurations: [{ webhook_url: 'https://hook.example/a', webhook_events }],
      });
      assert.equal(query, '?project_id=prj-mine');
      await tab.press('Escape');
      await tab.see(shows.counts('251 batches'));
      await tab.see(shows.text('.row[data-at="0"]', 'dir-mine'));
    });

    await t.test('a batch that the filters leave out is created, and not listed', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const [{ source_directory_id }] = (await sandbox.client().batches.list({ page_size: 1 })).items;
      await go(`/?source_directory_id=${source_directory_id}`);
      await tab.see(shows.state('done'));
      const [before] = await texts(tab, '.counts');
      await tab.click('.top .primary');
      await tab.fill('dialog [name="source_directory_id"]', 'dir-another');
      await tab.click('dialog .primary');
      await tab.see(shows.text('dialog .facts', 'dir-another'));
      await tab.press('Escape');
      await tab.see(shows.none('dialog'));
      assert.deepEqual(await texts(tab, '.counts'), [before]);
    });

    await t.test('a batch is cancelled once that is confirmed', async (t) => {
      const { now, pass } = stoppedClock();
      const { tab, go, sandbox } = await openServed(t, browser, { now });
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await go();
      await tab.see(shows.counts('251 batches'));
      await tab.click(`.row[data-id="${id}"]`);
      await tab.click('dialog button', 'Cancel batch');
      assert.ok((await tab.read(() => document.querySelector('dialog dialog').offsetHeight)) < 300);
      await tab.click('dialog dialog button', 'Keep it');
      await tab.see(shows.none('dialog dialog'));
      const cancels = () => sandbox.requests.all.filter(({ path }) => path.endsWith('/cancel')).length;
      assert.equal(cancels(), 0);
      await tab.click('dialog button', 'Cancel batch');
      await tab.click('dialog dialog button', 'Cancel the batch');
      await tab.see(shows.text('dialog .stand', 'Cancelling'));
      pass(5_000);
      await tab.see(shows.text('dialog .chip', 'Cancelled'));
      assert.equal(cancels(), 1);
      assert.deepEqual(await texts(tab, '.life strong'), ['Created', 'Cancelled']);
      await tab.press('Escape');
      await tab.see(rowWith(id, 'Cancelled'));
    });

    await t.test('a batch that cannot be cancelled any more says so', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      sandbox.faults.add({
        kind: 'status',
        status: 409,
        headers: { 'x-should-retry': 'false' },
        body: { detail: 'It has ended' },
        path: '/cancel',
      });
      await go(`/?batch=${id}`);
      await tab.click('dialog button', 'Cancel batch');
      await tab.click('dialog dialog button', 'Cancel the batch');
      await tab.see(shows.text('dialog [role="alert"]', 'It has ended'));
    });

    await t.test('changes by others show in place and as news, and not while live updates are paused', async (t) => {
      const { now, pass } = stoppedClock();
      const { tab, go, sandbox } = await openServed(t, browser, { now });
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await tab.see(rowWith(id, 'Pending'));
      await tab.see(shows.text('.news', 'New: '));
      await tab.see(shows.counts('251 batches'));
      await sandbox.client().batches.cancel(id);
      pass(5_000);
      await tab.see(rowWith(id, 'Cancelled'));
      await tab.see(shows.text('.news', 'now cancelled'));
      sandbox.faults.add({ kind: 'status', status: 503, headers: { 'x-should-retry': 'false' } });
      await tab.see(shows.one('.live[data-state="reconnecting"]'));
      await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await tab.see(shows.counts('252 batches'));
      await tab.see(shows.one('.live[data-state="on"]'));
      await tab.click('[role="switch"]');
      await tab.see(shows.text('[role="switch"]', 'Paused'));
      const polls = sandbox.requests.all.length;
      await tab.click('button[aria-label="List anew"]');
      await tab.see(shows.state('done'));
      assert.deepEqual(
        sandbox.requests.all.slice(polls).map(({ query }) => query.includes('created_at')),
        sandbox.requests.all.slice(polls).map(() => false),
      );
    });

    await t.test('what comes in above moves neither what is read nor what is chosen', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      await go();
      await tab.see(shows.counts('250 batches'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      await tab.read(() => document.querySelector('.scroller').scrollTo(0, 38 * 60));
      await tab.see(shows.one('.row[data-at="62"]'));
      await tab.focus('.row[data-at="62"]');
      const place = () =>
        tab.read(() => [
          document.activeElement.dataset.id,
          Math.round(document.activeElement.getBoundingClientRect().top),
        ]);
      const before = await place();
      await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await tab.see(shows.counts('251 batches'));
      await tab.see([() => document.activeElement.dataset.at === '63']);
      assert.deepEqual(await place(), before);
      assert.equal((await texts(tab, '.progress [role="status"]'))[0], '250 batches listed');
      await tab.press('Enter');
      await tab.see(shows.text('.ident', before[0]));
    });

    await t.test('the life line keeps what was seen of it', async (t) => {
      const { now, pass } = stoppedClock();
      const { tab, go, sandbox } = await openServed(t, browser, { now });
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      pass(10_000);
      await go(`/?batch=${id}`);
      await tab.see(shows.one('dialog .chip'));
      const [status] = await texts(tab, 'dialog .chip');
      assert.ok(['Running', 'Throttled'].includes(status), status);
      pass(100 * 86_400_000);
      await tab.see(shows.none('dialog .stand .danger'));
      const steps = await texts(tab, '.life strong');
      assert.deepEqual(steps.slice(0, -1), ['Created', status]);
      assert.deepEqual(steps.slice(-1), await texts(tab, 'dialog .chip'));
    });

    await t.test('a batch that leaves the filter leaves the table', async (t) => {
      const { now, pass } = stoppedClock();
      const { tab, go, sandbox } = await openServed(t, browser, { now });
      const { id } = await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
      await go('/?status=PENDING');
      await tab.see(rowWith(id, 'Pending'));
      await tab.fill('.live select', '2');
      await tab.see(shows.one('.live[data-state="on"]'));
      pass(10_000);
      await tab.see([(id) => document.querySelector(`.row[data-id="${id}"]`) === null, id]);
    });
  }));

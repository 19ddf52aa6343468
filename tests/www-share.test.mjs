// What one takes along from the demo page: its view as code, saved views, and alerts.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { consumer } from './support/package.mjs';
import { batch } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';
import { inEachBrowser, openPages, openServed, shows, texts } from './support/www.mjs';

const run = promisify(execFile);
const config = { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } };

/** The code of a view, in one of its languages. */
async function code(tab, language) {
  await tab.click('.code-button');
  await tab.click('dialog .group button', language);
  await tab.see([(name) => document.querySelector('pre.code')?.ariaLabel === name, language]);
  const [text] = await texts(tab, 'pre.code');
  await tab.press('Escape');
  await tab.see(shows.none('dialog'));
  return text;
}

/** What a program of the page lists, run in a project that has the package. */
async function runProgram(t, text, baseURL) {
  const folder = await mkdtemp(path.join(consumer, 'view-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'view.mjs'), text);
  const env = { ...process.env, LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: baseURL };
  const { stdout } = await run(process.execPath, ['view.mjs'], { cwd: folder, env });
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ')[0]);
}

test('taking a view of the demo page along', (t) =>
  inEachBrowser(t, async (t, browser) => {
    await t.test('as JavaScript it lists just what the page shows', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { days: 20 });
      const [first] = (await sandbox.client().batches.list({ page_size: 1 })).items;
      const views = [
        '',
        'status=FAILED',
        'status=FAILED,CANCELLED&created=7d&job_type=parse_v2',
        `created=30d&project_id=${first.project_id}&took=60000-3600000`,
        `configuration_id=cfg-PARSE_FAST,cfg-PARSE_AGENTIC&q=${first.source_directory_id.slice(0, 9)}`,
      ];
      for (const view of views) {
        await go(`/?${view}&page_size=100`);
        await tab.see(shows.state('done'));
        const shown = await tab.read(() => Number(document.querySelector('.list .table').ariaRowCount) - 1);
        const ids = await runProgram(t, await code(tab, 'JavaScript'), sandbox.url);
        assert.equal(ids.length, shown, view);
        assert.ok(shown > 0, view);
        const onTop = await tab.read(() =>
          [...document.querySelectorAll('.scroller .row')].map(({ dataset }) => dataset.id),
        );
        for (const id of onTop) assert.ok(ids.includes(id), view);
      }
    });

    await t.test('chosen batches are there by their ids', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser);
      const ids = (await sandbox.client().batches.list({ page_size: 3 })).items.map(({ id }) => id);
      await go(`/?ids=${ids.join(',')}`);
      await tab.see(shows.counts('250 batches, 3 shown'));
      assert.deepEqual(await runProgram(t, await code(tab, 'JavaScript'), sandbox.url), ids);
      assert.equal(await code(tab, 'Command line'), ids.map((id) => `npx llama-cloud-batches get ${id}\n`).join(''));
      assert.match(await code(tab, 'curl'), new RegExp(`/api/v2/batches/${ids[2]} -H "Authorization`));
    });

    await t.test('as a command and for curl it asks the same of the API', async (t) => {
      const { tab, go, sandbox } = await openServed(t, browser, { days: 20 });
      await go('/?status=FAILED,CANCELLED&created=7d');
      await tab.see(shows.state('done'));
      const shown = await tab.read(() => Number(document.querySelector('.list .table').ariaRowCount) - 1);
      const lines = (await code(tab, 'Command line')).trim().split('\n');
      assert.equal(lines.length, 2);
      const ids = [];
      for (const line of lines) {
        const [, , ...words] = line.split(' ');
        const env = { ...process.env, LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url };
        const { stdout } = await run(
          process.execPath,
          [path.join(consumer, 'node_modules/llama-cloud-batches/dist/cli.js'), ...words, '--json', '-q'],
          { env },
        );
        ids.push(
          ...stdout
            .trim()
            .split('\n')
            .filter(Boolean)
            .map((each) => JSON.parse(each).id),
        );
      }
      assert.equal(ids.length, shown);
      const curl = await code(tab, 'curl');
      assert.equal(curl.match(/curl -sS -G https:\/\/api\.cloud\.llamaindex\.ai\/api\/v2\/batches/g).length, 2);
      assert.match(curl, /--data-urlencode status=FAILED/);
      assert.match(
        curl,
        /--data-urlencode 'created_at_on_or_after=2\d{3}-|--data-urlencode created_at_on_or_after=2\d{3}-/,
      );
      const { stdout } = await run(
        'bash',
        ['-c', curl.split('\n\n')[0].replace('https://api.cloud.llamaindex.ai', sandbox.url)],
        {
          env: { ...process.env, LLAMA_CLOUD_API_KEY: KEY },
        },
      );
      const page = JSON.parse(stdout);
      assert.ok(page.items.length > 0 && page.items.every(({ id, status }) => status === 'FAILED' && ids.includes(id)));
    });

    await t.test('views that another tab saved stay, and a view that cannot be saved says so', async (t) => {
      const { tab, go } = await openServed(t, browser);
      await go('/?status=FAILED');
      await tab.see(shows.state('done'));
      await tab.read(() => {
        localStorage['llama-cloud-batches'] = JSON.stringify({ views: [{ name: 'Of another tab', query: 'q=x' }] });
      });
      await tab.click('.views > button');
      await tab.see(shows.text('.saved li a', 'Of another tab'));
      await tab.fill('.views [name="view-name"]', 'Of this tab');
      await tab.click('.saved form button', 'Save');
      await tab.see(shows.text('.saved li a', 'Of this tab'));
      await tab.see(shows.text('.saved p', 'Saved in this browser'));
      const names = () => tab.read(() => JSON.parse(localStorage['llama-cloud-batches']).views.map(({ name }) => name));
      assert.deepEqual(await names(), ['Of another tab', 'Of this tab']);
      await tab.read(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('It is full', 'QuotaExceededError');
        };
      });
      await tab.fill('.views [name="view-name"]', 'Of no tab');
      await tab.click('.saved form button', 'Save');
      await tab.see(shows.text('.saved [role="alert"]', 'until this page is closed'));
      await tab.see(shows.text('.saved li a', 'Of no tab'));
    });

    await t.test('views are saved by name, are links, and survive a reload', async (t) => {
      const { tab, go, server } = await openServed(t, browser);
      await go('/?status=FAILED&created=24h&sort=duration:desc');
      await tab.see(shows.state('done'));
      await tab.click('.views > button');
      await tab.fill('.views [name="view-name"]', 'Slow failures');
      await tab.click('.saved form button', 'Save');
      await tab.see(shows.text('.saved li a', 'Slow failures'));
      const href = await tab.read(() => document.querySelector('.saved li a').href);
      assert.equal(decodeURIComponent(href), `${server.url}/?status=FAILED&created=24h&sort=duration:desc`);
      await go('/');
      await tab.see(shows.counts('250 batches'));
      await tab.click('.views > button');
      await tab.click('.saved li a', 'Slow failures');
      await tab.see([() => decodeURIComponent(location.search) === '?status=FAILED&created=24h&sort=duration:desc']);
      await tab.see([() => document.querySelectorAll('.chips .filter').length === 2]);
      await tab.back();
      await tab.see([() => document.querySelectorAll('.chips .filter').length === 0]);
      await tab.click('.views > button');
      await tab.click('.saved button', 'Delete Slow failures');
      await tab.see([
        () => ![...document.querySelectorAll('.saved li a')].some((link) => link.textContent === 'Slow failures'),
      ]);
      await tab.click('.saved li a', 'Why batches failed yesterday');
      await tab.see(shows.one('.list[data-view="failures"]'));
    });

    await t.test('an address holds any value as it is: by a reload, in another tab, and as a saved view', async (t) => {
      const odd = (name) => `${name}, b\\,c & d=e+f%2C#g?h;é 東 👩‍💻\\`;
      const own = {
        status: odd('status'),
        config: { job: { configuration_id: odd('configuration'), type: odd('job') } },
        source_directory_id: odd('directory'),
        project_id: odd('project'),
      };
      const items = [batch(odd('1'), own), batch(odd('2'), own), batch('3', { status: 'status' }), batch('4')];
      const { tab, go } = await openPages(t, browser, () => ({ items, total_size: items.length }));
      const isShown = (ids) => [
        (ids) => [...document.querySelectorAll('.scroller .row')].map(({ dataset }) => dataset.id).join() === ids,
        ids.join(),
      ];
      const both = isShown([items[0].id, items[1].id]);
      const state = () =>
        tab.read(() => [
          [...document.querySelectorAll('.chips .filter button')].map(({ ariaLabel }) => ariaLabel).sort(),
          document.querySelector('.search input').value,
        ]);
      const survives = async (shown) => {
        await tab.see(shown);
        const before = await state();
        await tab.reload();
        await tab.see(shown);
        assert.deepEqual(await state(), before);
        return before;
      };
      await go();
      await tab.see(shows.counts('4 batches'));
      const choose = async (name, value) => {
        await tab.click('.facet > button', name);
        await tab.read((value) => {
          for (const box of document.querySelectorAll('.facet [type="checkbox"]')) if (box.value === value) box.click();
        }, value);
        await tab.press('Escape');
      };
      await choose('Status', own.status);
      await choose('Job', own.config.job.type);
      await choose('Configuration', own.config.job.configuration_id);
      await choose('Directory', own.source_directory_id);
      await choose('Project', own.project_id);
      assert.equal((await survives(both))[0].length, 5);
      // More than one of a kind, and a text.
      await choose('Status', 'COMPLETED');
      await tab.fill('.search input', odd('1').slice(1));
      assert.equal((await survives(both))[0].length, 7);
      await tab.click('.views > button');
      await tab.fill('.views [name="view-name"]', 'Odd');
      await tab.click('.saved form button', 'Save');
      const [kept, href] = [await state(), await tab.read(() => document.querySelector('.saved li a').href)];
      await go('/');
      await tab.see(shows.counts('4 batches'));
      await tab.click('.views > button');
      await tab.click('.saved li a', 'Odd');
      await tab.see(both);
      assert.deepEqual(await state(), kept);
      const shared = await browser.open(t);
      await shared.goto(href);
      await shared.see(both);
      // A batch of such an id, open or chosen.
      await go('/');
      await tab.see(shows.counts('4 batches'));
      await tab.click('.row[data-at="0"]');
      await tab.see(shows.text('.side .ident', items[0].id));
      await tab.reload();
      await tab.see(shows.text('.side .ident', items[0].id));
      const escaped = (id) => encodeURIComponent(id.replaceAll('\\', '\\\\').replaceAll(',', '\\,'));
      await go(`/?ids=${escaped(items[0].id)},%20${escaped(items[1].id)},`);
      await tab.see(both);
      await tab.click('[data-column="created"]');
      await tab.see([() => location.search.includes('sort=')]);
      await survives(both);
      assert.ok((await code(tab, 'curl')).includes(`/api/v2/batches/${encodeURIComponent(items[1].id)}`));
    });

    await t.test(
      'failures are notified to those who want it, and counted in the title of a page in the background',
      async (t) => {
        const time = Date.now();
        const { tab, go, sandbox } = await openServed(t, browser, { now: () => time });
        await sandbox.client().batches.create({ config, source_directory_id: 'dir-mine' });
        await go();
        await tab.see(shows.counts('251 batches'));
        // No headless browser shows a notification: what the page asks the system for is seen here.
        await tab.read(() => {
          window.notified = [];
          window.Notification = class extends EventTarget {
            static permission = 'default';
            static async requestPermission() {
              return (this.permission = 'granted');
            }
            constructor(title, options) {
              super();
              window.notified.push({ title, ...options });
            }
          };
        });
        await tab.fill('.live select', '2');
        await tab.click('.notify');
        await tab.see(shows.one('.notify[aria-pressed="true"]'));
        await tab.read(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }));
        sandbox.faults.add({ kind: 'with', field: 'items.0.status', value: 'FAILED', times: null });
        await tab.see([() => window.notified.length === 1]);
        const [{ title, silent }] = await tab.read(() => window.notified);
        assert.match(title, /^A batch failed: bat-/);
        assert.equal(silent, true);
        await tab.see([() => document.title.startsWith('(1 failed) ')]);
        await tab.read(() => {
          delete document.hidden;
          document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        });
        await tab.see([() => !document.title.includes('failed')]);
      },
    );
  }));

// In a real Chromium, too, nothing leaks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, startChromium } from './support/browser.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

/** Runs in the page, before the package: notes what it instantiates, and the listeners that signals have. */
function takeNote() {
  const instances = [];
  globalThis.listeners = 0;
  globalThis.held = () => {
    const all = instances.flatMap((exports) => Object.values(exports));
    const tables = all.filter((each) => each instanceof WebAssembly.Table);
    const memories = all.filter((each) => each instanceof WebAssembly.Memory);
    return {
      memory: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      references: tables.reduce(
        (sum, table) => sum + Array.from(table, (_, at) => table.get(at)).filter((each) => each !== null).length,
        0,
      ),
      listeners: globalThis.listeners,
    };
  };
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(module, imports) {
      super(module, imports);
      instances.push(this.exports);
    }
  };
  for (const [name, step] of [
    ['addEventListener', 1],
    ['removeEventListener', -1],
  ]) {
    const original = EventTarget.prototype[name];
    AbortSignal.prototype[name] = function (...parameters) {
      globalThis.listeners += step;
      return original.apply(this, parameters);
    };
  }
}

test('nothing leaks in Chromium', async (t) => {
  const browser = await startChromium(t);
  const sandbox = await startSandbox(t, { batches: 8_400 });
  const { page, origin } = await openPage(t, browser);
  await page.addInitScript(takeNote);
  await page.goto(origin);
  await page.evaluate(
    async ([baseURL, apiKey]) => {
      const { LlamaCloud } = await import('/dist/index.js');
      globalThis.client = new LlamaCloud({ apiKey, baseURL, maxRetries: 0 });
      globalThis.signal = new AbortController().signal;
    },
    [sandbox.url, KEY],
  );

  const held = async () => {
    for (let round = 0; round < 3; round++) await page.requestGC();
    return page.evaluate(() => globalThis.held());
  };
  /** Runs `round` twelve times, and compares what is held after the second and at the end. */
  const leavesNothing = (name, round) =>
    t.test(name, async () => {
      const seen = [];
      for (let count = 0; count < 12; count++) {
        await page.evaluate(round);
        seen.push(await held());
      }
      assert.ok(seen[0].memory > 0 && seen[0].references > 0, 'the instance is seen');
      assert.deepEqual(seen.at(-1), { ...seen[1], listeners: 0 });
    });

  await leavesNothing('100,000 items', async () => {
    let count = 0;
    for await (const { id } of client.batches.list({ page_size: 1_000 }, { signal })) count += id ? 1 : 0;
    if (count !== 8_400) throw new Error(`${count} items`);
  });
  await leavesNothing('1,000 loops that break', async () => {
    for (let time = 0; time < 84; time++)
      for await (const _ of client.batches.list({ page_size: 20 }, { signal })) break;
  });
  await leavesNothing('1,000 failures', async () => {
    for (let time = 0; time < 84; time++) await client.batches.get('unknown', {}, { signal }).catch(() => {});
  });
  await leavesNothing('10,000 failures without a network', async () => {
    const offline = client.withOptions({
      fetch: async () => ({ status: 404, headers: new Map(), text: async () => '{}' }),
    });
    for (let time = 0; time < 840; time++) await offline.batches.get('unknown', {}, { signal }).catch(() => {});
  });
  await leavesNothing('20,000 items in concurrent windows', async () => {
    const now = Date.now();
    const bounds = {
      created_at_on_or_after: new Date(now - 18 * 864e5),
      created_at_on_or_before: new Date(now),
      page_size: 200,
    };
    let count = 0;
    for await (const _ of client.batches.list(bounds, { signal, concurrency: 4 })) count++;
    if (count < 1_600) throw new Error(`${count} items`);
  });
  await leavesNothing('500 polls of one watch', async () => {
    // A batch changes its status with each poll.
    globalThis.polls ??= 0;
    const changing = async (...call) => {
      const page = await (await fetch(...call)).json();
      page.items[0].status = polls++ % 2 ? 'RUNNING' : 'PENDING';
      return Response.json({ items: page.items });
    };
    globalThis.watched ??= client
      .withOptions({ fetch: changing })
      .batches.watch({ page_size: 1 }, { signal, interval: 1 });
    for (let time = 0; time < 42; time++) await watched.next();
    if (polls % 42 !== 0) throw new Error(`${polls} polls`);
  });
  sandbox.faults.add({ kind: 'silence', method: 'GET', times: null });
  await leavesNothing('1,000 aborted lists', async () => {
    for (let time = 0; time < 84; time++) {
      const controller = new AbortController();
      const listed = client.batches.list({}, { signal: controller.signal }).then(
        () => 'listed',
        ({ name }) => name,
      );
      await new Promise((resolve) => setTimeout(resolve));
      controller.abort();
      if ((await listed) !== 'APIUserAbortError') throw new Error(await listed);
    }
  });
});

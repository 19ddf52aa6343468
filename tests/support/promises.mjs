// The thirteen promises, each as a program that says what is broken, wherever the client runs. It
// imports no more than a page can load, and speaks to sandboxes over HTTP alone.

import { all, KEY, NEW } from './operations.mjs';
import { check, equal } from './surroundings.mjs';

/** The promises that a page can see kept, in the order of the design. */
export const PROMISES = {
  async 'the whole surface works: create, get, list, cancel, wait, watch'({ client, fault, clear, until }) {
    const { batches } = client();
    const watched = batches.watch({ source_directory_id: 'dir-of-promises' }, { interval: 10, initial: false });
    const appeared = watched.next();
    await until(1, 'answered');
    const made = await batches.create({ ...NEW, source_directory_id: 'dir-of-promises' });
    equal(made.status, 'PENDING');
    equal((await appeared).value?.id, made.id);
    await fault({ kind: 'with', field: 'items.0.status', value: 'RUNNING' });
    equal((await watched.next()).value?.status, 'RUNNING');
    equal((await watched.return()).done, true);
    equal((await batches.get(made.id)).id, made.id);
    const [ended] = (await batches.list({ status: 'COMPLETED', page_size: 1 })).items;
    check((await batches.get(ended.id, { expand: ['results'] })).results.length > 0, 'there are no results');
    await clear();
    const single = { path: made.id, kind: 'with', field: 'status' };
    await fault({ ...single, value: 'RUNNING', times: 2 }, { ...single, value: 'FAILED', skip: 2 });
    const seen = [];
    const last = await batches.wait(made.id, { pollInterval: 5, onUpdate: ({ status }) => seen.push(status) });
    equal([last.status, ...seen], ['FAILED', 'RUNNING', 'RUNNING', 'FAILED']);
    const { data, response } = await batches.cancel(made.id).withResponse();
    equal([data.id, response.status], [made.id, 200]);
  },

  async 'a list ends only where the server says so'({ client, fault, requests, failure }) {
    await fault({ kind: 'empty-page', times: 2 }, { kind: 'empty-page', skip: 3 });
    equal(new Set((await all(client().batches.list())).map(({ id }) => id)).size, 250);
    equal((await requests()).length, 6);
    await fault({ kind: 'empty-page' });
    let page = await client().batches.list();
    equal([page.items.length, page.hasNextPage()], [0, true]);
    while (page.hasNextPage()) page = await page.getNextPage();
    equal([page.items.length, page.next_page_token], [50, '']);
    await failure(page.getNextPage(), 'LlamaCloudError', /No next page/);
  },

  async 'a cursor that comes back is an error, not a loop without end'({ client, fault, requests, failure }) {
    await fault({ kind: 'repeated-cursor', skip: 1, times: null });
    const seen = new Set();
    const loop = async () => {
      for await (const { id } of client().batches.list()) seen.add(id);
    };
    const { status } = await failure(loop(), 'APIError', /next_page_token came back/);
    equal([status, seen.size, (await requests()).length], [200, 200, 2]);
  },

  async 'a 200 that is no page or batch is an error that names the field'({ client, fault, failure }) {
    for (const [broken, message] of [
      [{ kind: 'html' }, /the body is not JSON/],
      [{ kind: 'body', body: {} }, /items is missing/],
      [{ kind: 'body', body: [] }, /the body is an array/],
      [{ kind: 'without', field: 'items.3.config.job.type' }, /items\[3\]\.config\.job\.type is missing/],
      [{ kind: 'with', field: 'items.99.status', value: 7 }, /items\[99\]\.status is a number/],
    ]) {
      await fault(broken);
      const error = await failure(client().batches.list(), 'APIError', message);
      equal([error.status, error.method, error.path], [200, 'GET', '/api/v2/batches']);
    }
    await fault({ kind: 'body', body: { id: 'bat-1' } });
    await failure(client().batches.get('bat-1'), 'APIError', /config is missing/);
  },

  async 'what the server adds passes through untouched'({ client, fault }) {
    const { items } = await client().batches.list({ page_size: 1 });
    const odd = { ...items[0], status: 'DANCING', more: { deep: [1, null, { ü: 'ß' }] } };
    await fault({ kind: 'body', body: { items: [odd], hint: 'new' } });
    const page = await client().batches.list();
    equal([page.items, page.hint, structuredClone(page.items)], [[odd], 'new', [odd]]);
    await fault({ kind: 'body', body: odd });
    equal(await client().batches.get(odd.id), odd);
  },

  async 'the timeout covers the body, and a truncated body is retried'({
    client,
    fault,
    requests,
    until,
    clear,
    failure,
  }) {
    for (const [kind, name] of Object.entries({ stall: 'APIConnectionTimeoutError', truncate: 'APIConnectionError' })) {
      await clear();
      await fault({ kind });
      const { batches } = client({ timeout: 800 });
      equal((await batches.list()).items.length, 100);
      await until(1, 'gone');
      equal((await requests()).length, 2);
      await fault({ kind });
      await failure(batches.list({}, { maxRetries: 0 }), name);
    }
  },

  async 'nothing is sent twice that may have run'({ client, fault, requests, clear, failure }) {
    const SOON = { 'retry-after-ms': '1' };
    const { batches } = client({ timeout: 800 });
    const { id } = await batches.create(NEW);
    for (const [broken, name] of [
      [{ kind: 'stall' }, 'APIConnectionTimeoutError'],
      [{ kind: 'truncate' }, 'APIConnectionError'],
      [{ kind: 'status', status: 503, headers: SOON }, 'InternalServerError'],
    ]) {
      await clear();
      await fault(broken);
      await failure(batches.create(NEW), name);
      equal((await requests()).length, 1);
    }
    for (const call of [() => batches.cancel(id), () => batches.get(id), () => batches.list()]) {
      await clear();
      await fault({ kind: 'status', status: 503, headers: SOON });
      await call();
      equal((await requests()).length, 2);
    }
    await clear();
    await fault({ kind: 'status', status: 429, headers: SOON });
    await batches.create(NEW);
    equal((await requests()).length, 2);
  },

  async "the server's word comes first in what is sent again, and when"({
    client,
    fault,
    requests,
    until,
    clear,
    failure,
  }) {
    const SOON = { 'retry-after-ms': '1' };
    for (const [status, headers, count] of [
      [400, { ...SOON, 'x-should-retry': 'true' }, 2],
      [503, { ...SOON, 'x-should-retry': 'false' }, 1],
      [503, { ...SOON, 'retry-after': '30' }, 2],
      [503, { 'retry-after': '3600' }, 1],
      [404, SOON, 1],
    ]) {
      await clear();
      await fault({ kind: 'status', status, headers });
      await client()
        .batches.list()
        .catch(() => {});
      equal([status, headers, (await requests()).length], [status, headers, count]);
    }
    await clear();
    await fault({ kind: 'status', status: 503, headers: { 'retry-after': '50' } });
    const controller = new AbortController();
    const aborted = failure(client().batches.list({}, { signal: controller.signal }), 'APIUserAbortError');
    await until(1, 'answered');
    controller.abort();
    await aborted;
    equal((await requests()).length, 1);
  },

  async 'an abort ends each operation at once, with any reason, and closes its connection'({
    client,
    fault,
    until,
    clear,
    failure,
  }) {
    const { batches } = client();
    for (const [kind, call, reason] of [
      ['silence', (signal) => batches.list({}, { signal }), 'stop'],
      ['stall', (signal) => batches.list({}, { signal }), undefined],
      ['silence', (signal) => all(batches.list({}, { signal })), 7],
      ['silence', (signal) => batches.get('bat-1', {}, { signal }), null],
      ['silence', (signal) => batches.create(NEW, { signal }), { code: 1 }],
      ['silence', (signal) => batches.cancel('bat-1', {}, { signal }), new RangeError('stop')],
      ['silence', (signal) => batches.wait('bat-1', { signal }), Symbol('stop')],
      ['silence', (signal) => batches.watch({}, { signal }).next(), () => {}],
    ]) {
      await clear();
      await fault({ kind });
      const controller = new AbortController();
      const failed = failure(call(controller.signal), 'APIUserAbortError');
      await until(1, 'waiting');
      controller.abort(reason);
      check(Object.is((await failed).cause, controller.signal.reason), `the cause is not ${String(reason)}`);
      await until(1, 'gone');
    }
    await clear();
    await fault({ kind: 'silence', skip: 1 });
    const iterator = batches.list({ page_size: 1 })[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    await until(1, 'waiting');
    equal([(await iterator.return()).done, (await waiting).done], [true, true]);
    await until(1, 'gone');
    equal((await batches.list()).items.length, 100);
  },

  async 'calls of next() take turns, and after the end, an error or return() there is no more'({
    client,
    fault,
    requests,
  }) {
    const { batches } = client();
    const iterator = batches.list({ page_size: 100 })[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 252 }, () => iterator.next()));
    const ids = results.flatMap(({ value }) => value?.id ?? []);
    equal(
      ids,
      (await batches.list({ page_size: 1_000 })).items.map(({ id }) => id),
    );
    equal(
      results.map(({ done }) => done),
      results.map((_, at) => at >= 250),
    );
    await fault({ kind: 'html' });
    const broken = batches.list()[Symbol.asyncIterator]();
    equal(
      (await Promise.allSettled([broken.next(), broken.next()])).map(({ status, value }) => value?.done ?? status),
      ['rejected', true],
    );
    const left = batches.list()[Symbol.asyncIterator]();
    await left.next();
    await left.return();
    const before = (await requests()).length;
    equal([(await left.next()).done, (await requests()).length], [true, before]);
  },

  async "whatever the caller's own functions throw or return is an error of the table"({ client, fault, failure }) {
    const trap = {
      ownKeys() {
        throw 'boom';
      },
      get() {
        throw 'boom';
      },
    };
    const thrown = [
      'stop',
      7,
      null,
      undefined,
      new RangeError('no'),
      {
        get message() {
          throw 1;
        },
      },
    ];
    for (const each of thrown) {
      const fetch = () => {
        throw each;
      };
      await failure(client({ fetch, maxRetries: 0 }).batches.list(), 'APIConnectionError');
    }
    for (const answer of [
      undefined,
      7,
      {},
      {
        status: 200,
        headers: {},
        text() {
          throw null;
        },
      },
      {
        get status() {
          throw 'no';
        },
      },
    ]) {
      const fetch = async () => answer;
      await failure(client({ fetch, maxRetries: 0 }).batches.get('bat-1'), 'APIConnectionError');
    }
    await failure(client().batches.list(new Proxy({}, trap)), 'LlamaCloudError', /params/);
    await failure(client().batches.list({}, new Proxy({}, trap)), 'LlamaCloudError', /options/);
    await failure(client().batches.create({ ...NEW, config: new Proxy({}, trap) }), 'LlamaCloudError', /params/);
    const { items } = await client().batches.list({ page_size: 1 });
    const onUpdate = () => {
      throw 'no';
    };
    equal((await failure(client().batches.wait(items[0].id, { onUpdate }), 'LlamaCloudError', /onUpdate/)).cause, 'no');
    await fault({ kind: 'status', status: 503, headers: { 'x-should-retry': 'false' } });
    const watched = client().batches.watch({}, { interval: 5, onError: onUpdate });
    equal((await failure(watched.next(), 'LlamaCloudError', /onError/)).cause, 'no');
    const logger = Object.fromEntries(
      ['error', 'warn', 'info', 'debug'].map((level) => [
        level,
        () => {
          throw 'no';
        },
      ]),
    );
    equal((await client({ logger, logLevel: 'debug' }).batches.list()).items.length, 100);
  },

  async 'a shared signal keeps no listener, however a call ends'({ client, fault, clear, failure }) {
    const { batches } = client({ maxRetries: 0, timeout: 800 });
    const { signal } = new AbortController();
    const held = { listeners: 0, added: 0 };
    signal.addEventListener = (...words) => (
      held.listeners++, held.added++, AbortSignal.prototype.addEventListener.apply(signal, words)
    );
    signal.removeEventListener = (...words) => (
      held.listeners--, AbortSignal.prototype.removeEventListener.apply(signal, words)
    );
    const [ended] = (await batches.list({ status: 'COMPLETED', page_size: 1 })).items;
    const { id } = await batches.create(NEW);
    const calls = {
      list: () => batches.list({}, { signal }),
      loop: () => all(batches.list({}, { signal })),
      async break() {
        for await (const _ of batches.list({}, { signal })) break;
      },
      get: () => batches.get(id, {}, { signal }),
      create: () => batches.create(NEW, { signal }),
      cancel: () => batches.cancel(id, {}, { signal }),
      wait: () => batches.wait(ended.id, { signal }),
      async watch() {
        for await (const _ of batches.watch({}, { signal })) break;
      },
    };
    for (const [name, call] of Object.entries(calls)) {
      await call();
      equal([name, held.listeners], [name, 0]);
    }
    for (const [kind, error] of Object.entries({
      reset: 'APIConnectionError',
      silence: 'APIConnectionTimeoutError',
      html: 'APIError',
    })) {
      await fault({ kind, times: kind === 'reset' ? null : 1, method: 'GET' });
      await failure(batches.get(id, {}, { signal }), error);
      equal([kind, held.listeners], [kind, 0]);
      await clear();
    }
    check(held.added >= 11, 'the listeners were not seen');
  },

  async 'the key is in no error, no log, no URL and no print, and goes nowhere else'({
    client,
    fault,
    requests,
    elsewhere,
    failure,
  }) {
    const lines = [];
    const logger = Object.fromEntries(
      ['error', 'warn', 'info', 'debug'].map((level) => [level, (...words) => lines.push(words.join(' '))]),
    );
    const asked = client({ logger, logLevel: 'debug', maxRetries: 0 });
    const shown = (value) =>
      [
        String(value),
        JSON.stringify(value),
        value.message,
        value.stack,
        ...Object.getOwnPropertyNames(value).map((name) => JSON.stringify(value[name])),
      ].join();
    const errors = [];
    for (const [broken, name] of [
      [{ kind: 'status', status: 401, body: { detail: `Invalid API key ${KEY}` } }, 'AuthenticationError'],
      [{ kind: 'status', status: 500, body: { more: [KEY] } }, 'InternalServerError'],
      [{ kind: 'body', body: { items: [KEY] } }, 'APIError'],
      [{ kind: 'redirect', location: `${elsewhere}/api/v2/batches` }, 'APIError'],
    ]) {
      await fault(broken);
      errors.push(await failure(asked.batches.list(), name));
    }
    for (const value of [...errors, asked, asked.batches, await asked.batches.list()]) {
      check(!shown(value).includes(KEY), `the key is in ${shown(value)}`);
    }
    check(lines.length > 4 && !lines.join().includes(KEY), `the key is in ${lines.join()}`);
    const seen = await requests();
    check(
      seen.every(({ authorized, path, query, body }) => authorized && !`${path}${query}${body}`.includes(KEY)),
      'the key is in a URL',
    );
    equal(await (await fetch(`${elsewhere}/_sandbox/requests`)).json(), []);
  },

  async 'a bad argument is an error before any request'({ client, requests, failure }) {
    const { batches } = client();
    for (const [call, message] of [
      [() => batches.list({ pagesize: 5 }), /did you mean page_size/],
      [() => batches.list({ page_size: '5' }), /params\.page_size/],
      [() => all(batches.list({ created_at_on_or_after: 'yesterday' })), /params\.created_at_on_or_after/],
      [() => batches.list({}, { signal: 'stop' }), /options\.signal/],
      [() => batches.get(''), /batchID/],
      [() => batches.cancel(undefined), /batchID/],
      [() => batches.create({}), /params\.config is missing/],
      [() => batches.wait('bat-1', { polInterval: 5 }), /did you mean pollInterval/],
      [() => batches.watch({ stat: 1 }).next(), /params\.stat is not known/],
    ]) {
      await failure(call(), 'LlamaCloudError', message);
    }
    equal(await requests(), []);
  },
};

// Options that users of the official SDK pass, and what their tests make by hand: the same comes of it with both clients.

import { NEW } from './support/operations.mjs';
import { collect } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';
import { parents, testSame } from './support/side-by-side.mjs';

/** Programs with options. */
const OPTIONS = {
  'a whole body in the options': async (client) =>
    (await client.batches.create(NEW, { body: { ...NEW, source_directory_id: 'dir-2' } })).source_directory_id,
  'a filter in the options': async (client) => (await client.batches.list({}, { query: { status: 'FAILED' } })).items,
  'a time in the options': (client) =>
    queryOf(client, { query: { created_at_on_or_after: new Date(0), a: 1n, b: [1, true, 'x y'], c: undefined } }),
  'a default parameter that the options take away': (client) =>
    queryOf(client, { query: { gone: undefined } }, { defaultQuery: { gone: 'x', kept: 'y' } }),
  'a path of its own': async (client) =>
    (await collect(client.batches.list({ status: 'FAILED' }, { path: '/api/v2/batches' }))).length,
  'a path in the place of an id': async (client) => {
    const { id } = (await client.batches.list({ page_size: 1 })).items[0];
    return client.batches.get('another', {}, { path: `/api/v2/batches/${id}` });
  },
  'every option that says what is so anyway': (client) =>
    client.batches
      .list(
        {},
        {
          method: 'get',
          stream: false,
          idempotencyKey: 'once',
          timeout: 9_000,
          maxRetries: 1,
          signal: null,
          __binaryResponse: false,
        },
      )
      .then(({ items }) => items.length),
  'a default base URL of a request': async (client) => {
    const asked = [];
    const fetch = async (url) => {
      asked.push(new URL(url).host);
      return Response.json({ items: [] });
    };
    for (const baseURL of [undefined, 'https://two.example']) {
      const { batches } = new client.constructor({ apiKey: KEY, fetch, baseURL });
      await batches.list({}, { defaultBaseURL: 'https://one.example' });
    }
    return asked;
  },
  'a base URL that is null or empty': (client) => {
    process.env['LLAMA_CLOUD_BASE_URL'] = 'https://environment.example';
    try {
      return [undefined, null, ''].map((baseURL) => new client.constructor({ apiKey: KEY, baseURL }).baseURL);
    } finally {
      delete process.env['LLAMA_CLOUD_BASE_URL'];
    }
  },
  'the default logger': (client) => client.logger === console,
};

/** Programs that make by hand what the client makes. */
const BY_HAND = {
  'errors made by hand': (client, api) => {
    const headers = new Headers({ 'x-a': '1' });
    const cause = new TypeError('fetch failed');
    const statuses = ['BadRequest', 'Authentication', 'PermissionDenied', 'NotFound', 'Conflict'];
    const made = [
      new api.APIError(404, { message: 'x' }, undefined, headers),
      new api.APIError(404, { message: 'x' }, 'another', headers),
      new api.APIError(404, undefined, 'said', headers),
      new api.APIError(404, undefined, undefined, headers),
      new api.APIError(undefined, undefined, 'said', undefined),
      new api.APIError(undefined, undefined, undefined, undefined),
      ...statuses.map((name) => new api[`${name}Error`](400, { message: name }, undefined, headers)),
      new api.InternalServerError(503, undefined, undefined, headers),
      new api.APIConnectionError({ message: 'gone' }),
      new api.APIConnectionError({ message: '' }),
      new api.APIConnectionError({ cause }),
      new api.APIConnectionTimeoutError(),
      new api.APIConnectionTimeoutError({ message: 'late' }),
      new api.APIConnectionTimeoutError({ message: '' }),
      new api.APIUserAbortError(),
      new api.APIUserAbortError({ message: 'stop' }),
      new api.APIUserAbortError({ message: '' }),
      new api.LlamaCloudError('said'),
      ...[400, 401, 403, 404, 409, 418, 422, 429, 500, 503].map((status) =>
        api.APIError.generate(status, { message: 'x' }, undefined, headers),
      ),
      api.APIError.generate(undefined, cause, undefined, undefined),
      api.APIError.generate(500, { message: 'x' }, 'said', undefined),
      client.constructor.APIError.generate(404, undefined, 'said', headers),
    ];
    return made.map(({ constructor, message, status, error, headers, cause, stack }) => ({
      names: [constructor.name, ...parents(constructor)],
      message,
      status,
      error,
      headers: headers && [...headers],
      cause: cause && `${cause}`,
      hasStack: stack.includes(message),
    }));
  },
  'promises made by hand': async (client, { APIPromise }) => {
    const props = (body, init) => ({ response: new Response(body, init), options: {}, startTime: 0 });
    const json = (value) => props(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
    const parsed = new APIPromise(client, Promise.resolve(json({ a: 1 })), async (asked, { response }) => [
      asked === client,
      await response.json(),
    ]);
    const plain = new APIPromise(client, Promise.resolve(json({ a: 2 })));
    const { data, response } = await plain.withResponse();
    const failing = new APIPromise(client, Promise.reject(new Error('no')));
    return [
      await parsed,
      await parsed,
      (await parsed.asResponse()).status,
      data,
      response.bodyUsed,
      await plain.then((value) => value.a).finally(() => {}),
      await new APIPromise(client, Promise.resolve(props('text'))),
      await new APIPromise(client, Promise.resolve(props(null, { status: 204 }))),
      await (await new APIPromise(client, Promise.resolve(json(3))).asResponse()).json(),
      await failing.catch(({ message }) => message),
      parsed instanceof Promise,
    ];
  },
  'pages made by hand': async (client, { PaginatedCursor, PagePromise, AbstractPage }) => {
    const options = { method: 'get', path: '/api/v2/batches', query: { page_size: 2_000, status: undefined } };
    const first = await client.batches.list({ page_size: 2_000 });
    const body = { items: first.items.slice(0, 3), next_page_token: first.next_page_token };
    const page = new PaginatedCursor(client, new Response(), body, options);
    const last = new PaginatedCursor(client, new Response(), { items: body.items }, options);
    const props = { response: Response.json(body), options };
    const list = new PagePromise(client, Promise.resolve(props), PaginatedCursor);
    const ids = (items) => items.map(({ id }) => id);
    return [
      ids(page.items),
      page.hasNextPage(),
      ids((await page.getNextPage()).items),
      (await collect(page.iterPages())).map(({ items }) => items.length),
      (await collect(page)).length,
      last.hasNextPage(),
      ids(await collect(last)),
      (await collect(last.iterPages())).length,
      await last.getNextPage().catch(({ constructor }) => constructor.name),
      (await collect(list)).length,
      (await list).items.length,
      (await list.asResponse()).status,
      page instanceof AbstractPage,
    ];
  },
};

/** Programs of frameworks around a client, and of tests with a `fetch` of their own. */
const AROUND = {
  'a client behind a proxy, as tracers put it': async (client) => {
    const traced = new Proxy(client, {});
    traced.maxRetries = 4;
    const derived = traced.withOptions({ timeout: 3_000 });
    return [traced.maxRetries, client.maxRetries, derived.timeout, (await traced.batches.list()).items.length];
  },
  'a key that is set': async (client) => {
    const keys = [];
    const changed = client.withOptions({
      fetch: async (_, { headers }) => {
        keys.push(new Headers(headers).get('authorization'));
        return Response.json({ items: [] });
      },
    });
    await changed.batches.list();
    changed.apiKey = 'llx-rotated';
    await changed.batches.list();
    await changed.withOptions({ maxRetries: 0 }).batches.list();
    return keys;
  },
  'the order of parameters and fields': async (client) => {
    const asked = [];
    const { batches } = client.withOptions({
      defaultQuery: { z: '1', a: '2' },
      fetch: async (url, { body }) => {
        asked.push(new URL(url).search, body);
        return body
          ? Response.json({ ...NEW, id: 'bat-1', project_id: 'prj-1', status: 'PENDING' })
          : Response.json({});
      },
    });
    await batches.list({ status: 'FAILED', page_size: 3, created_at_on_or_after: '2026-01-01' }).asResponse();
    await batches.get('bat-1', { project_id: 'prj-1', expand: ['results'] }).asResponse();
    await batches.create({ source_directory_id: 'dir-1', project_id: 'prj-1', config: NEW.config });
    await batches.create({ config: NEW.config, source_directory_id: 'dir-1' });
    return asked;
  },
  'a response of a test, with no more than is needed': async (client) => {
    const headers = new Headers({ 'content-type': 'application/json' });
    const body = { items: [], next_page_token: '' };
    const fetch = async () => ({ ok: true, status: 200, headers, json: async () => body });
    return (await client.withOptions({ fetch }).batches.list()).items;
  },
  'a level of the log that is none, in the environment': (client) => {
    process.env['LLAMA_CLOUD_LOG'] = 'loud';
    const lines = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (...words) => lines.push(words.length) };
    try {
      return [new client.constructor({ apiKey: KEY, logger }).logLevel, lines];
    } finally {
      delete process.env['LLAMA_CLOUD_LOG'];
    }
  },
  'a page whose cursor is changed': async (client) => {
    const ends = async (page) => [
      page.hasNextPage(),
      (await collect(page)).length,
      (await collect(page.iterPages())).length,
      await page.getNextPage().then(
        ({ items }) => items[0].id,
        ({ constructor }) => constructor.name,
      ),
    ];
    const cleared = await client.batches.list();
    cleared.next_page_token = '';
    const skipping = await client.batches.list({ page_size: 1_000 });
    skipping.next_page_token = (await skipping.getNextPage()).next_page_token;
    return [await ends(cleared), await ends(skipping)];
  },
  'a page of a class of its own': async (client, { PaginatedCursor }) => {
    class Ids extends PaginatedCursor {
      get ids() {
        return this.items.map(({ id }) => id);
      }
    }
    const options = { method: 'get', path: '/api/v2/batches', query: { page_size: 1_500 } };
    const first = new Ids(client, new Response(), { items: [], next_page_token: '' }, options);
    const { next_page_token } = await client.batches.list({ page_size: 1_500 });
    const page = new Ids(client, new Response(), { items: [{ id: 'one' }], next_page_token }, options);
    const pages = await collect(page.iterPages());
    return [
      first.hasNextPage(),
      page.ids,
      (await page.getNextPage()).ids.length,
      pages.map(({ ids }) => ids?.length),
      (await pages[1].getNextPage()).ids.length,
      (await collect(page)).length,
    ];
  },
};

for (const [name, program] of Object.entries({ ...OPTIONS, ...BY_HAND, ...AROUND })) testSame(name, program);

/** The query that a list is asked for with these options, in the order of the names. */
async function queryOf(client, options, more) {
  let asked;
  const fetch = async (url) => {
    asked = new URL(url).searchParams;
    return Response.json({ items: [] });
  };
  await client.withOptions({ fetch, ...more }).batches.list({}, options);
  return [...asked].sort();
}

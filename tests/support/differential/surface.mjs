// Where a client, an error or the package itself is other than the official SDK's, on purpose. Each name is that of a
// row of COMPARE.md, which tells why.

import { KEY } from '../operations.mjs';
import { importFrom } from '../package.mjs';
import { batch, startPages } from '../pages.mjs';
import { startSandbox } from '../sandbox.mjs';

const sandbox = (t) => startSandbox(t);

/** What a client lacks, or what `at` finds at it. */
const lacks = (name, at = (client) => client) => ({
  server: sandbox,
  program: (client) => name in at(client),
  ours: false,
  theirs: true,
});

const sendLong = (response) =>
  response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ a: 'x'.repeat(1_001) }));

export const SURFACE = {
  'the message of an error': {
    server: (t) => startSandbox(t),
    program: (client) => client.batches.get('bat-none').catch(({ message }) => message),
    ours: '404 Batch not found',
    theirs: '404 {"detail":"Batch not found"}',
  },
  '`page.response`, `page.body`, `page.options`, `page.nextPageRequestOptions()`': {
    server: (t) => startSandbox(t),
    program: async (client) => {
      const page = await client.batches.list();
      return ['response', 'body', 'options', 'nextPageRequestOptions'].filter((name) => name in page).join();
    },
    ours: '',
    theirs: 'response,body,options,nextPageRequestOptions',
  },
  'the global `fetch`, replaced after a client was made': {
    server: sandbox,
    async program(client) {
      const { fetch } = globalThis;
      globalThis.fetch = async () => Response.json({ items: [] });
      try {
        return (await client.batches.list()).items.length;
      } finally {
        globalThis.fetch = fetch;
      }
    },
    ours: 0,
    theirs: 100,
  },
  '`client.timeout`, `client.baseURL` …': {
    server: sandbox,
    program: (client) => ['timeout', 'baseURL'].filter((name) => Object.hasOwn(client, name)).join(),
    ours: '',
    theirs: 'timeout,baseURL',
  },
  '`client.apiKey`': {
    server: (t) => startSandbox(t),
    program: (client) => client.apiKey ?? 'not readable',
    ours: 'not readable',
    theirs: KEY,
  },
  '`error.name`': {
    server: sandbox,
    program: (client) => client.batches.get('bat-none').catch(({ name }) => name),
    ours: 'NotFoundError',
    theirs: 'Error',
  },
  '`error.error` of a body that is not JSON': {
    server: (t) => startPages(t, (_, __, response) => void response.writeHead(404).end('gone')),
    program: (client) => client.batches.get('bat-1').catch(({ error }) => error ?? 'none'),
    ours: 'gone',
    theirs: 'none',
  },
  '`error.error` of a body above 1,000 characters': {
    server: (t) => startPages(t, (_, __, response) => void sendLong(response)),
    program: (client) =>
      client.batches.get('bat-1').catch((error) => [Object.keys(error).includes('error'), error.error.a.length].join()),
    ours: 'false,1001',
    theirs: 'true,1001',
  },
  '`error.method` and `error.path`': {
    server: sandbox,
    program: (client) => client.batches.get('bat-none').catch(({ method, path }) => `${method} ${path}`),
    ours: 'GET /api/v2/batches/bat-none',
    theirs: 'undefined undefined',
  },
  'the message of a lost connection': {
    server: async (t) => {
      const server = await startSandbox(t);
      server.faults.add({ kind: 'reset' });
      return server;
    },
    program: (client) =>
      client.batches.list({}, { maxRetries: 0 }).catch(({ message }) => /fetch failed/.test(message)),
    ours: true,
    theirs: false,
  },
  'the cause of an abort': {
    server: sandbox,
    program: (client) =>
      client.batches.list({}, { signal: AbortSignal.abort('enough') }).catch(({ cause }) => cause ?? 'none'),
    ours: 'enough',
    theirs: 'none',
  },
  'the cause of a lost connection': {
    server: sandbox,
    program: (client) =>
      client
        .withOptions({ baseURL: 'http://127.0.0.1:1', maxRetries: 0 })
        .batches.list()
        .catch((error) => [error.cause.name, Object.keys(error).includes('cause')].join()),
    ours: 'TypeError,false',
    theirs: 'TypeError,true',
  },
  'the tag of an iterator': {
    server: sandbox,
    program: async (client) => {
      const iterator = client.batches.list()[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.return();
      return String(iterator);
    },
    ours: '[object Object]',
    theirs: '[object AsyncGenerator]',
  },
  'a secret that a server repeats': {
    server: (t) => startPages(t, (_, { headers }, response) => void response.writeHead(400).end(headers.authorization)),
    program: (client) => client.batches.list().catch(({ message }) => message.includes(KEY)),
    ours: false,
    theirs: true,
  },
  'the lines of the log': {
    server: (t) => startPages(t, () => ({ items: [batch(1)] })),
    program: async (client) => {
      const lines = [];
      const note = (line) => lines.push(line);
      client.logger = { error: note, warn: note, info: note, debug: note };
      client.logLevel = 'info';
      await client.batches.list({ project_id: 'prj-1' });
      return lines.some((line) => line.includes('prj-1'));
    },
    ours: false,
    theirs: true,
  },
  'the end of `client.baseURL`': {
    server: sandbox,
    program: (client) => new client.constructor({ apiKey: KEY, baseURL: 'https://host/below/' }).baseURL,
    ours: 'https://host/below',
    theirs: 'https://host/below/',
  },
  'other resources: `client.files`, `client.parsing` …': lacks('files'),
  'requests of any kind: `client.get`, `client.post`, `client.request`, `client.buildURL` …': lacks('request'),
  'hooks for subclasses: `prepareOptions`, `prepareRequest`, `authHeaders`, `defaultQuery` …': lacks('prepareOptions'),
  '`promise._thenUnwrap`': {
    server: sandbox,
    program: async (client) => {
      const list = client.batches.list();
      await list;
      return '_thenUnwrap' in list;
    },
    ours: false,
    theirs: true,
  },
  '`toFile`': lacks('toFile', ({ constructor }) => constructor),
  'paths such as `/core/uploads`, `/resource`, `/resources/files`': {
    server: sandbox,
    program: async (client) => {
      const isOurs = client.constructor.BatchWaitError !== undefined;
      const load = isOurs
        ? importFrom('llama-cloud-batches/core/uploads')
        : import('@llamaindex/llama-cloud/core/uploads');
      return load.then(
        () => 'there',
        () => 'not there',
      );
    },
    ours: 'not there',
    theirs: 'there',
  },
};

// Runs a program with a client of ours or of the official SDK's, against a server that does what the program says,
// and returns all that can be seen of it: the requests, the pauses between them, and the outcome.

import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import { LlamaCloud } from '../package.mjs';
import Official from '@llamaindex/llama-cloud';

/** Who of the two: by its class, and by what its files are called. */
export const OURS = LlamaCloud;
export const THEIRS = Official;

/** Headers that the host adds, or that describe the client's own runtime. */
const NOT_COMPARED =
  /^(host|connection|user-agent|x-stainless-.*|accept-(language|encoding)|sec-.*|content-length|cache-.*|pragma)$/;

/** How long a program may wait for something that nothing will end, in milliseconds. */
const PATIENCE_MS = 10_000;

/** A server on loopback that serves one program at a time. */
export async function startTwinServer(t) {
  let current;
  let runs = 0;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    // The path begins with the number of the run: what an earlier one sent and nobody waits for does not count.
    const [, run, path] = /^(\/\d+)(.*)$/.exec(request.url) ?? [];
    if (run === current.path) current.handle(path, request, Buffer.concat(chunks).toString(), response);
    else response.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    /** Lets `handle(path, request, body, response)` answer from now on, at the URL that is returned. */
    serve(handle) {
      current = { path: `/${++runs}`, handle };
      return origin + current.path;
    },
  };
}

/** Runs `scenario` with clients of `Client`. */
export async function runTwin(server, Client, scenario) {
  const seen = { requests: [], pauses: [] };
  const time = new Time(seen.pauses);
  const script = [...scenario.trouble];
  const controller = new AbortController();
  // The official SDK adds one with each attempt.
  setMaxListeners(0, controller.signal);
  const url = server.serve((target, request, body, response) => {
    const { searchParams } = new URL(target, server.origin);
    const [path] = target.split('?');
    seen.requests.push({
      method: request.method,
      path,
      query: [...searchParams].sort(),
      headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !NOT_COMPARED.test(name))),
      body: body && JSON.parse(body),
    });
    const next = path === '/moved' ? undefined : script.shift();
    if (next?.kind === 'stall' && scenario.options?.signal === 'stalled') controller.abort();
    else if (next?.kind === 'stall') time.runOut();
    else if (next) answer(url, response, next);
    else json(response, page(scenario, searchParams));
  });
  let isOver = false;
  const fetch = (url, init) => {
    // A program that was given up may try for ever.
    if (isOver) return new Promise(() => {});
    time.claim();
    if (new URL(url).origin === server.origin) return globalThis.fetch(url, init);
    seen.requests.push({ elsewhere: new URL(url).origin });
    return Promise.reject(new Error('elsewhere'));
  };
  const restoreEnv = setEnv(scenario.env);
  time.start();
  try {
    const program = time.run(() =>
      outcomeOf(() => use(makeClient(Client, scenario, url, fetch), scenario, controller)),
    );
    seen.outcome = await Promise.race([program, time.patience()]);
    if (seen.outcome === 'waits') controller.abort();
  } finally {
    isOver = true;
    time.stop();
    restoreEnv();
  }
  return seen;
}

function makeClient(Client, { client, derived }, url, fetch) {
  const { defaultHeaders, baseURL, unknown, ...options } = client;
  const made = new Client({
    ...options,
    ...(unknown && { unknown }),
    ...(defaultHeaders && { defaultHeaders: makeHeaders(defaultHeaders) }),
    baseURL: { none: 'nonsense', empty: '', null: null, ftp: 'ftp://host' }[baseURL] ?? url + baseURL,
    fetch,
    logLevel: 'off',
  });
  if (!derived) return made;
  return made.withOptions({
    ...derived,
    ...(derived.defaultHeaders && { defaultHeaders: makeHeaders(derived.defaultHeaders) }),
  });
}

async function use(client, scenario, controller) {
  Object.assign(client, scenario.set);
  const { method, params: given, unknownParam, id } = scenario;
  const params = unknownParam ? { ...given, [unknownParam]: 5 } : given && { ...given };
  const { headers, signal, unknown, ...plain } = scenario.options ?? {};
  if (signal === 'aborted') controller.abort();
  const options = scenario.options && {
    ...plain,
    ...(unknown && { unknown }),
    ...(headers && { headers: makeHeaders(headers) }),
    ...(signal !== undefined && { signal: signal && controller.signal }),
  };
  const { batches } = client;
  const call = {
    list: () => batches.list(params, options),
    get: () => batches.get(id, params, options),
    create: () => batches.create(params, options),
    cancel: () => batches.cancel(id, params, options),
  }[method]();
  return USES[scenario.use](call);
}

/** How a call is used: what each comes to. */
const USES = {
  await: async (call) => plain(await call),
  'await twice': async (call) => [plain(await call), plain(await call)],
  'catch and finally': (call) =>
    call
      .finally(() => {})
      .catch((error) => Promise.reject(error))
      .then(plain),
  async 'response, then await'(call) {
    const { status } = await call.asResponse();
    return [status, plain(await call)];
  },
  async asResponse(call) {
    const response = await call.asResponse();
    return { status: response.status, text: await response.text() };
  },
  async withResponse(call) {
    const { data, response } = await call.withResponse();
    return { data: plain(data), status: response.status };
  },
  loop: async (call) => ids(call),
  async pages(call) {
    const found = [];
    for await (const page of (await call).iterPages()) found.push(page.items.map(({ id }) => id));
    return found;
  },
  async next(call) {
    const found = [];
    let page = await call;
    for (; page.hasNextPage(); page = await page.getNextPage()) found.push(plain(page));
    return [...found, plain(page)];
  },
  async break(call) {
    for await (const { id } of call) return id;
    return 'none';
  },
  async 'await then loop'(call) {
    const first = plain(await call);
    return [first, await ids(call)];
  },
};

async function ids(iterable) {
  const found = [];
  for await (const { id } of iterable) {
    found.push(id);
    // The official SDK never ends where a cursor comes back.
    if (found.length > 50) return 'no end';
  }
  return found;
}

/** What both have of a result: of a page, the items and the cursor. */
function plain(value) {
  if (typeof value?.hasNextPage !== 'function') return value;
  return { items: value.items, next_page_token: value.next_page_token };
}

/** The value of a program, or what its error says. */
async function outcomeOf(program) {
  try {
    return { value: await program() };
  } catch (error) {
    const { status, error: body, message, headers } = error;
    return { error: error.constructor.name, status, body, type: headers?.get('content-type'), message };
  }
}

/** Headers as the scenario wants them to be given. */
function makeHeaders({ form, entries }) {
  if (form === 'object') return Object.fromEntries(entries);
  if (form === 'pairs') return entries;
  const headers = new Headers();
  for (const [name, value] of entries)
    if (typeof value === 'string' && name !== 'bad name') headers.append(name, value);
  return headers;
}

function page({ pages }, query) {
  const token = query.get('page_token') ?? '';
  return pages[Number(/^p(\d+) /.exec(token)?.[1] ?? 0)] ?? pages[0];
}

function json(response, body) {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function answer(url, response, { kind, status, headers, body }) {
  if (kind === 'reset') return response.socket.resetAndDestroy();
  if (kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"items":[');
    // Once the head has been seen: a body that breaks off is not a connection that never was.
    return setTimeout(() => response.socket.resetAndDestroy(), 5);
  }
  const date = { past: 'Tue, 14 Nov 2023 22:13:10 GMT', soon: new Date(Date.now() + 30_000).toUTCString() };
  const after = headers['retry-after'];
  response.writeHead(status, {
    ...headers,
    ...(headers.location && { location: url + headers.location }),
    ...(after in date && { 'retry-after': date[after] }),
  });
  response.end(body);
}

function setEnv(env = {}) {
  const names = ['LLAMA_CLOUD_API_KEY', 'LLAMA_PARSE_API_KEY', 'LLAMA_CLOUD_CUSTOM_HEADERS'];
  const before = names.map((name) => [name, process.env[name]]);
  const set = (entries) => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(names.map((name) => [name, env[name]]));
  return () => set(before);
}

/** Whose timers are set. */
const storage = new AsyncLocalStorage();

/**
 * The clients' time. A timer that a `fetch` follows at once limits the attempt: it fires only if the server does not
 * answer. Any other one is a pause, which is noted and over at once. What is not of a client's keeps its time.
 */
class Time {
  #pauses;
  #set = globalThis.setTimeout;
  #clear = globalThis.clearTimeout;
  #newest;
  #limits = new Set();
  #patience;

  constructor(pauses) {
    this.#pauses = pauses;
  }

  /** Runs `work`, whose timers these are. */
  run(work) {
    return storage.run(this, work);
  }

  start() {
    globalThis.setTimeout = (call, ms, ...more) => {
      // Not what the host itself sets a timer for.
      const isOfClient = /llama-cloud/.test(new Error().stack.split('\n')[2]);
      return isOfClient ? this.#timer(call, ms) : this.#set.call(globalThis, call, ms, ...more);
    };
    globalThis.clearTimeout = (timer) => {
      if (timer instanceof Timer) timer.isOver = true;
      else this.#clear.call(globalThis, timer);
    };
  }

  stop() {
    globalThis.setTimeout = this.#set;
    globalThis.clearTimeout = this.#clear;
    this.#clear.call(globalThis, this.#patience);
  }

  /** Resolves once a program waits for what will not come. */
  patience() {
    return new Promise((resolve) => (this.#patience = this.#set.call(globalThis, resolve, PATIENCE_MS, 'waits')));
  }

  /** A request is sent: the newest timer is its limit. */
  claim() {
    const timer = this.#newest;
    this.#newest = undefined;
    if (!timer) return;
    timer.isLimit = true;
    this.#limits.add(timer);
    // Node.js takes what is no time for a millisecond.
    if (!(timer.ms >= 1 && timer.ms < 2 ** 31)) setImmediate(() => timer.fire());
  }

  /** The server does not answer. */
  runOut() {
    for (const timer of this.#limits) setImmediate(() => timer.fire());
  }

  #timer(call, ms) {
    const timer = new Timer(call, ms);
    // Somebody whom an earlier run gave up.
    if (storage.getStore() !== this) return timer;
    this.#newest = timer;
    setImmediate(() => {
      if (timer.isLimit || timer.isOver) return;
      this.#pauses.push(ms);
      timer.fire();
    });
    return timer;
  }
}

class Timer {
  isLimit = false;
  isOver = false;

  constructor(call, ms) {
    this.call = call;
    this.ms = ms;
  }

  fire() {
    if (this.isOver) return;
    this.isOver = true;
    this.call();
  }
}

// What goes wrong on the way, and what must come of it, wherever the client runs: the outcome, the
// number of requests, and a client that works afterwards. It imports no more than a page can load.

import { kindOf, OPERATIONS } from './operations.mjs';

const SOON = { 'retry-after-ms': '1' };
const AT_ONCE = { 'retry-after': '0' };
const AT_A_PAST_DATE = { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' };
/** Another origin, which nobody must ask. */
export const WELL = 'http://127.0.0.1:9/';
const ENDLESS = { times: null };

const BUSY = 'InternalServerError';
const LOST = 'APIConnectionError';
const LATE = 'APIConnectionTimeoutError';

/** For every operation: a fault, what a read comes to after how many requests, and what `create` does. */
const ANYWHERE = [
  [{ kind: 'latency', ms: 20 }, 'ok', 1, 'ok', 1],
  ...[
    ['reset', LOST],
    ['truncate', LOST],
    ['stall', LATE],
    ['silence', LATE],
  ].flatMap(([kind, error]) => [
    [{ kind }, 'ok', 2, error, 1],
    [{ kind, ...ENDLESS }, error, 3, error, 1],
  ]),
  [{ kind: 'html' }, 'APIError', 1, 'APIError', 1],
  [{ kind: 'malformed' }, 'ok', 2, 'APIError', 1],
  [{ kind: 'malformed', ...ENDLESS }, 'APIError', 3, 'APIError', 1],
  [{ kind: 'body', body: {} }, 'APIError', 1, 'APIError', 1],
  [{ kind: 'body', body: null }, 'APIError', 1, 'APIError', 1],
  ...[301, 302, 303, 307, 308].map((status) => [
    { kind: 'redirect', status, location: WELL },
    'APIError',
    1,
    'APIError',
    1,
  ]),
  [{ kind: 'redirect', location: '/api/v2/batches' }, 'APIError', 1, 'APIError', 1],
  ...[
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [402, 'APIError'],
    [403, 'PermissionDeniedError'],
    [404, 'NotFoundError'],
    [422, 'UnprocessableEntityError'],
  ].map(([status, error]) => [{ kind: 'status', status }, error, 1, error, 1]),
  ...[
    [408, 'APIError'],
    [409, 'ConflictError'],
    [500, BUSY],
    [502, BUSY],
    [503, BUSY],
    [504, BUSY],
  ].flatMap(([status, error]) => [
    [{ kind: 'status', status }, 'ok', 2, error, 1],
    [{ kind: 'status', status, headers: SOON }, 'ok', 2, error, 1],
    [{ kind: 'status', status, headers: SOON, ...ENDLESS }, error, 3, error, 1],
    [{ kind: 'status', status, headers: { ...SOON, 'x-should-retry': 'true' } }, 'ok', 2, 'ok', 2],
    [{ kind: 'status', status, headers: { ...SOON, 'x-should-retry': 'false' } }, error, 1, error, 1],
  ]),
  [{ kind: 'status', status: 503, headers: AT_ONCE }, 'ok', 2, BUSY, 1],
  [{ kind: 'status', status: 503, headers: AT_A_PAST_DATE }, 'ok', 2, BUSY, 1],
  [{ kind: 'status', status: 503, headers: { 'retry-after': '61' } }, BUSY, 1, BUSY, 1],
  [{ kind: 'status', status: 429 }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 429, headers: SOON }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 429, headers: AT_ONCE }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 429, headers: AT_A_PAST_DATE }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 429, headers: SOON, ...ENDLESS }, 'RateLimitError', 3, 'RateLimitError', 3],
  [
    { kind: 'status', status: 429, headers: { ...SOON, 'x-should-retry': 'false' } },
    'RateLimitError',
    1,
    'RateLimitError',
    1,
  ],
  [{ kind: 'status', status: 429, headers: { 'retry-after': '61' } }, 'RateLimitError', 1, 'RateLimitError', 1],
  [{ kind: 'status', status: 400, headers: { ...SOON, 'x-should-retry': 'true' } }, 'ok', 2, 'ok', 2],
];

/** For the operations that give a batch. */
const OF_A_BATCH = [
  [{ kind: 'without', field: 'status' }, 'APIError', 1],
  [{ kind: 'without', field: 'config.job.type' }, 'APIError', 1],
  [{ kind: 'with', field: 'id', value: 7 }, 'APIError', 1],
  [{ kind: 'with', field: 'config', value: null }, 'APIError', 1],
  [{ kind: 'with', field: 'results', value: [{}] }, 'APIError', 1],
  [{ kind: 'with', field: 'status', value: 'DANCING' }, 'ok', 1],
  [{ kind: 'with', field: 'config.job.type', value: 'dance_v7' }, 'ok', 1],
];

/** For what must not run twice: it has run, and the answer is too late. */
const OF_A_CREATION = [[{ kind: 'latency', ms: 5_000 }, LATE, 1]];

/** For the first page of a list. */
const OF_A_PAGE = [
  [{ kind: 'without', field: 'items' }, 'APIError', 1],
  [{ kind: 'without', field: 'items.3.status' }, 'APIError', 1],
  [{ kind: 'with', field: 'items', value: 'none' }, 'APIError', 1],
  [{ kind: 'with', field: 'items.3.config.job', value: [] }, 'APIError', 1],
  [{ kind: 'with', field: 'next_page_token', value: 7 }, 'APIError', 1],
  [{ kind: 'with', field: 'items.3.status', value: 'DANCING' }, 'ok', 1],
  [{ kind: 'with', field: 'items.3.config.job.type', value: 'dance_v7' }, 'ok', 1],
  [{ kind: 'empty-page' }, 'ok', 1],
  [{ kind: 'repeated-cursor' }, 'ok', 1],
];

/** For a loop over all items, which requests three pages. */
const OF_A_LOOP = [
  [{ kind: 'latency', ms: 20, ...ENDLESS }, 'ok', 3],
  [{ kind: 'empty-page' }, 'ok', 4],
  [{ kind: 'empty-page', skip: 1, times: 2 }, 'ok', 5],
  [{ kind: 'repeated-cursor', skip: 1 }, 'APIError', 2],
  [{ kind: 'repeated-cursor', skip: 2, ...ENDLESS }, 'APIError', 3],
  [{ kind: 'truncate', skip: 1 }, 'ok', 4],
  [{ kind: 'stall', skip: 2 }, 'ok', 4],
  [{ kind: 'reset', skip: 1, ...ENDLESS }, LOST, 4],
  [{ kind: 'html', skip: 1 }, 'APIError', 2],
  [{ kind: 'without', field: 'items.6.id', skip: 2 }, 'APIError', 3],
  [{ kind: 'with', field: 'items.6.status', value: 'DANCING', skip: 1 }, 'ok', 3],
  [{ kind: 'redirect', location: WELL, skip: 1 }, 'APIError', 2],
  [{ kind: 'status', status: 429, headers: SOON, skip: 1 }, 'ok', 4],
  [{ kind: 'status', status: 503, headers: SOON, skip: 1, ...ENDLESS }, BUSY, 4],
];

/** Each fault under each operation that it is for. */
export const FAULTS = [
  ...ANYWHERE.flatMap(([fault, outcome, requests, created, creates]) => [
    ...['list', 'get', 'cancel'].map((operation) => ({ operation, fault, outcome, requests })),
    { operation: 'create', fault, outcome: created, requests: creates },
    { operation: 'asResponse of list', fault, ...ofHead(fault, outcome, requests) },
  ]),
  ...OF_A_BATCH.flatMap(([fault, outcome, requests]) =>
    ['get', 'cancel', 'create'].map((operation) => ({ operation, fault, outcome, requests })),
  ),
  ...OF_A_CREATION.map(([fault, outcome, requests]) => ({ operation: 'create', fault, outcome, requests })),
  ...OF_A_PAGE.map(([fault, outcome, requests]) => ({ operation: 'list', fault, outcome, requests })),
  ...OF_A_LOOP.map(([fault, outcome, requests]) => ({ operation: 'a loop', fault, outcome, requests })),
];

/**
 * Whether a browser sends a request again by itself that ends like this: it does where a connection
 * that was kept is reset, or is closed with a 408.
 */
export function isRepeatedByBrowsers({ kind, status }) {
  return kind === 'reset' || status === 408;
}

/** A body that breaks or makes no sense does not concern a caller that reads the response alone. */
function ofHead({ kind }, outcome, requests) {
  if (['truncate', 'stall'].includes(kind)) return { outcome: 'ok', requests: 1 };
  if (kind === 'malformed') return { outcome: 'ok', requests: 1 };
  return { outcome: ['html', 'body'].includes(kind) ? 'ok' : outcome, requests };
}

/** Runs an operation on a server where a fault waits, and lists once the fault is over. */
export async function runUnderFault(api, { operation, timeout, patience }, { baseURL, apiKey, id }) {
  let requests = 0;
  const counting = (url, init) => {
    requests += 1;
    return fetch(url, init);
  };
  const client = new api.LlamaCloud({ apiKey, baseURL, timeout, logLevel: 'off', fetch: counting });
  const seen = await OPERATIONS[operation](client, id).then(
    (value) => ({ outcome: 'ok', value: JSON.stringify(value), count: value.length ?? value.items?.length }),
    (error) => ({ outcome: kindOf(error, api) }),
  );
  seen.requests = requests;
  await fetch(`${baseURL}/_sandbox/faults`, { method: 'DELETE' });
  // Another URL: Firefox keeps one waiting while a body of the same is being read.
  const { total_size } = await client.batches.list({ page_size: 1 }, { timeout: patience });
  return { ...seen, total: total_size };
}

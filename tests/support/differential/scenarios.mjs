// What the differential test tries: programs around one call, as plain data that both clients can be given.

import fc from 'fast-check';
import { KEY, NEW } from '../operations.mjs';
import { batch } from '../pages.mjs';

/** Mostly what people write; now and then what they should not. */
const mostly = (usual, odd) =>
  fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
const some = (fields) => fc.record(fields, { requiredKeys: [] });
const seldom = (arbitrary) => fc.option(arbitrary, { freq: 2, nil: undefined });

const TEXTS = ['prj-1', 'a b&c=d/ü?#%', "o'neil (1)+2", undefined];
const text = mostly(TEXTS, [null, '', 7]);
const time = mostly(
  ['2026-01-01T00:00:00Z', '2026-01-01', '2026-02-01T10:00:00.5+01:00', new Date(0)],
  [null, '', '2026-01-01 10:00', 'yesterday', 5],
);

const PARAMS = {
  list: some({
    status: mostly(['RUNNING', 'FAILED', 'NEW_STATUS', undefined], [null, '', 5]),
    created_at_on_or_after: time,
    created_at_on_or_before: time,
    organization_id: text,
    project_id: text,
    source_directory_id: text,
    page_size: mostly([1, 50, undefined], [null, 0, '10', 1.5]),
    page_token: mostly(['start'], [null, '']),
  }),
  get: some({
    expand: mostly([['results'], [], ['results', 'more']], [null, 'results', ['']]),
    organization_id: text,
    project_id: text,
  }),
  create: fc.record(
    {
      config: mostly([NEW.config], [undefined, { job: {} }]),
      source_directory_id: mostly(['dir-1'], [undefined, '', 5]),
      organization_id: text,
      project_id: text,
      webhook_configuration_ids: mostly([['whc-1'], []], [null]),
      webhook_configurations: mostly(
        [[{ webhook_url: 'https://example.com/ü', webhook_events: null, webhook_headers: { a: 'b' } }]],
        [null, [{}]],
      ),
    },
    { requiredKeys: ['config', 'source_directory_id'] },
  ),
  cancel: some({ organization_id: text, project_id: text }),
};

/** Names and values, and the form in which they are given. */
const headers = fc.record({
  form: fc.constantFrom('object', 'object', 'pairs', 'Headers'),
  entries: fc.array(
    fc.tuple(
      mostly(['x-one', 'X-One', 'x-two', 'accept', 'content-type'], ['authorization', 'bad name']),
      mostly(['1', 'two words', null, undefined], [['1', '2'], [], '', 5]),
    ),
    { minLength: 1, maxLength: 3 },
  ),
});
const query = some({
  project_id: mostly(['prj-q', undefined], [null]),
  'x-extra': mostly(['1', 2, true, ['a', 'b']], [null, '', [], { deep: 1 }, new Date(0)]),
});
const timeout = mostly([5_000, 900], [undefined, null, 0, -1, 1.5, '5', Infinity]);
const maxRetries = mostly([0, 1, 2, 3, 0, 1, 2, 3, null, undefined], [1.5, '2']);
const fetchOptions = mostly([{ cache: 'no-store' }, {}], [{ redirect: 'follow' }, { method: 'PUT' }]);

const options = some({
  timeout,
  maxRetries,
  headers,
  query,
  fetchOptions,
  signal: mostly(['open', 'stalled'], ['aborted', null]),
  unknown: mostly([undefined], [1]),
});

const clientOptions = fc.record(
  {
    apiKey: mostly([KEY, 'My API Key', undefined], [null, '', ` ${KEY}\t`, 'ключ', 'a\nb']),
    baseURL: mostly(['', '/', '/below', '/below/'], ['?a=b', '#c', 'none', 'empty', 'null', 'ftp']),
    timeout,
    maxRetries,
    defaultHeaders: headers,
    defaultQuery: query,
    fetchOptions,
    unknown: mostly([undefined], [1]),
  },
  { requiredKeys: ['apiKey', 'baseURL', 'maxRetries'] },
);

const env = fc.record(
  {
    LLAMA_CLOUD_API_KEY: mostly([KEY, ` ${KEY} `], ['  ', 'ключ']),
    LLAMA_PARSE_API_KEY: fc.constant('llx-other'),
    LLAMA_CLOUD_CUSTOM_HEADERS: mostly(
      ['X-One: env', 'x-three: a:b\n x-four :c ', 'x-one: 1\nx-one: 2', 'x-one: 1\r\nX-ONE: 2', ': no name\nx-five:'],
      ['bad name: 1'],
    ),
  },
  { requiredKeys: ['LLAMA_CLOUD_API_KEY'] },
);

const ids = mostly(['bat-1', 'bat/../ü?x#y', "a'b(c)*!:@&=+$,;"], ['', ' ', '.', '..', 5, null, undefined]);

/** What a retry is told of when. */
const retryHeaders = some({
  'retry-after': mostly(['0', '2.5', '1.25', 'past', 'soon', '61'], ['-1', '1e1', '3 s', 'later', '', '.5']),
  'retry-after-ms': mostly(['250', '0', '99.9', '61000'], ['-1', 'soon', '']),
  'x-should-retry': mostly(['true', 'false'], ['maybe', 'TRUE']),
});
const DETAIL = '{"detail":"Batch not found"}';
const errorBodies = mostly(
  [
    [DETAIL],
    ['{"detail":[{"loc":["query","page_size"],"msg":"must be more","type":"x"}]}'],
    ['{"message":"from a gateway"}'],
    ['<!doctype html><title>502</title>', 'text/html'],
    ['', 'text/plain'],
  ],
  [['null'], ['"text"'], ['[]'], ['{"message":{"a":1}}'], ['{broken'], [DETAIL, 'text/plain']],
);
const refused = fc
  .record({
    status: mostly([400, 401, 403, 404, 409, 422, 408, 429, 500, 503], [418, 300, 304, 599]),
    headers: retryHeaders,
    body: errorBodies,
  })
  .map(({ status, headers, body: [body, type = 'application/json'] }) => ({
    kind: 'answer',
    status,
    headers: { 'content-type': type, ...headers },
    body,
  }));

/** A batch, and a page with one. */
const GOOD = JSON.stringify({ ...batch('odd'), items: [batch('odd')] });

/** Bodies of status 200 that the API does not describe. */
const strange = fc
  .constantFrom(
    ['null'],
    ['[]'],
    ['"text"'],
    ['{}'],
    ['{"items":null}'],
    ['{"items":[{"id":"bat-1"}]}'],
    ['{broken'],
    ['', 'application/json'],
    ['<!doctype html>', 'text/html'],
    [GOOD, 'text/plain'],
    [GOOD, 'application/vnd.api+json; charset=utf-8'],
  )
  .map(([body, type = 'application/json']) => ({
    kind: 'answer',
    status: 200,
    headers: { 'content-type': type },
    body,
  }));

const trouble = fc.oneof(
  { weight: 6, arbitrary: refused },
  { weight: 2, arbitrary: strange },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { kind: 'reset' },
      { kind: 'stall' },
      { kind: 'cut' },
      { kind: 'answer', status: 204, headers: {}, body: '' },
      { kind: 'answer', status: 302, headers: { location: '/moved' }, body: '' },
    ),
  },
);

/** The pages of a list, each with what says where the next one is. */
const pages = fc
  .array(
    fc.record({
      count: mostly([1, 2, 3], [0]),
      last: mostly([null, undefined, ''], [null]),
      more: fc.constantFrom({}, { total_size: 5 }, { total_size: null }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(({ count, last, more }, at) => ({
      items: Array.from({ length: count }, (_, index) => batch(`${at}-${index}`)),
      next_page_token: at + 1 < all.length ? `p${at + 1} ü` : last,
      ...more,
    })),
  );

/** How the answer of a list is used, and that of any other method. */
const USES = {
  list: [
    'await',
    'loop',
    'loop',
    'pages',
    'next',
    'break',
    'await then loop',
    'asResponse',
    'withResponse',
    'catch and finally',
    'response, then await',
  ],
  other: ['await', 'await', 'asResponse', 'withResponse', 'await twice', 'catch and finally', 'response, then await'],
};

/** A program: a client in an environment, a call, its use, and what the server does. */
export const scenario = fc.constantFrom('list', 'list', 'list', 'get', 'create', 'cancel').chain((method) =>
  fc.record({
    method: fc.constant(method),
    use: fc.constantFrom(...(USES[method] ?? USES.other)),
    id: ids,
    params: method === 'create' ? PARAMS.create : fc.option(PARAMS[method], { freq: 8, nil: undefined }),
    unknownParam: mostly([undefined], ['pagesize']),
    options: seldom(options),
    client: clientOptions,
    env: seldom(env),
    derived: seldom(
      some({ timeout, maxRetries, defaultHeaders: headers, apiKey: mostly([KEY, KEY, undefined], [null]) }),
    ),
    set: seldom(
      some({ timeout: fc.constant(4_000), maxRetries: fc.constantFrom(0, 1, 2), logLevel: fc.constant('error') }),
    ),
    trouble: fc.array(trouble, { maxLength: 3 }),
    pages: method === 'list' ? pages : fc.constant([batch(1)]),
  }),
);

// Every difference that programs made at random may come to, by its row in COMPARE.md.

/** Stands for a pause that we do not make. */
export const TOO_LONG = 'more than a minute';

const PARAMS =
  'created_at_on_or_(after|before)|organization_id|page_size|page_token|project_id|source_directory_id|status|expand';
const ODD_AFTER = ['-1', '1e1', '3 s', 'later', '', '.5'];
const ODD_AFTER_MS = ['-1', '0', 'soon', ''];

/** An argument is refused in words that match, and nothing is sent. */
const isRefused = ({ requests, outcome, message }, words) =>
  outcome.error === 'LlamaCloudError' && requests.length === 0 && words.test(message);
const refused = (words) => (_, ours) => isRefused(ours, words);

const isAbsent = (value) => value === undefined || value === null;
const absentIn = (query) => Object.keys(query ?? {}).filter((name) => isAbsent(query[name]));

/** What the server did until the client of `ours` was done. */
const happened = ({ trouble }, { requests }) => trouble.slice(0, requests.length);

function leaveNamesOut(names, ...runs) {
  for (const { requests } of runs)
    for (const request of requests) request.query = request.query?.filter(([name]) => !names.includes(name));
}

/**
 * The general ones last: `row` is the name of a row of COMPARE.md, `when` says whether it may be this one, and
 * `settle` takes it out of what both did; without one, nothing else is compared.
 */
export const KNOWN = [
  // What is refused.
  { row: 'a filter that is unknown or mistyped', when: refused(/^params\.pagesize is not known/) },
  { row: 'an option that is unknown', when: refused(/^options\.unknown is not known/) },
  { row: 'a filter that is empty or of another type', when: refused(RegExp(`^params\\.(${PARAMS}) must be`)) },
  { row: 'a batch to create that lacks a field', when: refused(/^params\.(config|source_directory_id)/) },
  { row: 'an id that is empty, blank or no text', when: refused(/^batchID must be/) },
  { row: 'an API key that no header can hold', when: refused(/^(options\.apiKey|LLAMA_\w+_API_KEY) contains/) },
  { row: 'an API key that is empty or null', when: refused(/^options\.apiKey must be/) },
  { row: 'a base URL that is none', when: refused(/^options\.baseURL must be/) },
  { row: 'a timeout of 0 or of another type', when: refused(/^options\.timeout must be/) },
  { row: 'a `maxRetries` that is no count', when: refused(/^options\.maxRetries must be/) },
  { row: 'a header that is none', when: refused(/^(options\.(defaultH|h)eaders\.|invalid header)/) },
  { row: 'a query value that is an object', when: refused(/^options\.(query|defaultQuery)\./) },
  { row: '`fetchOptions` that change the request', when: refused(/^options\.fetchOptions cannot hold/) },
  {
    row: 'a timeout that is null, undefined, a fraction or `Infinity`',
    when: ({ client, derived }, _, theirs) =>
      isRefused(theirs, /^timeout must be/) || [client, derived].some((options) => options?.timeout === Infinity),
  },
  {
    row: '`withOptions` with null or undefined',
    when: ({ derived }, _, theirs) =>
      derived && 'apiKey' in derived && !derived.apiKey && !theirs.requests.length && theirs.outcome.error,
  },
  {
    row: 'no API key outside of a page',
    when: (_, ours, theirs) => [ours, theirs].some(({ message }) => /^(There is no|The LLAMA_CLOUD_)/.test(message)),
  },

  // What is sent.
  {
    row: 'a parameter that is null or undefined, an empty `page_token`',
    when: ({ method, params }) => params || ['create', 'cancel'].includes(method),
    settle(ours, theirs, { method, params, options }) {
      const scopes = /create|cancel/.test(method) ? { organization_id: undefined, project_id: undefined } : {};
      const absent = absentIn({ ...scopes, ...params, ...(params?.page_token === '' && { page_token: null }) });
      const own = absent.filter((name) => !(name in (options?.query ?? {})));
      leaveNamesOut(own, ours, theirs);
      for (const { body } of theirs.requests) for (const name of absent) if (body?.[name] === null) delete body[name];
    },
  },
  {
    row: '`options.query` beside parameters',
    when: ({ params, options }) => params && options?.query,
    settle(ours, theirs, { params, options }) {
      const names = Object.keys(params).filter((name) => !(name in options.query));
      leaveNamesOut(names, ours, theirs);
    },
  },
  {
    row: 'a query value that is null or undefined',
    when: ({ client, options }) => [client.defaultQuery, options?.query].some((query) => absentIn(query).length),
    settle(ours, theirs, { client, options }) {
      leaveNamesOut([client.defaultQuery, options?.query].flatMap(absentIn), ours, theirs);
    },
  },
  {
    row: 'the characters of an id that a path may hold',
    when: ({ id, method }) => ['get', 'cancel'].includes(method) && /[!$&'()*+,;=:@]/.test(id),
    settle(ours, theirs) {
      for (const { requests } of [ours, theirs])
        for (const request of requests) request.path = decodeURIComponent(request.path);
    },
  },
  {
    row: 'an API key that is empty or null',
    when: ({ client, derived }) => (derived && 'apiKey' in derived ? !derived.apiKey : !client.apiKey),
    settle(ours, theirs) {
      for (const { requests } of [ours, theirs]) for (const { headers } of requests) delete headers?.authorization;
    },
  },
  {
    row: 'an API key with blanks around it',
    when: ({ client }) => /^\s|\s$/.test(client.apiKey),
    settle(_, theirs) {
      for (const { headers } of theirs.requests) headers.authorization = headers.authorization?.replace(/\s+/g, ' ');
    },
  },
  {
    row: 'a line of `LLAMA_CLOUD_CUSTOM_HEADERS` without a name',
    when: ({ env }, _, theirs) =>
      env?.LLAMA_CLOUD_CUSTOM_HEADERS?.startsWith(':') && /"" is an invalid header name/.test(theirs.message),
  },
  {
    row: '`LLAMA_CLOUD_CUSTOM_HEADERS` beside `defaultHeaders`',
    when: ({ client, derived, env }) =>
      env?.LLAMA_CLOUD_CUSTOM_HEADERS && [client, derived].some((options) => options?.defaultHeaders),
    settle(ours, theirs) {
      theirs.requests.forEach((request, at) => (request.headers = ours.requests[at]?.headers));
    },
  },

  // What comes of it.
  {
    row: 'the default of `maxRetries`',
    when: ({ client, derived }, ours, theirs) =>
      theirs.requests.length > ours.requests.length &&
      isAbsent(derived && 'maxRetries' in derived ? derived.maxRetries : client.maxRetries),
  },
  {
    row: 'a `create` that may have run',
    when: ({ method }, ours, theirs) =>
      method === 'create' && ours.outcome.error && ours.requests.length < theirs.requests.length,
  },
  {
    row: 'a server that asks for more than a minute',
    when: (_, ours) => /which exceeds the 60 s limit$/.test(ours.message),
  },
  {
    row: 'a `retry-after` that is no time',
    when: (scenario, ours, theirs) =>
      ours.pauses.length === theirs.pauses.length &&
      happened(scenario, ours).some(
        ({ headers = {} }) =>
          ODD_AFTER.includes(headers['retry-after']) || ODD_AFTER_MS.includes(headers['retry-after-ms']),
      ),
    settle(ours, theirs) {
      theirs.pauses = ours.pauses;
    },
  },
  { row: 'a redirect', when: (_, ours) => ours.outcome.status === 302 },
  {
    row: 'an empty page with a token',
    when: ({ pages }, ours, theirs) =>
      pages.slice(0, -1).some(({ items }) => items?.length === 0) && ours.requests.length > theirs.requests.length,
  },
  {
    row: 'a loop over a list that was awaited',
    when: ({ use }, ours, theirs) => use === 'await then loop' && ours.requests.length > theirs.requests.length,
  },
  { row: 'the status 204', when: (scenario, ours) => happened(scenario, ours).some(({ status }) => status === 204) },
  {
    row: 'a body that breaks off',
    when: (scenario, ours) => happened(scenario, ours).some(isCutOff),
  },
  {
    row: 'a web page with status 200',
    when: (scenario, ours) => isUnexpected(ours) && happened(scenario, ours).some(({ body }) => /^<!/.test(body)),
  },
  { row: 'a body of another shape', when: (_, ours) => isUnexpected(ours) },
  {
    row: 'JSON with another content type',
    when: (scenario, ours) => !ours.outcome.error && happened(scenario, ours).some(isMistaken),
  },
  {
    row: '`error.error` of a body that is not JSON',
    when: (_, ours, theirs) => ours.outcome.status >= 300 && isAbsent(theirs.outcome.body),
    settle(ours, theirs) {
      theirs.outcome.body = ours.outcome.body;
    },
  },
];

const isUnexpected = ({ outcome }) => outcome.error === 'APIError' && outcome.status === 200;

/** Of status 200, and without its end. */
const isCutOff = ({ kind, status, body }) => kind === 'cut' || (status === 200 && ['', '{broken'].includes(body));

const isMistaken = ({ status, headers }) => status === 200 && headers['content-type'] === 'text/plain';

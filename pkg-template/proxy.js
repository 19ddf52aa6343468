const DEFAULT_BASE_URL = 'https://api.cloud.llamaindex.ai';
const BATCHES = [
  'GET /api/v2/batches',
  'POST /api/v2/batches',
  'GET /api/v2/batches/:id',
  'POST /api/v2/batches/:id/cancel',
];
const REQUEST_HEADERS = ['accept', 'content-type'];
const RESPONSE_HEADERS = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry', 'x-request-id'];
const MAX_BODY = 2 ** 20;
/** The answers are those of a key: no cache keeps them, and no browser runs them as a page of this origin. */
const SAFEGUARDS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};
/** What `:id` stands for. No `%`: upstream, an encoded slash or dot could lead to another path. */
const SEGMENT = '[\\w.~-]+';
const TOO_LARGE = 'The body is larger than 1 MiB';
const NO_KEY = 'The proxy has no API key: pass apiKey to createProxy, for example from LLAMA_CLOUD_API_KEY';
const NOT_OWN_PAGE =
  'Only pages of this origin may use the proxy. If a reverse proxy changes the Host header, set the option origin; ' +
  'to let in requests that no page sends, set allowNonBrowsers';
const REDIRECTS = 'redirects, which the proxy refuses to protect the API key: check baseURL';

/** Creates a proxy: see proxy.d.ts. */
export function createProxy({ apiKey, baseURL, prefix = '', allow = BATCHES, origin, allowNonBrowsers = false }) {
  const authorization = apiKey?.trim() && bearer(apiKey.trim());
  const upstream = upstreamOf(baseURL?.trim() || DEFAULT_BASE_URL);
  const mount = mountOf(prefix);
  const allowed = allow.map(pattern);
  const ownHost = origin === undefined ? undefined : parse(origin)?.host;
  if (origin !== undefined && !ownHost)
    throw new TypeError('createProxy: origin must be an origin such as https://app.example');

  return async (request) => {
    const { host, pathname, search } = new URL(request.url);
    // Next.js has a host of its own in the URL.
    const pageHost = ownHost ?? request.headers.get('host') ?? host;
    if (!isAllowedSender(request.headers, pageHost, allowNonBrowsers)) return refuse(403, NOT_OWN_PAGE);
    const path = pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : '';
    if (!allowed.some((pattern) => pattern.test(`${request.method} ${path}`))) return refuse(404, 'Not Found');
    if (Number(request.headers.get('content-length')) > MAX_BODY) return refuse(413, TOO_LARGE);
    if (!authorization) return refuse(500, NO_KEY, { 'x-should-retry': 'false' });
    return forward(request, `${upstream.address}${path}${search}`, authorization, upstream.host);
  };
}

async function forward(request, address, authorization, host) {
  const headers = pick(request.headers, REQUEST_HEADERS);
  headers.set('authorization', authorization);
  const { method, signal } = request;
  // Until the head is here. After that, the server cancels a body that no client reads any more.
  const gone = new AbortController();
  const leave = () => gone.abort();
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  try {
    // A new batch is small. As a stream, its length would be unknown, and some servers refuse that.
    const body = method === 'GET' || method === 'HEAD' ? null : await readBody(request.body);
    if (body === undefined) return refuse(413, TOO_LARGE);
    const response = await fetch(address, { method, headers, body, redirect: 'manual', signal: gone.signal });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      return refuse(502, `${host} ${REDIRECTS}`, { 'x-should-retry': 'false' });
    }
    const answer = pick(response.headers, RESPONSE_HEADERS);
    for (const [name, value] of Object.entries(SAFEGUARDS)) answer.set(name, value);
    return new Response(response.body, { status: response.status, headers: answer });
  } catch {
    // An answer that cannot be passed on is not read.
    leave();
    // What `fetch` throws may name addresses, and is of no use to a page.
    return refuse(502, `${host} was not reached: check baseURL and the server's network`);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** All of a body; undefined if it is too large, which it need not have said before. */
async function readBody(body) {
  const chunks = [];
  let size = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
  }
  return new Blob(chunks).arrayBuffer();
}

/**
 * Returns whether a page of this host sent the request. Browsers say so in headers that no page can
 * set: `sec-fetch-site`, or where it is missing (before Safari 16.4, and without TLS) `origin` or
 * `referer`. The scheme does not count, as TLS may end at a reverse proxy.
 */
function isAllowedSender(headers, ownHost, allowNonBrowsers) {
  const isOwn = (address) => {
    const url = parse(address);
    return url !== undefined && url.host === parse(`${url.protocol}//${ownHost}`)?.host;
  };
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null) return site === 'same-origin' && (origin === null || isOwn(origin));
  const page = origin ?? headers.get('referer');
  return page === null ? allowNonBrowsers : isOwn(page);
}

function parse(address) {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Checked here, since `fetch` puts a key that it refuses into its message. */
function bearer(apiKey) {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new TypeError('createProxy: apiKey contains invalid characters');
  return `Bearer ${apiKey}`;
}

/** The address is joined to paths as text: joined as URLs, a path could lead to another host. */
function upstreamOf(baseURL) {
  const url = parse(baseURL);
  const isPlain = url && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.search || url.hash);
  if (!isPlain) throw new TypeError('createProxy: baseURL must be an address such as https://api.cloud.llamaindex.ai');
  return { address: url.href.replace(/[/?#]+$/, ''), host: url.host };
}

function mountOf(prefix) {
  const mount = prefix.replace(/\/+$/, '');
  if (mount && new URL(mount, 'http://host').pathname !== mount) {
    throw new TypeError('createProxy: prefix must be a path such as /llama-cloud');
  }
  return mount;
}

function pattern(text) {
  if (!/^[A-Z]+ \/\S*$/.test(text)) {
    throw new TypeError('createProxy: allow takes methods and paths such as "GET /api/v2/batches/:id"');
  }
  const segments = text.split('/').map((part) => (part.startsWith(':') ? SEGMENT : part.replace(/[^\w ~-]/g, '\\$&')));
  return new RegExp(`^${segments.join('/')}$`);
}

function pick(headers, names) {
  return new Headers(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : [])));
}

function refuse(status, detail, headers = {}) {
  return Response.json({ detail }, { status, headers: { ...SAFEGUARDS, ...headers } });
}

import { Hono } from 'hono';

/** What the page may ask for: batches, a batch, and its cancellation. */
const PATHS = { GET: /^\/api\/v2\/batches(\/[^/]+)?$/, POST: /^\/api\/v2\/batches(\/[^/]+\/cancel)?$/ };
const REQUEST_HEADERS = ['accept', 'content-type'];
const RESPONSE_HEADERS = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry', 'x-request-id'];

/**
 * Passes on what this page asks of LlamaCloud, and adds the key, which the browser never sees.
 * @param {{ apiKey: string, baseURL: string }} options
 */
export function createProxy({ apiKey, baseURL }) {
  const app = new Hono();
  app.all('*', async ({ req }) => {
    const { pathname, search, origin } = new URL(req.url);
    if (!isOwnPage(req.raw.headers, origin)) return refuse(403, 'Only the page of this server may ask');
    const method = /** @type {keyof typeof PATHS} */ (req.method);
    if (!PATHS[method]?.test(pathname)) return refuse(404, 'Not Found');
    const headers = pick(req.raw.headers, REQUEST_HEADERS);
    headers.set('authorization', `Bearer ${apiKey}`);
    // As text: joined as URLs, an id such as `..` would lead to another path.
    const address = `${baseURL.replace(/\/+$/, '')}${pathname}${search}`;
    const body = method === 'POST' ? await req.arrayBuffer() : null;
    // Until the head is here; after that, the server itself closes a body that nobody reads.
    const gone = new AbortController();
    const leave = () => gone.abort();
    req.raw.signal.addEventListener('abort', leave);
    try {
      const answer = await fetch(address, { method, headers, body, redirect: 'manual', signal: gone.signal });
      // A redirect would take the key elsewhere, and its address is no business of the browser's.
      if (answer.status >= 300 && answer.status < 400) {
        await answer.body?.cancel();
        return refuse(502, 'The server redirects, and a key goes nowhere but where it belongs: check LLAMA_CLOUD_BASE_URL');
      }
      return new Response(answer.body, { status: answer.status, headers: pick(answer.headers, RESPONSE_HEADERS) });
    } catch {
      return refuse(502, `${new URL(baseURL).host} was not reached`);
    } finally {
      req.raw.signal.removeEventListener('abort', leave);
    }
  });
  return app;
}

/**
 * Whether a request comes from the page of this very server: browsers say so, and a page of another
 * site cannot make them lie.
 * @param {Headers} headers
 * @param {string} origin
 */
function isOwnPage(headers, origin) {
  const from = headers.get('origin');
  return headers.get('sec-fetch-site') === 'same-origin' && (from === null || from === origin);
}

/**
 * @param {Headers} headers
 * @param {string[]} names
 */
function pick(headers, names) {
  return new Headers(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])));
}

/**
 * @param {number} status
 * @param {string} detail
 */
function refuse(status, detail) {
  return Response.json({ detail }, { status });
}

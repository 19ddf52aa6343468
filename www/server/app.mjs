import { serveStatic } from '@hono/node-server/serve-static';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import { createProxy } from '../../pkg/dist/proxy.js';
import { passOn } from './body.mjs';
import { POLICY } from './policy.mjs';

/** Where the built page is. */
export const PAGE = path.join(import.meta.dirname, '../../target/www');

/**
 * The demo's server: the page, and with a key LlamaCloud behind it.
 * @param {{ apiKey?: string | undefined, baseURL: string }} options
 */
export function createApp({ apiKey, baseURL }) {
  const { host } = new URL(baseURL);
  /** @type {Hono<{ Bindings: import('@hono/node-server').HttpBindings }>} */
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('content-security-policy', `${POLICY}; frame-ancestors 'none'`);
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header('cross-origin-resource-policy', 'same-origin');
  });
  app.use(ownHost);
  if (apiKey) {
    const proxy = createProxy({ apiKey, baseURL });
    app.all('/api/*', async ({ req, env }) => passOn(await proxy(req.raw), env.outgoing, host));
  }
  const index = readFileSync(path.join(PAGE, 'index.html'), 'utf8');
  // The page sees by this tag that the server has a key, and for where; never the key.
  const told = apiKey ? index.replace('</head>', `<meta name="llama-cloud" content="${host}"></head>`) : index;
  app.get('/', (context) => context.html(told, 200, { 'cache-control': 'no-cache' }));
  app.use(
    '/assets/*',
    serveStatic({
      root: path.relative(process.cwd(), PAGE),
      onFound: (_, context) => context.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
  );
  return app;
}

/**
 * Answers only who calls it by a name of this machine: a page of another site cannot come in by a
 * name that it points here.
 * @type {import('hono').MiddlewareHandler}
 */
async function ownHost(context, next) {
  const { hostname } = new URL(context.req.url);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    return context.json({ detail: 'This server answers on loopback only' }, 403);
  return next();
}

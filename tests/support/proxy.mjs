// A proxy of the package before an upstream of the test.

import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { importFrom } from './package.mjs';
import { startPages } from './pages.mjs';
import { KEY } from './sandbox.mjs';

export const { createProxy } = await importFrom('llama-cloud-batches/proxy');

export const MOUNT = '/llama-cloud';
export const LIST = '/api/v2/batches';
export const OWN = { 'sec-fetch-site': 'same-origin' };
export const NO_PAGES = () => ({ items: [] });

/** A proxy for an upstream that records what it is sent, called as a function. */
export async function startProxy(t, { answer = NO_PAGES, ...options } = {}) {
  const { url, requests } = await startPages(t, answer);
  const proxy = createProxy({ apiKey: KEY, baseURL: url, prefix: MOUNT, ...options });
  const ask = (path, init = {}) => proxy(new Request(`http://app.example${path}`, { headers: OWN, ...init }));
  return { ask, requests, host: new URL(url).host };
}

/** The same proxy on a port of its own. */
export async function listen(t, baseURL, options = {}) {
  const proxy = createProxy({ apiKey: KEY, baseURL, prefix: MOUNT, ...options });
  const server = serve({ fetch: proxy, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

import { serve as listen } from '@hono/node-server';
import { createApp } from './app.mjs';

/**
 * Serves the page on loopback. Port 0 takes a free one.
 * @param {{ port?: number, apiKey?: string | undefined, baseURL?: string | undefined }} [options]
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serve({ port = 0, apiKey, baseURL = 'https://api.cloud.llamaindex.ai' } = {}) {
  const { fetch } = createApp({ apiKey, baseURL });
  const server = await new Promise((resolve, reject) => {
    const started = listen({ fetch, port, hostname: '127.0.0.1' }, () => resolve(started));
    started.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

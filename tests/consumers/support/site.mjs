// A plain web server for a folder.

import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/**
 * Serves the files of `folder`, each with `headers`, and `api` under `/llama-cloud` with its key; gives its address and a
 * way to end it.
 */
export async function serveFolder(folder, headers = {}, api) {
  const server = createServer(async (asked, response) => {
    const { pathname } = new URL(asked.url, 'http://host');
    if (api && pathname.startsWith('/llama-cloud/')) return passOn(asked, response, api);
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const body = await readFile(file).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'text/plain', ...headers });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Adds the key; who leaves closes the connection to the API, too. */
function passOn(asked, response, { url, key }) {
  const address = new URL(asked.url.replace('/llama-cloud', ''), url);
  const passed = request(address, { headers: { authorization: `Bearer ${key}` } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  response.on('close', () => passed.destroy());
  passed.end();
}

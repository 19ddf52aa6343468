// A server that answers just what a test says, for lists that no sandbox would make.

import { createServer } from 'node:http';
import { KEY } from './operations.mjs';
import { LlamaCloud } from './package.mjs';

/** A batch with this id, as the API sends it. */
export function batch(id, more = {}) {
  return {
    id: `bat-${id}`,
    config: { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } },
    project_id: 'prj-1',
    source_directory_id: 'dir-1',
    status: 'COMPLETED',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: null,
    results: null,
    ...more,
  };
}

/**
 * Serves `answer(query, request, response)`: what it returns is sent as JSON (or as text, if it is
 * text); undefined leaves the response to it.
 */
export async function startPages(t, answer) {
  const requests = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://host');
    requests.push({ url: request.url, query: url.searchParams, headers: request.headers, method: request.method });
    const body = answer(url.searchParams, request, response);
    if (body === undefined) return;
    const text = typeof body === 'string';
    response.setHeader('content-type', text ? 'text/html' : 'application/json');
    response.end(text ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    requests,
    client: (more = {}) => new LlamaCloud({ apiKey: KEY, baseURL: url, logLevel: 'off', ...more }),
  };
}

/** An answer for `startPages`: these pages in order, by cursors `p1`, `p2`, … */
export function inOrder(pages) {
  return (query) => {
    const at = Number((query.get('page_token') ?? 'p0').slice(1));
    return {
      items: pages[at],
      next_page_token: at + 1 < pages.length ? `p${at + 1}` : null,
      total_size: pages.flat().length,
    };
  };
}

/** Everything that an iterable yields. */
export async function collect(iterable) {
  const all = [];
  for await (const each of iterable) all.push(each);
  return all;
}

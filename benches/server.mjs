// The server of all benches, a process of its own: ready-made pages over keep-alive connections. The
// base URL says which list, and how slow: `/ITEMS/SKEW/LATENCY`, the latency in milliseconds a page.
// `/files/` holds what browsers load.
//
//   node benches/server.mjs FOLDER     with an IPC channel: sends its port, then on any message how
//                                      many pages were requested since the last one

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { createList } from './batches.mjs';

const TYPES = { '.js': 'text/javascript', '.html': 'text/html' };
const [folder] = process.argv.slice(2);
const lists = new Map();
let asked = 0;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://host');
  const [, items, skew, latency] = /^\/(\d+)\/([\d.]+)\/(\d+)\/api\/v2\/batches$/.exec(pathname) ?? [];
  if (items === undefined) return sendFile(response, path.basename(pathname));
  asked += 1;
  const page = listOf(Number(items), Number(skew)).page(searchParams);
  if (latency === '0') send(response, page);
  else setTimeout(send, Number(latency), response, page);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', () => {
  process.send({ asked });
  asked = 0;
});
process.on('disconnect', () => process.exit());

function listOf(items, skew) {
  const key = `${items} ${skew}`;
  if (!lists.has(key)) lists.set(key, createList(items, skew));
  return lists.get(key);
}

function send(response, page) {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': page.length,
    'cache-control': 'no-store',
  });
  response.end(page);
}

async function sendFile(response, name) {
  const body = await readFile(path.join(folder, name)).catch(() => undefined);
  response.writeHead(body ? 200 : 404, { 'content-type': TYPES[path.extname(name)] ?? 'text/plain' });
  response.end(body);
}

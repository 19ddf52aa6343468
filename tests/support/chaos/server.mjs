// A server of raw sockets: what it writes need not be HTTP.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { sleep } from './clock.mjs';
import { write } from './writing.mjs';

/** The requests whose answers are not written to their end, and whose clients are still there. */
export const open = new Set();

const worlds = new Map();

const server = createServer((socket) => {
  let text = '';
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const request of open) if (request.socket === socket) open.delete(request);
  });
  socket.on('data', (data) => {
    text += data.toString('latin1');
    for (;;) {
      const end = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      if (end < 4 || text.length < end + length) return;
      const [method, target] = text.split(' ', 2);
      text = text.slice(end + length);
      receive(socket, method, target);
    }
  });
});
server.unref().listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

function receive(socket, method, target) {
  const { pathname, searchParams: query } = new URL(target, origin);
  const [, name, path] = /^\/(\w+)(\/.*)$/.exec(pathname);
  const { requests, answer, draw } = worlds.get(name);
  const request = { socket, method, target, path, query };
  requests.push(request);
  open.add(request);
  request.answer = answer(request);
  write(socket, request.answer, draw, () => open.delete(request));
}

/** Serves what `answer(request)` says; returns the base URL, and the list of requests. */
export function serve(draw, answer) {
  const name = `world${worlds.size}`;
  const requests = [];
  worlds.set(name, { answer, draw, requests });
  return { baseURL: `${origin}/${name}`, requests };
}

/** Resolves once nothing is open, or after two seconds. */
export async function settled() {
  for (let turn = 0; open.size && turn < 400; turn++) await sleep(5);
}

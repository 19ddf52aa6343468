// The ways to write an answer, of which some break it.

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { sleep } from './clock.mjs';

/** Ways after which the whole answer has arrived. */
export const WHOLE = ['plain', 'plain', 'drip', 'chunked', 'gzip', 'br', 'deflate', 'early', 'closing', 'untilClose'];

/** Ways after which a client cannot know whether its request has run. */
export const LOST = ['reset', 'garbage', 'half a head', 'truncate', 'never ends', 'silence', 'continue', 'switch'];

/** Ways that break the body. */
export const BROKEN = [...LOST, 'cut gzip', 'no gzip', 'no br', 'longer', 'large header'];

const [GZIP, BR] = ['gzip', 'br'].map((name) => `content-encoding: ${name}`);

/** How bodies are encoded, and the header that says so. */
const ENCODINGS = {
  gzip: [gzipSync, GZIP],
  br: [brotliCompressSync, BR],
  deflate: [deflateSync, 'content-encoding: deflate'],
  'cut gzip': [(body) => gzipSync(body).subarray(0, 20), GZIP],
  'no gzip': [(body) => body, GZIP],
  'no br': [(body) => body, BR],
};

/** Writes `{ status, headers, body, way }` to `socket`, and calls `onEnd` when no more is to come. */
export async function write(socket, { status = 200, headers = [], body = '', way = 'plain' }, draw, onEnd) {
  const [encode, encoding] = ENCODINGS[way] ?? [(body) => body];
  const bytes = encode(Buffer.from(body));
  const head = (...more) => {
    const lines = ['content-type: application/json', ...headers, ...(encoding ? [encoding] : []), ...more];
    return `HTTP/1.1 ${status} Said\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
  };
  const length = `content-length: ${bytes.length}`;
  const send = (data) => socket.writable && socket.write(data);
  const end = (text = '') => socket.end(text);
  const hasBody = ![204, 304].includes(status);
  const half = bytes.subarray(0, bytes.length >> 1);
  const parts = [half, bytes.subarray(half.length)].filter(({ length }) => length);
  const plain = () => send(Buffer.concat([Buffer.from(head(length)), hasBody ? bytes : Buffer.of()]));
  const ways = {
    reset: () => socket.resetAndDestroy(),
    garbage: () => end('HELLO\r\n\r\n'),
    'half a head': () => end('HTTP/1.1 200 OK\r\ncont'),
    truncate: () => end(head(length) + half),
    'large header': () => send(head(length, `x-large: ${'a'.repeat(40_000)}`)),
    longer: () => send(`${head(`content-length: ${half.length}`)}${bytes}`),
    continue: () => send('HTTP/1.1 100 Continue\r\n\r\n') && plain(),
    switch: () => send('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    early: () => send('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n') && plain(),
    closing: () => end(Buffer.concat([Buffer.from(head(length, 'connection: close')), hasBody ? bytes : Buffer.of()])),
    untilClose: () => send(head('connection: close')) && end(hasBody ? bytes : ''),
    chunked: () => {
      const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part.toString('latin1')}\r\n`);
      send(
        Buffer.from(hasBody ? `${head('transfer-encoding: chunked')}${chunks.join('')}0\r\n\r\n` : head(), 'latin1'),
      );
    },
    drip: async () => {
      send(head(length));
      for (const part of hasBody ? parts : []) {
        await sleep(draw() * 3);
        send(part);
      }
    },
  };
  if (way === 'silence') return;
  if (way === 'never ends') return send(head(length) + half);
  await (ways[way] ?? plain)();
  onEnd();
}

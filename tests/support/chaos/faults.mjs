// What a server may answer instead, and what a caller's own functions may do.

import { pick } from '../soak-faults.mjs';
import { BROKEN, WHOLE } from './writing.mjs';

const RETRY_AFTER = [
  '0',
  '0.01',
  '1',
  '-1',
  '',
  'soon',
  '1e3',
  '9'.repeat(30),
  '61',
  'NaN',
  'Wed, 21 Oct 2015 07:28:00 GMT',
];
const FINAL = [300, 304, 305, 399, 400, 401, 402, 403, 404, 418, 422, 451, 499, 100, 199, 600, 999];
const TRANSIENT = [408, 409, 429, 429, 429, 500, 502, 503, 504, 599];

/** Bodies of which none is a page or a batch. */
const BODIES = [
  ...['', ' ', 'null', '0', '""', '[]', '{}', 'true', '<!doctype html><p>hi', '\u0000', '{"items":[', '[1', '\ufeff'],
  ...['{"items":null}', '{"items":{}}', '{"items":[null]}', '{"items":[[]]}', '{"items":[],"next_page_token":7}'],
  ...['{"items":[],"total_size":"x"}', '{"detail":[{"loc":1,"msg":{}}]}', '{"message":{"toString":1}}'],
  ...['{"__proto__":null}', '{"detail":"\\ud800"}', `{"detail":"${'x'.repeat(100_000)}"}`, '['.repeat(50_000)],
];

/** One fault of a request, whose right answer this is. */
export function fault(right, draw) {
  const kind = draw();
  if (kind < 0.4) return { ...right, way: pick(BROKEN, draw) };
  const headers = [];
  if (draw() < 0.5) headers.push(`retry-after: ${pick(RETRY_AFTER, draw)}`);
  if (draw() < 0.3) headers.push(`retry-after-ms: ${pick(['0', '1', '50', '-5', 'x', '1e9', '99999'], draw)}`);
  if (draw() < 0.3) headers.push(`x-should-retry: ${pick(['true', 'false', 'TRUE', ''], draw)}`);
  const status = kind < 0.7 ? pick(TRANSIENT, draw) : kind < 0.85 ? pick(FINAL, draw) : 200;
  return { status, headers, body: pick(BODIES, draw), way: pick(WHOLE, draw) };
}

/** A reason of any kind, to abort with or to throw. */
export function reason(draw) {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const unreadable = new Proxy({}, { get: () => fail() });
  const circle = new Error('circle');
  circle.cause = circle;
  return pick([undefined, null, 0, '', Symbol('why'), proxy, unreadable, circle, Object.freeze({}), fail], draw);
}

function fail() {
  throw new Error('unreadable');
}

/** A `fetch` that at times does something else than it should. */
export function oddFetch(draw) {
  const share = draw();
  const kind = pick(Object.keys(ODD), draw);
  return async (url, init) => (draw() < share ? fetch(url, init) : ODD[kind](url, init, draw));
}

const ODD = {
  throws: (url, init, draw) => {
    throw reason(draw);
  },
  'never ends': () => new Promise(() => {}),
  'says nothing': (url, init, draw) => pick([undefined, null, 7, 'x', Symbol('x'), [], Object.create(null)], draw),
  'says what is no status': (url, init, draw) => ({ status: pick(['200', 200.5, NaN, -1, 1e9, 200n, {}], draw) }),
  'has a body that is no text': (url, init, draw) => ({
    status: 200,
    text: () => pick([7, null, Symbol('x'), Object.create(null), fail, new Proxy({}, { get: fail })], draw),
  }),
  'has a body that never ends': () => ({ status: 200, headers: new Headers(), text: () => new Promise(() => {}) }),
  'has unreadable headers': async (url, init) => {
    const response = await fetch(url, init);
    const text = await response.text();
    return Object.freeze({ status: response.status, headers: { get: fail }, text: async () => text });
  },
  'is a proxy': async (url, init) => new Proxy(await fetch(url, init), {}),
  'changes its options': async (url, init) => {
    const response = fetch(url, { ...init });
    for (const name of Object.keys(init)) delete init[name];
    Object.freeze(init);
    return response;
  },
};

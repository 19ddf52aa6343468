// A LlamaCloud to try things on: the batches API as a function from a request to a response.

import { createApp } from './app.ts';
import { Batches } from './batches.ts';
import { CONTROL, createControl } from './control.ts';
import { change, Faults, instead, type Fault, type Wire } from './faults.ts';
import { refuse } from './errors.ts';
import { Requests, type SeenRequest } from './requests.ts';

export type { Fault, FaultKind, Wire } from './faults.ts';
export type { SeenRequest } from './requests.ts';
export { Faults, Requests };

/** The options of a sandbox. */
export interface SandboxOptions {
  /** What the batches are made from: the same seed and the same clock make the same batches. The default is 1. */
  seed?: number;
  /** How many batches there are from the start. The default is 5,000. */
  batches?: number;
  /** Over how many days before now they were created. The default is 90. */
  days?: number;
  /** How many times faster batches live than real ones. The default is 1. */
  speed?: number;
  /** The clock, in milliseconds since 1970. The default is the host's. */
  now?: () => number;
  /** The API keys that are good. The default is every key that starts with `llx-`. */
  apiKeys?: readonly string[];
  /** How long every answer takes, in milliseconds. The default is 0. */
  latency?: number;
  /** How many requests a minute are answered before 429. The default is no limit. */
  requestsPerMinute?: number;
  /** Faults that wait from the start. */
  faults?: readonly Fault[];
}

/** An embedded LlamaCloud. */
export interface Sandbox {
  /** Answers a request: a client's `fetch` option, or a server's handler. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Faults to come. */
  readonly faults: Faults;
  /** What came in. */
  readonly requests: Requests;
  /** For servers: responds to a request whose connection `wire` can break, and calls `onSeen` with its log entry. */
  handle(request: Request, wire?: Wire, onSeen?: (seen: SeenRequest) => void): Promise<Response>;
}

/** Makes a sandbox. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed = 1, batches = 5_000, days = 90, speed = 1, now = Date.now, apiKeys, latency = 0 } = options;
  const faults = new Faults();
  const requests = new Requests();
  faults.add(...(options.faults ?? []));
  const isKey = (key: string) => (apiKeys ? apiKeys.includes(key) : key.startsWith('llx-'));
  const app = createApp(new Batches({ seed, batches, days, speed, now }), isKey);
  const control = createControl(faults, requests);
  const isLimited = limiter(options.requestsPerMinute ?? Infinity, now);

  async function answer(request: Request, wire: Wire, seen: SeenRequest): Promise<Response> {
    const hits = faults.take(seen.method, seen.path);
    seen.faults = hits.map(({ kind }) => kind);
    let response: Response | undefined;
    for (const fault of hits) response ??= await instead(fault, request, wire);
    if (!response && isLimited()) return refuse(429, 'Rate limit exceeded');
    response ??= await app.fetch(request);
    for (const fault of hits) response = await change(fault, request, response, wire);
    return response;
  }

  async function handle(
    request: Request,
    wire: Wire = portable,
    onSeen?: (seen: SeenRequest) => void,
  ): Promise<Response> {
    if (new URL(request.url).pathname.startsWith(`${CONTROL}/`)) return control.fetch(request);
    if (request.method === 'OPTIONS') return app.fetch(request);
    const body = request.body ? await request.clone().text() : '';
    const seen = requests.note(request, body);
    onSeen?.(seen);
    if (latency) await new Promise((resolve) => setTimeout(resolve, latency));
    return withCors(await answer(request, wire, seen), request);
  }

  return {
    faults,
    requests,
    handle,
    async fetch(input, init) {
      const request = new Request(input, init);
      let seen: SeenRequest | undefined;
      const answered = handle(request, portable, (entry) => (seen = entry));
      const gone = new Promise<never>((_, reject) => {
        const leave = () => reject(request.signal.reason);
        if (request.signal.aborted) leave();
        request.signal.addEventListener('abort', leave, { once: true });
      });
      try {
        const response = await Promise.race([answered, gone]);
        if (seen) requests.end(seen, 'answered');
        return response;
      } catch (error) {
        if (seen) requests.end(seen, 'gone');
        throw error;
      }
    },
  };
}

/** What a handler can do without a connection of its own. */
const portable: Wire = {
  reset() {
    throw new TypeError('fetch failed');
  },
  truncate(response, body) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(body.subarray(0, body.length >> 1));
        controller.error(new TypeError('terminated'));
      },
    });
    return new Response(stream, { status: response.status, headers: response.headers });
  },
};

/** Faults answer browsers too. */
function withCors(response: Response, request: Request): Response {
  const origin = request.headers.get('origin');
  if (origin && !response.headers.has('access-control-allow-origin')) {
    response.headers.set('access-control-allow-origin', origin);
    response.headers.set('access-control-allow-credentials', 'true');
    response.headers.set('access-control-expose-headers', 'retry-after,retry-after-ms,x-should-retry');
  }
  return response;
}

/** Says whether a request is one too many in its minute. */
function limiter(perMinute: number, now: () => number): () => boolean {
  let minute = 0;
  let count = 0;
  return () => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) [minute, count] = [current, 0];
    return ++count > perMinute;
  };
}

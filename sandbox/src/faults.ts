import { otherCursor } from './query.ts';

/** What can go wrong on request. */
export type FaultKind =
  /** The answer comes `ms` milliseconds later. */
  | { kind: 'latency'; ms: number }
  /** No answer, until the client goes. */
  | { kind: 'silence' }
  /** The head and half of the body, then nothing until the client goes. */
  | { kind: 'stall' }
  /** The head and half of the body, then the connection is closed. */
  | { kind: 'truncate' }
  /** The connection is reset before any answer. */
  | { kind: 'reset' }
  /** This status, with these headers and this body (by default FastAPI's `{"detail": …}`). */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  /** A 200 with an HTML page. */
  | { kind: 'html' }
  /** A 200 whose JSON breaks off. */
  | { kind: 'malformed' }
  /** A 200 with this body instead. */
  | { kind: 'body'; body: unknown; headers?: Record<string, string> }
  /** The field of this path, such as `items.3.config.job.type`, is missing. */
  | { kind: 'without'; field: string }
  /** The field of this path is this value. */
  | { kind: 'with'; field: string; value: unknown }
  /** A page without items and with a new token, before the requested page. */
  | { kind: 'empty-page' }
  /** The next page's token is the one of this page. The first page has none: there it is a new one that leads to it again. */
  | { kind: 'repeated-cursor' }
  /** A redirect to this address. */
  | { kind: 'redirect'; location: string; status?: number };

/**
 * A fault, and which requests it hits. Where several hit one request, the first that comes instead of
 * an answer does, and the others change that: a status with a body that stalls.
 */
export type Fault = FaultKind & {
  /** Only requests of this method. */
  method?: string;
  /** Only requests whose path holds this text. The default is every path of the API. */
  path?: string;
  /** How many requests to let through first. The default is 0. */
  skip?: number;
  /** How many requests to hit. The default is 1; `Infinity` (null in JSON) hits all. */
  times?: number | null;
};

const KINDS = new Set([
  'latency',
  'silence',
  'stall',
  'truncate',
  'reset',
  'status',
  'html',
  'malformed',
  'body',
  'without',
  'with',
  'empty-page',
  'repeated-cursor',
  'redirect',
]);
const CONDITIONS = ['kind', 'method', 'path', 'skip', 'times'];
const DETAILS: Record<string, string[]> = {
  latency: ['ms'],
  status: ['status', 'headers', 'body'],
  body: ['body', 'headers'],
  without: ['field'],
  with: ['field', 'value'],
  redirect: ['location', 'status'],
};

/** The faults that wait for requests. */
export class Faults {
  #waiting: { fault: Fault; skip: number; times: number }[] = [];

  /** Adds a fault; one that makes no sense is an error. */
  add(...faults: Fault[]): void {
    for (const fault of faults) {
      const { kind } = fault;
      if (!KINDS.has(kind)) throw new TypeError(`There is no fault of kind ${String(kind)}`);
      const known = [...CONDITIONS, ...(DETAILS[kind] ?? [])];
      const unknown = Object.keys(fault).find((name) => !known.includes(name));
      if (unknown) throw new TypeError(`A fault of kind ${kind} has no ${unknown}`);
      this.#waiting.push({
        fault,
        skip: fault.skip ?? 0,
        times: fault.times === undefined ? 1 : (fault.times ?? Infinity),
      });
    }
  }

  /** Takes all faults back. */
  clear(): void {
    this.#waiting = [];
  }

  /** How many faults still wait for a request. */
  get size(): number {
    return this.#waiting.length;
  }

  /** The faults that hit a request, in the order in which they were added. */
  take(method: string, path: string): Fault[] {
    const hits: Fault[] = [];
    for (const waiting of this.#waiting) {
      const { fault } = waiting;
      if (fault.method && fault.method.toUpperCase() !== method) continue;
      if (fault.path && !path.includes(fault.path)) continue;
      if (waiting.skip > 0) {
        waiting.skip--;
        continue;
      }
      waiting.times--;
      hits.push(fault);
    }
    this.#waiting = this.#waiting.filter(({ times }) => times > 0);
    return hits;
  }
}

/** What a server can do to a connection, and a portable handler cannot. */
export interface Wire {
  /** Resets the connection. */
  reset(): Response;
  /** Sends the head and half of the body, then closes the connection. */
  truncate(response: Response, body: Uint8Array): Response;
}

/** A fault that comes instead of an answer, if `fault` is one. */
export function instead(fault: Fault, request: Request, wire: Wire): Response | Promise<Response> | undefined {
  switch (fault.kind) {
    case 'silence':
      return new Promise((_, reject) => {
        const gone = () => reject(request.signal.reason);
        if (request.signal.aborted) gone();
        request.signal.addEventListener('abort', gone, { once: true });
      });
    case 'reset':
      return wire.reset();
    case 'status':
      return Response.json(fault.body ?? { detail: `Sandbox fault: status ${fault.status}` }, {
        status: fault.status,
        headers: fault.headers ?? {},
      });
    case 'html':
      return new Response('<!doctype html><title>Welcome</title><p>This is a web page.</p>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'malformed':
      return new Response('{"items": [{"id": "bat-', { headers: { 'content-type': 'application/json' } });
    case 'body':
      return Response.json(fault.body, { headers: fault.headers ?? {} });
    case 'redirect':
      // Browsers remember some redirects for good.
      return new Response(null, {
        status: fault.status ?? 302,
        headers: { location: fault.location, 'cache-control': 'no-store' },
      });
    default:
      return undefined;
  }
}

/** A fault that changes an answer. */
export async function change(fault: Fault, request: Request, response: Response, wire: Wire): Promise<Response> {
  switch (fault.kind) {
    case 'latency':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return response;
    case 'stall':
      return stalled(response, await bytes(response));
    case 'truncate':
      return wire.truncate(response, await bytes(response));
    case 'without':
    case 'with':
      return edited(response, (body) => edit(body, fault));
    case 'empty-page':
      return edited(response, (body) => ({ ...body, items: [], next_page_token: otherCursor(pageToken(request)) }));
    case 'repeated-cursor':
      return edited(response, (body) => ({ ...body, next_page_token: pageToken(request) ?? otherCursor(null) }));
    default:
      return response;
  }
}

function pageToken(request: Request): string | null {
  return new URL(request.url).searchParams.get('page_token');
}

async function bytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

function stalled(response: Response, body: Uint8Array): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(body.subarray(0, body.length >> 1));
    },
  });
  return new Response(stream, { status: response.status, headers: response.headers });
}

async function edited(response: Response, change: (body: Record<string, unknown>) => unknown): Promise<Response> {
  const body = change((await response.json()) as Record<string, unknown>);
  return Response.json(body, { status: response.status });
}

function edit(body: Record<string, unknown>, fault: Fault & { kind: 'without' | 'with' }): unknown {
  const names = fault.field.split('.');
  const last = names.pop() as string;
  let place: Record<string, unknown> | undefined = body;
  for (const name of names) place = place?.[name] as Record<string, unknown> | undefined;
  if (typeof place !== 'object' || place === null) throw new TypeError(`The answer has no ${fault.field}`);
  if (fault.kind === 'without') delete place[last];
  else place[last] = fault.value;
  return body;
}

/** A request that came in. Keys are not kept: only whether one was sent. */
export interface SeenRequest {
  /** The method, such as `GET`. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The query, with the question mark. */
  readonly query: string;
  /** The headers but for `authorization` and cookies. */
  readonly headers: Record<string, string>;
  /** Whether a key was sent, good or not. */
  readonly authorized: boolean;
  /** The body; empty where there is none. */
  readonly body: string;
  /** The kinds of the faults that hit it. */
  faults: readonly string[];
  /** `waiting` until it is `answered`, or until the client is `gone` before the whole answer. */
  state: 'waiting' | 'answered' | 'gone';
}

/** The log of what came in, and the events in it. */
export class Requests {
  readonly #seen: SeenRequest[] = [];
  readonly #waiters = new Set<() => void>();

  /** Everything that came in so far, in order. */
  get all(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Forgets what came in so far. */
  clear(): void {
    this.#seen.length = 0;
  }

  /** Resolves as soon as `count` requests (that are in `state`) came in. */
  until(count: number, state?: SeenRequest['state']): Promise<readonly SeenRequest[]> {
    return new Promise((resolve) => {
      const check = () => {
        const there = this.#seen.filter((request) => !state || request.state === state);
        if (there.length < count) return;
        this.#waiters.delete(check);
        resolve(there);
      };
      this.#waiters.add(check);
      check();
    });
  }

  /** For the sandbox: notes a request. */
  note(request: Request, body: string): SeenRequest {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const authorized = 'authorization' in headers;
    delete headers['authorization'];
    delete headers['cookie'];
    const seen: SeenRequest = {
      method: request.method,
      path: pathname,
      query: search,
      headers,
      authorized,
      body,
      faults: [],
      state: 'waiting',
    };
    this.#seen.push(seen);
    this.#tell();
    return seen;
  }

  /** For the sandbox: notes how a request ended. */
  end(seen: SeenRequest, state: 'answered' | 'gone'): void {
    if (seen.state !== 'waiting') return;
    seen.state = state;
    this.#tell();
  }

  #tell(): void {
    for (const check of [...this.#waiters]) check();
  }
}

// The sandbox as a server on loopback, in Node.

import { serve as listen, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createSandbox, type Sandbox, type SandboxOptions, type SeenRequest, type Wire } from './index.ts';

/** The options of a server. */
export interface ServeOptions extends SandboxOptions {
  /** The port; 0, the default, takes a free one. */
  port?: number;
}

/** A sandbox that listens on loopback. */
export interface SandboxServer {
  /** Its address, for a client's `baseURL`. */
  readonly url: string;
  /** The sandbox that it serves: its faults, and what came in. */
  readonly sandbox: Sandbox;
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

/** Serves a new sandbox on loopback. */
export async function serve({ port = 0, ...options }: ServeOptions = {}): Promise<SandboxServer> {
  const sandbox = createSandbox(options);
  const fetch = (request: Request, { incoming, outgoing }: HttpBindings) => {
    const onSeen = (seen: SeenRequest) => {
      outgoing.once('finish', () => sandbox.requests.end(seen, 'answered'));
      outgoing.once('close', () => sandbox.requests.end(seen, 'gone'));
    };
    return sandbox.handle(request, wire({ incoming, outgoing } as HttpBindings), onSeen);
  };
  const server = await new Promise<Server>((resolve, reject) => {
    const started = listen({ fetch: fetch as never, port, hostname: '127.0.0.1', overrideGlobalObjects: false }, () =>
      resolve(started as Server),
    );
    started.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sandbox,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function wire({ incoming, outgoing }: HttpBindings): Wire {
  return {
    reset() {
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    },
    truncate(response, body) {
      const headers = { ...Object.fromEntries(response.headers), 'content-length': String(body.length) };
      outgoing.writeHead(response.status, headers);
      outgoing.write(body.subarray(0, body.length >> 1), () => incoming.socket.destroy());
      return RESPONSE_ALREADY_SENT;
    },
  };
}

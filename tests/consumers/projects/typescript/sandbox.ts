import { createProxy, type ProxyOptions } from 'llama-cloud-batches/proxy';
import { createSandbox, type Sandbox } from 'llama-cloud-batches/sandbox';
import { serve, type SandboxServer } from 'llama-cloud-batches/sandbox/node';

export const others = (): [Sandbox, Promise<SandboxServer>] => [createSandbox({ batches: 1 }), serve()];

const options: ProxyOptions = { apiKey: undefined, prefix: '/llama-cloud', allow: ['GET /api/v2/batches'] };
export const proxy: (request: Request) => Promise<Response> = createProxy(options);

import { createSandbox, type Sandbox } from 'llama-cloud-batches/sandbox';
import { serve, type SandboxServer } from 'llama-cloud-batches/sandbox/node';

export const others = (): [Sandbox, Promise<SandboxServer>] => [createSandbox({ batches: 1 }), serve()];

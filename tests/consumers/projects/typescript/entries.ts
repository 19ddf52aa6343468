// Every entry, and a filter that is none.

import type { BatchListParams } from 'llama-cloud-batches';
import init from 'llama-cloud-batches/web';
import { createSandbox, type Sandbox } from 'llama-cloud-batches/sandbox';
import { serve, type SandboxServer } from 'llama-cloud-batches/sandbox/node';
import module from 'llama-cloud-batches/llama_cloud_batches_bg.wasm';

// @ts-expect-error: a mistyped filter
export const wrong: BatchListParams = { page_sise: 60 };
export const others = (): [Promise<void>, Sandbox, Promise<SandboxServer>] => [init(module), createSandbox({ batches: 1 }), serve()];

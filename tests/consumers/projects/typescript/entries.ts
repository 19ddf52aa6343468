// The entries that need no types of a host, and a filter that is none.

import type { BatchListParams } from 'llama-cloud-batches';
import init from 'llama-cloud-batches/web';
import module from 'llama-cloud-batches/llama_cloud_batches_bg.wasm';

// @ts-expect-error: a mistyped filter
export const wrong: BatchListParams = { page_sise: 60 };
// @ts-expect-error: a module is no text
export const text: string = module;
export const ready = (): Promise<void> => init(module);

// The wasm as a file of its own, for pages that want to cache it or to compile it while it streams.

import { LlamaCloudError } from '../src/js/errors.js';
import { instantiate, instantiateLazily, unavailable } from './instantiate.js';

let ready;

instantiateLazily(() => {
  throw new LlamaCloudError('Call init() first, and wait for its promise');
});

/** Loads the wasm; see web.d.ts. */
export default function init(source = new URL('./llama_cloud_batches_bg.wasm', import.meta.url)) {
  return (ready ??= load(source).catch((error) => {
    ready = undefined;
    throw error;
  }));
}

async function load(source) {
  instantiate(await compile(await source));
}

async function compile(source) {
  if (source instanceof URL || typeof source === 'string') source = await fetch(source);
  if (typeof source.arrayBuffer === 'function') {
    if (!source.ok)
      throw new Error(
        `The wasm could not be loaded: status ${source.status} from ${source.url}. Pass its address to init.`,
      );
    source = await source.arrayBuffer();
  }
  if (!ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer)) return source;
  try {
    return await WebAssembly.compile(source);
  } catch (cause) {
    throw unavailable(cause);
  }
}

export * from './surface.js';

// Edge runtimes of the Vercel kind import wasm with a mark of their own, and so does Nitro, for every edge network.

import module from './llama_cloud_batches_bg.wasm?module';
import { instantiate } from './instantiate.js';

instantiate(module);

export * from './surface.js';
export { default } from './surface.js';

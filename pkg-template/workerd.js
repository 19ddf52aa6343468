// Cloudflare's runtime compiles wasm only at deployment, so it imports it as a module.

import module from './llama_cloud_batches_bg.wasm';
import { instantiate } from './instantiate.js';

instantiate(module);

export * from './surface.js';
export { default } from './surface.js';

// What the classes of the surface share.

import { LlamaCloudError } from './errors.js';

/** What Rust holds for each client. */
export const cores = new WeakMap();

/** What `work` returns. Arguments that Rust refuses, with a sentence, are an error. */
export function refuse(work) {
  try {
    return work();
  } catch (error) {
    throw typeof error === 'string' ? new LlamaCloudError(error) : error;
  }
}

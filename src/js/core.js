// What the classes of the surface share.

import { LlamaCloudError } from './errors.js';

/** How a call is started: for its answer, for the response alone, or for the items of a list. */
export const MODES = { whole: 0, head: 1, items: 2 };

/** What Rust holds of each client. */
export const cores = new WeakMap();

/** What it holds of `client`, which may be a proxy of one. */
export function coreOf(client) {
  return cores.get(client._self());
}

/** What `work` returns. Arguments that Rust refuses, with a sentence, are an error. */
export function refuse(work) {
  try {
    return work();
  } catch (error) {
    throw typeof error === 'string' ? new LlamaCloudError(error) : error;
  }
}

// The official SDK, to compare with.

import Official from '@llamaindex/llama-cloud';
import { KEY } from './sandbox.mjs';

/** A client of the official SDK. */
export function official(baseURL, more = {}) {
  return new Official({ apiKey: KEY, baseURL, maxRetries: 2, logLevel: 'off', ...more });
}

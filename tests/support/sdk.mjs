// The official SDK, to compare with.

import Official from '@llamaindex/llama-cloud';
import { KEY } from './sandbox.mjs';

/** A client of the official SDK. */
export function official(baseURL, more = {}) {
  return new Official({ apiKey: KEY, baseURL, maxRetries: 2, logLevel: 'off', ...more });
}

/** What a program comes to: its value, or the class, the status, the body and its type, and the parents of its error. */
export async function outcome(program, client) {
  try {
    return { value: JSON.parse(JSON.stringify((await program(client)) ?? null)) };
  } catch (error) {
    const { constructor, status, error: body, headers } = error;
    return { error: constructor.name, parents: parents(constructor), status, body, type: headers?.get('content-type') };
  }
}

function parents(Class) {
  const parent = Object.getPrototypeOf(Class);
  return parent.name ? [parent.name, ...parents(parent)] : [];
}

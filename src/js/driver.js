// Drives an operation of Rust's: steps it, waits for what it waits for, and makes an error of a
// failure. Errors are made after an `await`, so that their stacks name the caller.

import { Failure } from './errors.js';

/** The next value of an operation, or undefined at its end. */
export async function advance(operation) {
  const value = await settle(operation);
  if (value instanceof Failure) throw value.error(operation.scope.caller);
  return value;
}

/** The same, with a failure as a value. */
export async function settle(operation) {
  // Never while Rust runs: a caller's getter may have called us.
  await undefined;
  for (;;) {
    const value = operation.step();
    if (!(value instanceof Promise)) return value;
    await value;
  }
}

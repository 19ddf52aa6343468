// Values that follow others in tasks of their own: an input need not wait for a picture or a verdict.

import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** A value that comes later; between `start` and what that returns it is kept up to date. */
interface Deferred<T> {
  value: ReadonlySignal<T>;
  /** Whether what it follows has changed since. */
  isBehind: ReadonlySignal<boolean>;
  start: () => () => void;
}

/**
 * Computes a value after each change of what `follow` reads. Each step of `compute` is a task of its own;
 * a step without a value only lets others have their turn.
 */
export function deferred<T>(follow: () => unknown, compute: () => Iterable<T | undefined>, first: T): Deferred<T> {
  const value = signal(first);
  const isBehind = signal(true);
  const start = () => {
    let pending: ReturnType<typeof setTimeout> | undefined;
    const run = (steps: Iterator<T | undefined>) => {
      const { done, value: next } = steps.next();
      if (next !== undefined) value.value = next;
      if (done) isBehind.value = false;
      else pending = setTimeout(run, 0, steps);
    };
    const stop = effect(() => {
      follow();
      isBehind.value = true;
      clearTimeout(pending);
      pending = setTimeout(() => run(compute()[Symbol.iterator]()));
    });
    return () => {
      stop();
      clearTimeout(pending);
    };
  };
  return { value, isBehind, start };
}

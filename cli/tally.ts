import type { Batch } from 'llama-cloud-batches';

/** How many batches there are of each kind. */
export class Tally {
  all = 0;
  #keyOf: (batch: Batch) => string;
  #counts = new Map<string, number>();

  constructor(keyOf: (batch: Batch) => string) {
    this.#keyOf = keyOf;
  }

  add(batches: Batch[]): void {
    this.all += batches.length;
    for (const batch of batches) {
      const key = this.#keyOf(batch);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  /** The kinds and their counts, the most frequent first. */
  get sorted(): [key: string, count: number][] {
    return [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}

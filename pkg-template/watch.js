// What a watch remembers of the batches in its view: no more than is needed to tell what is new.

/** How far before the newest batch the next look begins: a server may show a batch a while after the time that it gives as its creation. */
const OVERLAP_MS = 300_000;
/** How far at most: a batch that is still open after it is looked at alone. */
const LONGEST_MS = 86_400_000;
const ENDED = ['COMPLETED', 'FAILED', 'CANCELLED'];

export class View {
  #known;
  #seen;
  #changed;
  #from;
  #status;
  #least;
  #initial;

  /**
   * Of batches with `status`, created not before `least`, where these are given; with `initial`, those
   * that are there at first are new.
   */
  constructor(status, least, initial) {
    this.#status = status;
    this.#least = Date.parse(least);
    this.#initial = initial;
  }

  /** Begins a look. */
  begin() {
    this.#seen = new Map();
    this.#changed = [];
  }

  /** The ids of the batches that the list does not show any more, but that are not known to have ended. */
  rest() {
    return [...(this.#known ?? [])].flatMap(([id, { created, isOpen }]) => (isOpen && created < this.#from && !this.#seen.has(id) ? id : []));
  }

  /** Takes in what a look shows. */
  see(batches) {
    for (const batch of batches) {
      const { id, status, created_at } = batch;
      if (this.#status && this.#status !== status) continue;
      // A list moves while it is walked through: a batch may come twice.
      const before = this.#seen.get(id) ?? this.#known?.get(id);
      this.#seen.set(id, { status, created: Date.parse(created_at), isOpen: !ENDED.includes(status) });
      if (before?.status !== status) this.#changed.push(batch);
    }
  }

  /** Ends a look: what is new in it. */
  end() {
    const isFirst = !this.#known;
    this.#known = this.#seen;
    const all = [...this.#known.values()];
    const newest = all.reduce((time, { created }) => Math.max(time, created), -Infinity);
    const oldest = all.reduce((time, { created, isOpen }) => (isOpen ? Math.min(time, created) : time), Infinity);
    // Not a number where a batch came without a time: the view cannot be narrowed.
    const from = Math.min(newest - OVERLAP_MS, Math.max(oldest, newest - LONGEST_MS));
    if (from > -Infinity && !(from <= this.#least)) this.#from = from;
    for (const [id, { created, isOpen }] of this.#known) if (!isOpen && created < this.#from) this.#known.delete(id);
    return isFirst && !this.#initial ? [] : this.#changed;
  }

  /** Where the next look begins, if not where the first did. */
  get start() {
    return this.#from === undefined ? undefined : new Date(this.#from).toISOString();
  }
}

import { random } from './random.ts';

/** Where a batch stands. */
export type Status = 'PENDING' | 'THROTTLED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export const STATUSES: readonly Status[] = ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** The plan of a batch's life, in milliseconds after its creation. */
export interface Life {
  /** When it stops being PENDING. */
  readonly accepted: number;
  /** When it stops being THROTTLED, if it is throttled at all. */
  readonly started: number;
  /** When it ends. */
  readonly ended: number;
  readonly end: Status;
}

/** Where a batch stands at a time, since when, and how much of its work is done (0 to 1). */
export interface Stand {
  readonly status: Status;
  readonly since: number;
  readonly progress: number;
}

/** How long a cancellation takes. */
const CANCELLING = 2_000;

/** The life of the batch with this seed; `speed` makes it that many times shorter. */
export function planLife(seed: number, index: number, speed: number): Life {
  const next = random(seed ^ 0x51ed, index);
  const accepted = 500 + next() * 4_000;
  const throttled = next() < 0.15 ? 5_000 + next() ** 4 * 21_600_000 : 0;
  // Most batches take minutes; a few take days.
  const working = 20_000 + next() ** 6 * 3 * 86_400_000 + next() * 900_000;
  const fate = next();
  const end = fate < 0.06 ? 'FAILED' : fate < 0.1 ? 'CANCELLED' : 'COMPLETED';
  const started = accepted + throttled;
  return { accepted: accepted / speed, started: started / speed, ended: (started + working) / speed, end };
}

/** Where the batch stands `age` milliseconds after its creation. */
export function standAt(life: Life, age: number, cancelledAt: number | undefined, speed: number): Stand {
  const natural = stand(life, age);
  if (cancelledAt === undefined) return natural;
  const stopped = cancelledAt + CANCELLING / speed;
  if (age < stopped) return natural;
  return { status: 'CANCELLED', since: stopped, progress: stand(life, stopped).progress };
}

/** Whether a status is the last one. */
export function isTerminal(status: Status): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}

function stand(life: Life, age: number): Stand {
  if (age < life.accepted) return { status: 'PENDING', since: 0, progress: 0 };
  if (age < life.started) return { status: 'THROTTLED', since: life.accepted, progress: 0 };
  if (age < life.ended) {
    return { status: 'RUNNING', since: life.started, progress: (age - life.started) / (life.ended - life.started) };
  }
  return { status: life.end, since: life.ended, progress: life.end === 'COMPLETED' ? 1 : 0.5 };
}

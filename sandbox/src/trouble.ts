import { random } from './random.ts';
import type { Life } from './life.ts';

const HOUR = 3_600_000;

/** Which trouble hits a batch: its configuration's schema broke, or the storage of its directory locks readers out. */
export type Kind = 'schema' | 'storage';

/** What is known of a batch before its life is planned. */
interface Plan {
  readonly at: number;
  readonly created: number;
  readonly directory: string;
  readonly config: { job: { configuration_id: string } };
}

/** What goes wrong in the made-up world: one configuration and one directory, each since a certain hour, and a few batches that hang. */
export class Trouble {
  readonly #seed: number;
  readonly #now: number;
  readonly #configuration: { id: string; since: number };
  readonly #directory: { id: string; since: number };

  constructor(options: { seed: number; now: number; configuration: string; directory: string }) {
    const hoursAgo = (hours: number) => Math.floor((options.now - hours * HOUR) / HOUR) * HOUR;
    this.#seed = options.seed;
    this.#now = options.now;
    this.#configuration = { id: options.configuration, since: hoursAgo(30) };
    this.#directory = { id: options.directory, since: hoursAgo(96) };
  }

  /** The trouble that a batch is in, if it is in one. */
  of({ config, directory, created }: Plan): Kind | undefined {
    if (config.job.configuration_id === this.#configuration.id && created >= this.#configuration.since) return 'schema';
    if (directory === this.#directory.id && created >= this.#directory.since) return 'storage';
    return undefined;
  }

  /** A batch's life in its trouble: many fail soon after their start that would have been completed, and a few hang. */
  spoil(life: Life, plan: Plan, speed: number): Life {
    if (life.end !== 'COMPLETED') return life;
    const kind = this.of(plan);
    const next = random(this.#seed ^ 0x7b0b1e, plan.at);
    const luck = next();
    const age = this.#now - plan.created;
    if (!kind && plan.at % HANGING === 17 && age > 0 && age < 48 * HOUR)
      return { ...life, ended: life.started + (90 * 24 * HOUR) / speed };
    if (!kind || luck > FAILING[kind]) return life;
    return { ...life, ended: life.started + (20_000 + next() * 40_000) / speed, end: 'FAILED' };
  }
}

/** Which share of the batches fails. */
const FAILING: Record<Kind, number> = { schema: 0.72, storage: 0.34 };

/** One of so many batches hangs, of the last two days; in a small world, none does. */
const HANGING = 331;

/** What the files of a batch in trouble say, with how often. */
export const SAYS: Record<Kind, { share: number; messages: readonly string[] }> = {
  schema: {
    share: 1,
    messages: [
      "The extraction schema is not valid: 'properties.line_items.items' has no 'type'.",
      "The extraction schema is not valid: 'properties.line_items.items' has no 'type'.",
      'No job was created: the configuration has no published version.',
    ],
  },
  storage: {
    share: 0.4,
    messages: ['The file could not be read from its source: the storage answered 403 (AccessDenied).'],
  },
};

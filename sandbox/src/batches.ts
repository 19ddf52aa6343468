import { isTerminal, planLife, standAt, type Life, type Stand, type Status } from './life.ts';
import { identifier, pick, random } from './random.ts';
import { type Kind, SAYS, Trouble } from './trouble.ts';

/** A batch as the API sends it. */
export interface Batch {
  id: string;
  config: { job: { configuration_id: string; type: string } };
  project_id: string;
  source_directory_id: string;
  status: string;
  created_at: string;
  updated_at: string;
  results: Result[] | null;
}

/** What became of one file. */
export interface Result {
  source_directory_file_id: string;
  error_message: string | null;
  job_reference: { id: string; type: string } | null;
}

/** What a new batch is made from. */
export interface NewBatch {
  config: Batch['config'];
  source_directory_id: string;
  project_id?: string | undefined;
}

/** What a list is filtered by; times in milliseconds. */
export interface Filter {
  from?: number | undefined;
  to?: number | undefined;
  organization?: string | undefined;
  project?: string | undefined;
  directory?: string | undefined;
  status?: Status | undefined;
}

/** A page of a list: the place of the next one, if there is one. */
export interface Page {
  items: Batch[];
  next: number | undefined;
  total: number;
}

/** What is kept of a batch; the rest follows from its place and the clock. */
interface Kept {
  readonly at: number;
  readonly id: string;
  readonly created: number;
  readonly config: Batch['config'];
  readonly directory: string;
  readonly project: string;
  readonly organization: string;
  readonly life: Life;
  cancelled?: number;
}

/** The batches of a sandbox: seeded ones, made when they are first looked at, and created ones. */
export class Batches {
  readonly #seed: number;
  readonly #speed: number;
  readonly #now: () => number;
  readonly #first: number;
  readonly #gap: number;
  readonly #places: Place[];
  readonly #configurations: string[];
  readonly #trouble: Trouble;
  readonly #kept: (Kept | undefined)[];
  readonly #byId = new Map<string, Kept>();
  #seeded: number;

  constructor(options: { seed: number; batches: number; days: number; speed: number; now: () => number }) {
    this.#seed = options.seed;
    this.#speed = options.speed;
    this.#now = options.now;
    this.#gap = (options.days * 86_400_000) / Math.max(options.batches, 1);
    this.#first = options.now() - options.days * 86_400_000;
    this.#places = places(options.seed);
    this.#configurations = Array.from({ length: 5 }, (_, at) => identifier('cfg', random(options.seed, -1 - at)));
    const [configuration, directory] = [this.#configurations[2] as string, this.#places[7]?.directory as string];
    this.#trouble = new Trouble({ seed: options.seed, now: options.now(), configuration, directory });
    this.#kept = new Array<Kept | undefined>(options.batches);
    this.#seeded = 0;
  }

  /** The page that starts at place `start` (the newest is last in place, and comes first). */
  list(filter: Filter, start: number | undefined, size: number): Page {
    const now = this.#now();
    const newest = this.#kept.length - 1;
    const items: Batch[] = [];
    let next: number | undefined;
    for (let at = Math.min(start ?? newest, newest); at >= 0; at--) {
      const kept = this.#at(at);
      if (!this.#fits(kept, filter, now)) continue;
      if (items.length === size) {
        next = at;
        break;
      }
      items.push(this.#show(kept, now));
    }
    return { items, next, total: this.#count(filter, now) };
  }

  /** One batch, with its results if they are requested. */
  get(id: string, results: boolean): Batch | undefined {
    const kept = this.#find(id);
    return kept && this.#show(kept, this.#now(), results);
  }

  /** Creates a batch, which is PENDING. */
  create(from: NewBatch): Batch {
    const now = this.#now();
    const at = this.#kept.length;
    const next = random(this.#seed, at);
    const place =
      this.#places.find(({ directory }) => directory === from.source_directory_id) ?? pick(this.#places, next);
    const kept = this.#live({
      at,
      id: identifier('bat', next),
      created: now,
      config: from.config,
      directory: from.source_directory_id,
      project: from.project_id ?? place.project,
      organization: place.organization,
    });
    this.#kept.push(kept);
    this.#byId.set(kept.id, kept);
    return this.#show(kept, now);
  }

  /** Starts to cancel a batch; `ended` where it cannot be cancelled any more. */
  cancel(id: string): Batch | 'unknown' | 'ended' {
    const kept = this.#find(id);
    if (!kept) return 'unknown';
    const now = this.#now();
    if (isTerminal(this.#stand(kept, now).status)) return 'ended';
    kept.cancelled ??= now - kept.created;
    return this.#show(kept, now);
  }

  #find(id: string): Kept | undefined {
    // Ids are known once their batches are made: all of them, when one is first looked up.
    for (; this.#seeded < this.#kept.length && !this.#byId.has(id); this.#seeded++) this.#at(this.#seeded);
    return this.#byId.get(id);
  }

  #at(at: number): Kept {
    const kept = this.#kept[at] ?? this.#make(at);
    this.#kept[at] = kept;
    return kept;
  }

  #make(at: number): Kept {
    const next = random(this.#seed, at);
    const id = identifier('bat', next);
    const place = pick(this.#places, next);
    const type = next() < 0.7 ? 'parse_v2' : 'extract_v2';
    const configuration = type === 'parse_v2' ? pick(PRESETS, next) : pick(this.#configurations, next);
    const kept = this.#live({
      at,
      id,
      created: Math.floor(this.#first + (at + next()) * this.#gap),
      config: { job: { configuration_id: configuration, type } },
      ...place,
    });
    this.#byId.set(id, kept);
    return kept;
  }

  #live(plan: Omit<Kept, 'life' | 'cancelled'>): Kept {
    return { ...plan, life: this.#trouble.spoil(planLife(this.#seed, plan.at, this.#speed), plan, this.#speed) };
  }

  #fits(kept: Kept, filter: Filter, now: number): boolean {
    return (
      (filter.from === undefined || kept.created >= filter.from) &&
      (filter.to === undefined || kept.created <= filter.to) &&
      (filter.organization === undefined || kept.organization === filter.organization) &&
      (filter.project === undefined || kept.project === filter.project) &&
      (filter.directory === undefined || kept.directory === filter.directory) &&
      (filter.status === undefined || this.#stand(kept, now).status === filter.status)
    );
  }

  #count(filter: Filter, now: number): number {
    if (Object.values(filter).every((value) => value === undefined)) return this.#kept.length;
    let count = 0;
    for (let at = 0; at < this.#kept.length; at++) count += Number(this.#fits(this.#at(at), filter, now));
    return count;
  }

  #stand(kept: Kept, now: number): Stand {
    return standAt(kept.life, now - kept.created, kept.cancelled, this.#speed);
  }

  #show(kept: Kept, now: number, results = false): Batch {
    const stand = this.#stand(kept, now);
    return {
      id: kept.id,
      config: kept.config,
      project_id: kept.project,
      source_directory_id: kept.directory,
      status: stand.status,
      created_at: new Date(kept.created).toISOString(),
      updated_at: new Date(kept.created + stand.since).toISOString(),
      results: results ? this.#results(kept, stand) : null,
    };
  }

  /**
   * Every file of a completed batch, the finished ones of a cancelled one, else nothing reliable, but
   * where no file got a job.
   */
  #results(kept: Kept, stand: Stand): Result[] | null {
    const kind = this.#trouble.of(kept);
    if (stand.status === 'FAILED' && kind === 'schema') return this.#files(kept, 1, kind);
    if (stand.status === 'COMPLETED' || stand.status === 'CANCELLED')
      return this.#files(kept, stand.progress, kind === 'storage' ? kind : undefined);
    return null;
  }

  #files(kept: Kept, progress: number, kind: Kind | undefined): Result[] {
    const next = random(this.#seed ^ 0xf11e, kept.at);
    const files = 1 + Math.floor(next() ** 3 * 200);
    const type = kept.config.job.type;
    const { share, messages } = kind ? SAYS[kind] : { share: 0.03, messages: ERRORS };
    return Array.from({ length: Math.ceil(files * progress) }, () => {
      const failed = next() < share;
      return {
        source_directory_file_id: identifier('dfl', next),
        error_message: failed ? pick(messages, next) : null,
        job_reference: failed ? null : { id: identifier(type === 'parse_v2' ? 'pjb' : 'exj', next), type },
      };
    });
  }
}

interface Place {
  readonly directory: string;
  readonly project: string;
  readonly organization: string;
}

const PRESETS = ['cfg-PARSE_AGENTIC', 'cfg-PARSE_COST_EFFECTIVE', 'cfg-PARSE_FAST'];
const ERRORS = [
  'The file is encrypted.',
  'The file type is not supported: .heic',
  'The file type is not supported: .numbers',
  'The file is empty.',
  'The file is larger than 300 MB: it has 412 MB.',
  'The file is larger than 300 MB: it has 1,036 MB.',
  'The file could not be read from its source.',
];

/** Two organizations with two projects each, of three directories each. */
function places(seed: number): Place[] {
  const next = random(seed, -1);
  return Array.from({ length: 2 }, () => identifier('org', next)).flatMap((organization) =>
    Array.from({ length: 2 }, () => identifier('prj', next)).flatMap((project) =>
      Array.from({ length: 3 }, () => ({ directory: identifier('dir', next), project, organization })),
    ),
  );
}

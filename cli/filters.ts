import { type Command, Option } from 'commander';
import type { Batch, BatchListParams, BatchStatus, JobType } from 'llama-cloud-batches';
import { job as kind, JOB_NAMES } from './jobs.ts';
import { joinValues } from './joined-values.ts';
import type { Scope, ServerOptions } from './server.ts';
import { count, list, moment, type Moment, oneOf, text } from './values.ts';

/** In the order in which batches reach them. */
export const STATUSES: BatchStatus[] = ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** Which batches are wanted. */
export interface FilterOptions extends ServerOptions {
  status?: BatchStatus[];
  createdAfter?: Moment;
  createdBefore?: Moment;
  directory?: string;
  job?: JobType[];
  configuration?: string[];
  pageSize?: number;
}

/** Adds the filters of a list. */
export function filterOptions(command: Command): Command {
  const status = new Option('--status <status>', `only batches of this status, or these: ${STATUSES.join(', ')}`);
  status.argChoices = STATUSES;
  const job = new Option('--job <type>', 'only batches of this kind of job: parse or extract');
  job.argChoices = JOB_NAMES;
  return command
    .optionsGroup('Filters (a,b: two values; a\\,b: one):')
    .addOption(status.argParser(list(oneOf(STATUSES))))
    .option(
      '--since, --created-after <time>',
      'only batches created then or later: 2026-11-01 (UTC), 2026-11-01T09:30:00Z, or an age such as 30m, 24h, 7d or 2w',
      moment,
    )
    .option('--until, --created-before <time>', 'only batches created then or earlier', moment)
    .option('--directory <id>', 'only batches over this directory, dir-…', text)
    .addOption(job.argParser(list(kind)))
    .option('--configuration <id>', 'only batches with this configuration, cfg-…', list(text))
    .option('--page-size <n>', "how many batches to request at a time (default: the server's)", count)
    .optionsGroup('Options:')
    .hook('preAction', checkTimes);
}

/** The filters that the server applies, but for the statuses: it takes one at a time. */
export function filters(options: FilterOptions, scope: Scope): BatchListParams {
  return {
    ...scope,
    created_at_on_or_after: options.createdAfter?.date ?? null,
    created_at_on_or_before: options.createdBefore?.date ?? null,
    source_directory_id: options.directory ?? null,
    page_size: options.pageSize ?? null,
  };
}

/** The filters that are applied here, since the API has none for them; undefined if there are none. */
export function localFilter({ job, configuration }: FilterOptions): ((batch: Batch) => boolean) | undefined {
  if (!job && !configuration) return undefined;
  return ({ config: { job: of } }) =>
    (!job || job.includes(of.type)) && (!configuration || configuration.includes(of.configuration_id));
}

function checkTimes(command: Command): void {
  const { createdAfter, createdBefore } = command.opts<FilterOptions>();
  if (createdAfter && createdBefore && createdAfter.date > createdBefore.date) {
    command.error(
      "error: option '--since, --created-after <time>' is later than option '--until, --created-before <time>'",
    );
  }
}

/** The filters as words of a command line. */
export function filterWords({
  status,
  createdAfter,
  createdBefore,
  directory,
  job,
  configuration,
  pageSize,
}: FilterOptions): string[] {
  const values = {
    status: status?.join(','),
    since: createdAfter?.date.toISOString(),
    until: createdBefore?.date.toISOString(),
    directory,
    job: job?.join(','),
    configuration: configuration && joinValues(configuration),
    'page-size': pageSize?.toString(),
  };
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

import type { Command } from 'commander';
import type { BatchListParams, BatchStatus } from 'llama-cloud-batches';
import { scope, type ServerOptions } from './server.ts';
import { count, oneOf, text, time } from './values.ts';

const STATUSES: BatchStatus[] = ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** Which batches are wanted. */
export interface FilterOptions extends ServerOptions {
  status?: BatchStatus;
  createdAfter?: Date;
  createdBefore?: Date;
  directory?: string;
  pageSize?: number;
}

/** Adds the filters of a list. */
export function filterOptions(command: Command): Command {
  return command
    .optionsGroup('Filters:')
    .option('--status <status>', `only batches that stand here: ${STATUSES.join(', ')}`, oneOf(STATUSES))
    .option(
      '--created-after <time>',
      'only batches created then or later: 2026-11-01 (UTC), 2026-11-01T09:30:00Z, or an age as 30m, 24h, 7d, 2w',
      time,
    )
    .option('--created-before <time>', 'only batches created then or earlier', time)
    .option('--directory <id>', 'only batches over this directory, dir-…', text)
    .option('--page-size <n>', "how many batches a request asks for (default: the server's)", count)
    .optionsGroup('Options:');
}

/** The filters as the client takes them. */
export function filters(options: FilterOptions): BatchListParams {
  return {
    ...scope(options),
    status: options.status ?? null,
    created_at_on_or_after: options.createdAfter ?? null,
    created_at_on_or_before: options.createdBefore ?? null,
    source_directory_id: options.directory ?? null,
    page_size: options.pageSize ?? null,
  };
}

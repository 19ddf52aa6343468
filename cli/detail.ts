import type { Batch, BatchResult } from 'llama-cloud-batches';
import { BATCH_COLUMNS, outcome, RESULT_COLUMNS } from './columns.ts';
import { age, duration, ended, NONE, number, paintStatus, plain } from './format.ts';
import { formatOf, type OutputOptions, printOne } from './output.ts';
import { Table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A batch for people: what it does, its status, and what became of each file if that is known. */
export function detail(batch: Batch, { paint, width }: Terminal): string {
  const { job } = batch.config;
  const facts: [string, string][] = [
    ['Batch', paint('bold', plain(batch.id))],
    ['Status', paintStatus(paint, batch.status)],
    ['Job', plain(job.type)],
    ['Configuration', plain(job.configuration_id)],
    ['Directory', plain(batch.source_directory_id)],
    ['Project', plain(batch.project_id)],
    ['Created', moment(batch.created_at)],
    ['Updated', moment(batch.updated_at)],
    ['Duration', duration(batch)],
  ];
  if (batch.results) facts.push(['Files', files(batch.results)]);
  const widest = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${paint('dim', name.padEnd(widest))}  ${value}\n`);
  if (batch.results?.length) {
    const columns = RESULT_COLUMNS.filter(({ isExtra }) => !isExtra);
    const table = new Table(columns, { width, paint, isExact: width === undefined, hasHeaders: true });
    lines.push('\n', table.lines(failedFirst(batch.results)));
  }
  return lines.join('');
}

/** Prints a batch as the options say: by default in detail. */
export async function printDetail(batch: Batch, options: OutputOptions, terminal: Terminal): Promise<void> {
  if (formatOf(options)) return printOne(batch, BATCH_COLUMNS, options, terminal);
  await terminal.write(detail(batch, terminal));
}

/** `312 files, 12 failed`. */
export function files(results: BatchResult[]): string {
  const failed = results.filter(({ error_message }) => error_message).length;
  const waiting = results.length - started(results);
  return [
    `${number(results.length)} ${results.length === 1 ? 'file' : 'files'}`,
    ...(failed ? [`${number(failed)} failed`] : []),
    ...(waiting ? [`${number(waiting)} without a job yet`] : []),
  ].join(', ');
}

/** Why a batch has no results, and what to do. */
export function noResults(batch: Batch, wait: string): string {
  return ended(batch) ? `A batch that is ${plain(batch.status)} has no results.` : `There are no results yet: ${wait}`;
}

/** How many files have a job, or failed to get one. */
export function started(results: BatchResult[]): number {
  return results.filter((result) => outcome(result) !== 'WAITING').length;
}

/** The same files, those that failed first. */
export function failedFirst(results: BatchResult[]): BatchResult[] {
  return results.toSorted((a, b) => Number(outcome(b) === 'FAILED') - Number(outcome(a) === 'FAILED'));
}

function moment(time: string | null | undefined): string {
  return time ? `${plain(time)} (${age(time)})` : NONE;
}

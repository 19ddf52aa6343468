import type { Batch, BatchResult } from 'llama-cloud-batches';
import { age, duration, NONE, number, paintStatus, plain } from './format.ts';
import { type Column, Table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A batch on a screen: what it does, where it stands, and what became of each file if that is known. */
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
    lines.push('\n', new Table(COLUMNS, width, paint).lines(batch.results.toSorted(failedFirst)));
  }
  return lines.join('');
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

/** How many files have a job, or failed to get one. */
export function started(results: BatchResult[]): number {
  return results.filter(({ error_message, job_reference }) => error_message || job_reference).length;
}

const COLUMNS: Column<BatchResult>[] = [
  { title: 'FILE', text: ({ source_directory_file_id }) => source_directory_file_id },
  {
    title: 'JOB OR ERROR',
    text: ({ error_message, job_reference: job }) => error_message || (job ? `${job.type} ${job.id}` : 'no job yet'),
    style: ({ error_message, job_reference: job }) => (error_message ? 'red' : job ? undefined : 'dim'),
  },
];

function failedFirst(a: BatchResult, b: BatchResult): number {
  return Number(Boolean(b.error_message)) - Number(Boolean(a.error_message));
}

function moment(time: string | null | undefined): string {
  return time ? `${plain(time)} (${age(time)})` : NONE;
}

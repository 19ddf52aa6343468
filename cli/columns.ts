import type { Batch, BatchResult } from 'llama-cloud-batches';
import { age, duration, durationMs, ended, status, statusStyle } from './format.ts';
import type { Column } from './table.ts';

/** Room for both ends of an id, and for the names of presets. */
const ID_ENDS = 13;
const PRESET = 17;
const JOB_ID = 40;

/** The columns of batches, in the order in which they are shown. */
export const BATCH_COLUMNS: Column<Batch>[] = [
  { name: 'id', value: (batch) => batch.id },
  {
    name: 'status',
    value: (batch) => batch.status,
    show: (batch) => status(batch.status),
    style: (batch) => statusStyle(batch.status),
    usual: status('COMPLETED').length,
  },
  { name: 'job', value: (batch) => batch.config.job.type, rank: 4 },
  { name: 'configuration', value: (batch) => batch.config.job.configuration_id, narrowest: PRESET, rank: 5 },
  { name: 'directory', value: (batch) => batch.source_directory_id, narrowest: ID_ENDS, rank: 6 },
  { name: 'project', value: (batch) => batch.project_id, narrowest: ID_ENDS, rank: 7 },
  {
    name: 'created',
    value: (batch) => batch.created_at ?? null,
    show: (batch) => age(batch.created_at),
    usual: '10mo ago'.length,
    rank: 1,
  },
  {
    name: 'updated',
    value: (batch) => batch.updated_at ?? null,
    show: (batch) => age(batch.updated_at),
    rank: 3,
    isExtra: true,
  },
  {
    name: 'duration',
    value: (batch) => {
      const ms = durationMs(batch);
      return ms === undefined ? null : Math.round(ms / 1_000);
    },
    show: duration,
    always: true,
    style: (batch) => (ended(batch) ? undefined : 'dim'),
    usual: '23h 59m…'.length,
    rank: 2,
  },
];

/** What became of a file: it has a job, it got none because of an error, or it waits for one. */
export type Outcome = 'JOB' | 'FAILED' | 'WAITING';

export function outcome({ error_message, job_reference }: BatchResult): Outcome {
  return error_message ? 'FAILED' : job_reference ? 'JOB' : 'WAITING';
}

const OUTCOME_STYLES = { JOB: 'green', FAILED: 'red', WAITING: 'dim' } as const;

/** The columns of the files of a batch. */
export const RESULT_COLUMNS: Column<BatchResult>[] = [
  { name: 'file', value: (result) => result.source_directory_file_id },
  { name: 'outcome', value: outcome, style: (result) => OUTCOME_STYLES[outcome(result)], usual: 'WAITING'.length },
  { name: 'job', value: (result) => result.job_reference?.id ?? null, narrowest: ID_ENDS, usual: JOB_ID, rank: 1 },
  { name: 'type', value: (result) => result.job_reference?.type ?? null, isExtra: true },
  { name: 'error', value: (result) => result.error_message || null, style: () => 'red' },
];

import type { Batch } from 'llama-cloud-batches';
import { age, duration, ended, NONE, status, statusStyle } from './format.ts';
import type { Column } from './table.ts';

/** Room for both ends of an id, and for the presets of configurations. */
const ID_ENDS = 13;
const PRESET = 17;

/** The columns of a table of batches; without a `terminal` times are exact, for programs to read. */
export function batchColumns(terminal: boolean): Column<Batch>[] {
  return [
    { title: 'ID', text: (batch) => batch.id },
    {
      title: 'STATUS',
      text: (batch) => (terminal ? status(batch.status) : batch.status),
      style: (batch) => statusStyle(batch.status),
      usual: status('COMPLETED').length,
    },
    { title: 'JOB', text: (batch) => batch.config.job.type, rank: 3 },
    { title: 'CONFIGURATION', text: (batch) => batch.config.job.configuration_id, narrowest: PRESET, rank: 4 },
    { title: 'DIRECTORY', text: (batch) => batch.source_directory_id, narrowest: ID_ENDS, rank: 5 },
    { title: 'PROJECT', text: (batch) => batch.project_id, narrowest: ID_ENDS, rank: 6 },
    {
      title: 'CREATED',
      text: (batch) => (terminal ? age(batch.created_at) : (batch.created_at ?? NONE)),
      usual: '10mo ago'.length,
      rank: 1,
    },
    {
      title: 'DURATION',
      text: duration,
      style: (batch) => (ended(batch) ? undefined : 'dim'),
      usual: '23h 59m…'.length,
      rank: 2,
    },
  ];
}

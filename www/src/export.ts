import Papa from 'papaparse';
import { batches, number } from './format.ts';
import { listing, total } from './listing.ts';
import { tell } from './news.tsx';
import { fetched, type Row } from './rows.ts';

/** The columns of a CSV file. */
const FIELDS = [
  'id',
  'status',
  'job_type',
  'configuration_id',
  'source_directory_id',
  'project_id',
  'created_at',
  'updated_at',
];

/** How a formula begins. Papa's own pattern lets one pass that has a line break. */
const FORMULA = /^[=+\-@\t\r]/;

/** Hands rows to the user as a file, whose name says if they are part of a list that is not whole. */
export function exportRows(rows: readonly Row[], kind: 'json' | 'csv'): void {
  const part = partOf();
  const name = `batches${part ? `-${part.replaceAll(/\W+/g, '-')}` : ''}.${kind}`;
  if (kind === 'json') download(name, 'application/json', toJSON(rows));
  else download(name, 'text/csv;charset=utf-8', toCSV(rows));
  tell(`Exported ${batches(rows.length)}${part ? `, of a list that is not whole: ${part}` : ''}`);
}

/** `part 100 of 250`, where the list is not whole */
export function partOf(): string | undefined {
  if (listing.value.state === 'done') return undefined;
  const all = total.value;
  return `part ${number(fetched())}${all === undefined ? '' : ` of ${number(all)}`}`;
}

function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The batches as the server sent them. */
function toJSON(rows: readonly Row[]): string {
  return `${JSON.stringify(
    rows.map(({ batch }) => batch),
    null,
    2,
  )}\n`;
}

/** A line for each batch. What a spreadsheet would take for a formula is text. */
function toCSV(rows: readonly Row[]): string {
  const data = rows.map(({ batch }) => {
    const { job } = batch.config;
    return [
      batch.id,
      batch.status,
      job.type,
      job.configuration_id,
      batch.source_directory_id,
      batch.project_id,
      batch.created_at,
      batch.updated_at,
    ];
  });
  return `${Papa.unparse({ fields: FIELDS, data }, { escapeFormulae: FORMULA })}\r\n`;
}

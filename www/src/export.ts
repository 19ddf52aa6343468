import Papa from 'papaparse';
import type { Row } from './rows.ts';

/** The columns of a CSV file. */
const FIELDS = ['id', 'status', 'job_type', 'configuration_id', 'source_directory_id', 'project_id', 'created_at', 'updated_at'];

/** How a formula begins. Papa's own pattern lets one pass that has a line break. */
const FORMULA = /^[=+\-@\t\r]/;

/** The batches as the server sent them. */
export function toJSON(rows: readonly Row[]): string {
  return `${JSON.stringify(rows.map(({ batch }) => batch), null, 2)}\n`;
}

/** A line for each batch. What a spreadsheet would take for a formula is text. */
export function toCSV(rows: readonly Row[]): string {
  const data = rows.map(({ batch }) => {
    const { job } = batch.config;
    return [batch.id, batch.status, job.type, job.configuration_id, batch.source_directory_id, batch.project_id, batch.created_at, batch.updated_at];
  });
  return `${Papa.unparse({ fields: FIELDS, data }, { escapeFormulae: FORMULA })}\r\n`;
}

/** Hands a text to the user as a file. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

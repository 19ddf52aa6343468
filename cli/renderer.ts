import { HARMFUL, harmless } from './format.ts';
import { type Column, Table } from './table.ts';
import type { Paint } from './terminal.ts';

export const FORMATS = ['table', 'wide', 'json', 'jsonl', 'csv', 'tsv', 'yaml', 'id'] as const;
export type Format = (typeof FORMATS)[number];

/** Turns rows into text. */
export interface Renderer<Row> {
  rows(rows: Row[]): string | Promise<string>;
  /** What ends the output, after all rows. */
  end?(): string;
}

/** Makes a renderer of rows with these columns, which has titles where the format has them. */
export async function createRenderer<Row>(
  format: Format,
  columns: Column<Row>[],
  hasHeaders: boolean,
  { width, paint }: { width?: number | undefined; paint: Paint },
): Promise<Renderer<Row>> {
  switch (format) {
    case 'table':
    case 'wide': {
      const fit = format === 'table' ? width : undefined;
      const table = new Table(columns, { width: fit, paint, isExact: fit === undefined, hasHeaders });
      return { rows: (rows) => table.lines(rows) };
    }
    case 'json':
      return jsonArray();
    case 'jsonl':
      return { rows: (rows) => rows.map((row) => `${toJson(row)}\n`).join('') };
    case 'yaml':
      return yamlSequence();
    case 'csv':
    case 'tsv':
    case 'id': {
      const show = width === undefined ? (text: string) => text : harmless;
      return separated(columns, format, hasHeaders && format !== 'id', show);
    }
  }
}

/** JSON without the characters that are harmful to a terminal, which `JSON.stringify` leaves as they are. */
export function toJson(value: unknown, indent?: number): string {
  return escaped(JSON.stringify(value, null, indent));
}

/** YAML without characters that are harmful to a terminal. */
export async function toYaml(value: unknown): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(value);
  // Only text in double quotes can have escapes.
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && harmless(scalar.value) !== scalar.value) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return escaped(document.toString());
}

/** A document whose texts have escapes, which are the same in JSON and YAML, for what is harmful to a terminal. */
function escaped(text: string): string {
  return text.replace(HARMFUL, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function jsonArray<Row>(): Renderer<Row> {
  let isEmpty = true;
  const item = (row: Row) => {
    const start = isEmpty ? '[\n' : ',\n';
    isEmpty = false;
    return start + toJson(row, 2).replace(/^/gm, '  ');
  };
  return { rows: (rows) => rows.map(item).join(''), end: () => (isEmpty ? '[]\n' : '\n]\n') };
}

function yamlSequence<Row>(): Renderer<Row> {
  let isEmpty = true;
  return {
    rows(rows) {
      isEmpty = false;
      return toYaml(rows);
    },
    end: () => (isEmpty ? '[]\n' : ''),
  };
}

/** Rows as CSV or TSV, with text as `show` gives it. */
async function separated<Row>(
  columns: Column<Row>[],
  format: 'csv' | 'tsv' | 'id',
  hasHeaders: boolean,
  show: (text: string) => string,
): Promise<Renderer<Row>> {
  const { default: papa } = await import('papaparse');
  const delimiter = format === 'csv' ? ',' : '\t';
  // Spreadsheets open CSV, and run what looks like a formula.
  const escapeFormulae = format === 'csv';
  const cell = (value: string | number | null) => (typeof value === 'string' ? show(value) : value);
  let isFirst = hasHeaders;
  const lines = (cells: unknown[][]) => {
    if (isFirst) cells.unshift(columns.map(({ name }) => name));
    isFirst = false;
    return cells.length ? `${papa.unparse(cells, { delimiter, newline: '\n', escapeFormulae })}\n` : '';
  };
  return {
    rows: (rows) => lines(rows.map((row) => columns.map((column) => cell(column.value(row))))),
    end: () => (isFirst ? lines([]) : ''),
  };
}

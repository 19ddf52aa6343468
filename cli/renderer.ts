import { harmless } from './format.ts';
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

/** JSON without the control characters that `JSON.stringify` leaves as they are. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(CONTROLS, (each) => `\\u00${hex(each)}`);
}

/** YAML without control characters. */
export async function toYaml(value: unknown): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(value);
  // Only text in double quotes can have escapes.
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && /[^\P{Cc}\n\t]/u.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString().replace(CONTROLS, (each) => `\\x${hex(each)}`);
}

const CONTROLS = /[\x7f-\x9f]/g;

function hex(character: string): string {
  return character.charCodeAt(0).toString(16);
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

import { type Column, Table } from './table.ts';
import type { Paint } from './terminal.ts';

export const FORMATS = ['table', 'wide', 'json', 'jsonl', 'csv', 'tsv', 'yaml', 'id'] as const;
export type Format = (typeof FORMATS)[number];

/** Turns rows into text. */
export interface Renderer<Row> {
  rows(rows: Row[]): string;
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
      return { rows: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('') };
    case 'yaml':
      return yamlSequence();
    case 'csv':
      return separated(columns, ',', hasHeaders);
    case 'tsv':
      return separated(columns, '\t', hasHeaders);
    case 'id':
      return separated(columns, '\t', false);
  }
}

function jsonArray<Row>(): Renderer<Row> {
  let isEmpty = true;
  const item = (row: Row) => {
    const start = isEmpty ? '[\n' : ',\n';
    isEmpty = false;
    return start + JSON.stringify(row, null, 2).replace(/^/gm, '  ');
  };
  return { rows: (rows) => rows.map(item).join(''), end: () => (isEmpty ? '[]\n' : '\n]\n') };
}

async function yamlSequence<Row>(): Promise<Renderer<Row>> {
  const { stringify } = await import('yaml');
  let isEmpty = true;
  return {
    rows(rows) {
      isEmpty = false;
      return stringify(rows);
    },
    end: () => (isEmpty ? '[]\n' : ''),
  };
}

/** Rows as CSV or TSV. */
async function separated<Row>(columns: Column<Row>[], delimiter: string, hasHeaders: boolean): Promise<Renderer<Row>> {
  const { default: papa } = await import('papaparse');
  let isFirst = hasHeaders;
  const lines = (cells: unknown[][]) => {
    if (isFirst) cells.unshift(columns.map(({ name }) => name));
    isFirst = false;
    return cells.length ? `${papa.unparse(cells, { delimiter, newline: '\n' })}\n` : '';
  };
  return {
    rows: (rows) => lines(rows.map((row) => columns.map((column) => column.value(row)))),
    end: () => (isFirst ? lines([]) : ''),
  };
}

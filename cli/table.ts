import { NONE, plain } from './format.ts';
import type { Paint, Style } from './terminal.ts';
import { columnsOf, shorten } from './width.ts';

const GAP = 2;

/** A column of a list. */
export interface Column<Row> {
  /** As `--columns` names it, and as its title in capitals. */
  name: string;
  /** The value for programs. */
  value(row: Row): string | number | null;
  /** The value for people, where it differs. */
  show?(row: Row): string;
  /** Whether `show` is used in a pipe too. */
  always?: true;
  style?(row: Row): Style | undefined;
  /** How narrow the column may become, with an ellipsis in the middle. By default its texts stay whole. */
  narrowest?: number;
  /** The usual width of the texts, for rows after the first page. */
  usual?: number;
  /** Which columns are left out first if the terminal is narrow: the highest rank. The default, 0, stays. */
  rank?: number;
  /** Whether the column is shown only with `--output wide`, in CSV and in TSV. */
  isExtra?: true;
}

/** How a table looks. */
export interface Look {
  paint: Paint;
  /** The width to fit into; without one nothing is left out or shortened. */
  width?: number | undefined;
  /** Whether values are exact, for programs to read. */
  isExact: boolean;
  /** Whether the titles are printed. */
  hasHeaders: boolean;
}

/** A table that is printed while its rows arrive: the first ones decide how wide the columns are. */
export class Table<Row> {
  #columns: Column<Row>[];
  #widths: number[] = [];
  #look: Look;

  constructor(columns: Column<Row>[], look: Look) {
    this.#columns = columns;
    this.#look = look;
  }

  /** The lines of these rows, the titles before the first. */
  lines(rows: Row[]): string {
    const isFirst = this.#widths.length === 0;
    if (isFirst) this.#fit(rows);
    const lines = rows.map((row) => this.#line((column) => [this.#text(column, row), column.style?.(row)]));
    if (isFirst && this.#look.hasHeaders)
      lines.unshift(this.#line(({ name }) => [name.toUpperCase(), ['bold', 'dim']]));
    return lines.map((line) => `${line}\n`).join('');
  }

  #text(column: Column<Row>, row: Row): string {
    if (column.show && (column.always || !this.#look.isExact)) return plain(column.show(row));
    return plain(String(column.value(row) ?? NONE));
  }

  #line(cell: (column: Column<Row>) => [text: string, style: Style | undefined]): string {
    const { paint, width: room } = this.#look;
    const cells = this.#columns.map((column, at) => {
      const [full, style] = cell(column);
      const width = this.#widths[at]!;
      const text = column.narrowest && room !== undefined ? shorten(full, width) : full;
      const isLast = at === this.#columns.length - 1;
      const space = isLast ? '' : ' '.repeat(Math.max(0, width - columnsOf(text)));
      return (style && text ? paint(style, text) : text) + space;
    });
    return cells.join(' '.repeat(GAP)).trimEnd();
  }

  /** Leaves out the columns that have no room, and shares the rest among the others. */
  #fit(rows: Row[]): void {
    const room = this.#look.width ?? Infinity;
    const wide = (column: Column<Row>) =>
      rows.reduce(
        (widest, row) => Math.max(widest, columnsOf(this.#text(column, row))),
        Math.max(column.name.length, column.usual ?? 0),
      );
    const least = (column: Column<Row>) => Math.min(column.narrowest ?? Infinity, wide(column));
    const used = () => this.#columns.reduce((sum, column) => sum + least(column) + GAP, -GAP);
    const rank = (column: Column<Row>) => column.rank ?? 0;
    for (;;) {
      const last = this.#columns.reduce((a, b) => (rank(b) > rank(a) ? b : a));
      if (used() <= room || rank(last) === 0) break;
      this.#columns = this.#columns.filter((column) => column !== last);
    }
    let spare = room - used();
    const grown = new Map<Column<Row>, number>();
    for (const column of this.#columns.toSorted((a, b) => rank(a) - rank(b))) {
      const more = Math.max(0, Math.min(spare, wide(column) - least(column)));
      grown.set(column, least(column) + more);
      spare -= more;
    }
    this.#widths = this.#columns.map((column) => grown.get(column)!);
  }
}

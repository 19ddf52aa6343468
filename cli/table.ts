import { plain } from './format.ts';
import type { Paint, Style } from './terminal.ts';

const GAP = 2;

/** A column, in the order in which it is shown. */
export interface Column<Row> {
  title: string;
  text(row: Row): string;
  style?(row: Row): Style | undefined;
  /** How narrow the column may become, with an ellipsis in the middle. By default its texts stay whole. */
  narrowest?: number;
  /** How wide a text may well be that is not among the first rows. */
  usual?: number;
  /** Which columns go first where the terminal is narrow: the highest rank. The default, 0, stays. */
  rank?: number;
}

/** A table that is printed while its rows arrive: the first ones decide how wide the columns are. */
export class Table<Row> {
  #columns: Column<Row>[];
  #widths: number[] = [];
  #paint: Paint;
  #room: number;

  /** `width` is that of the terminal; without one nothing is left out or cut. */
  constructor(columns: Column<Row>[], width: number | undefined, paint: Paint) {
    this.#columns = columns;
    this.#paint = paint;
    this.#room = width ?? Infinity;
  }

  /** The lines of these rows, the titles before the first. */
  lines(rows: Row[]): string {
    const first = this.#widths.length === 0;
    if (first) this.#fit(rows);
    const lines = rows.map((row) => this.#line((column) => [plain(column.text(row)), column.style?.(row)]));
    if (first) lines.unshift(this.#line(({ title }) => [title, ['bold', 'dim']]));
    return lines.map((line) => `${line}\n`).join('');
  }

  #line(cell: (column: Column<Row>) => [text: string, style: Style | undefined]): string {
    const cells = this.#columns.map((column, at) => {
      const [full, style] = cell(column);
      const width = this.#widths[at]!;
      const text = column.narrowest && this.#room !== Infinity ? shorten(full, width) : full;
      const last = at === this.#columns.length - 1;
      return (style && text ? this.#paint(style, text) : text) + (last ? '' : ' '.repeat(Math.max(0, width - text.length)));
    });
    return cells.join(' '.repeat(GAP)).trimEnd();
  }

  /** Leaves out the columns that have no room, and gives the others what there is. */
  #fit(rows: Row[]): void {
    const wide = (column: Column<Row>) =>
      rows.reduce(
        (widest, row) => Math.max(widest, plain(column.text(row)).length),
        Math.max(column.title.length, column.usual ?? 0),
      );
    const least = (column: Column<Row>) => Math.min(column.narrowest ?? Infinity, wide(column));
    const used = () => this.#columns.reduce((sum, column) => sum + least(column) + GAP, -GAP);
    const rank = (column: Column<Row>) => column.rank ?? 0;
    for (;;) {
      const last = this.#columns.reduce((a, b) => (rank(b) > rank(a) ? b : a));
      if (used() <= this.#room || rank(last) === 0) break;
      this.#columns = this.#columns.filter((column) => column !== last);
    }
    let spare = this.#room - used();
    const grown = new Map<Column<Row>, number>();
    for (const column of this.#columns.toSorted((a, b) => rank(a) - rank(b))) {
      const more = Math.max(0, Math.min(spare, wide(column) - least(column)));
      grown.set(column, least(column) + more);
      spare -= more;
    }
    this.#widths = this.#columns.map((column) => grown.get(column)!);
  }
}

/** Keeps both ends: the beginning of an id says its kind, the end which one it is. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${end ? text.slice(-end) : ''}`;
}

import { number } from './format.ts';
import type { Paint, Style } from './terminal.ts';
import { columnsOf, ellipsize, pad } from './width.ts';

/** Eighths of a block: a bar is as long as its count, to an eighth of a column. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const MAX_BAR = 40;
const MIN_BAR = 4;
const MIN_LABEL = 8;
const MAX_LABEL = 32;
/** What a line has besides: the share, and the space between. */
const GAPS = 12;

/** A bar of a chart. */
export interface Bar {
  label: string;
  count: number;
  style?: Style | undefined;
  /** Whether it sums up others: then it has numbers only. */
  isRest?: true;
}

/** A bar chart with numbers: a line for each bar, the longest as long as there is room. */
export function barChart(bars: Bar[], width: number, paint: Paint): string {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...bars.filter(({ isRest }) => !isRest).map(({ count }) => count));
  const counts = bars.map(({ count }) => number(count));
  const share = (count: number) => `${Math.round((count / Math.max(1, total)) * 100)}%`.padStart(4);
  const countWidth = Math.max(...counts.map((text) => text.length));
  const forLabel = Math.max(MIN_LABEL, width - countWidth - MIN_BAR - GAPS);
  const labelWidth = Math.min(MAX_LABEL, forLabel, Math.max(...bars.map(({ label }) => columnsOf(label))));
  const room = Math.max(MIN_BAR, Math.min(MAX_BAR, width - labelWidth - countWidth - GAPS));
  const lines = bars.map(({ label, count, style = 'cyan', isRest }, at) => {
    const name = pad(ellipsize(label, labelWidth), labelWidth);
    const bar = count && !isRest ? paint(style, block((count / most) * room)) : '';
    return `  ${name}  ${counts[at]!.padStart(countWidth)} ${paint('dim', share(count))}  ${bar}`.trimEnd();
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** A bar of this length. What is not zero can be seen. */
function block(length: number): string {
  const eighths = Math.max(1, Math.round(length * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

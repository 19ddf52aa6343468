import { number, span } from './format.ts';
import type { Paint } from './terminal.ts';

const WIDTH = 24;
const BLOCK = 8;
const FRAME_MS = 100;

/** The progress of some work. */
export interface Progress {
  done: number;
  /** What `done` will be at the end; null if unknown. */
  goal: number | null;
  /** What is counted. */
  what: string;
  /** How long it has been going on, in milliseconds. */
  ms: number;
}

/** A bar with numbers beside it. Without a goal, a block moves to and fro. */
export function progressBar(paint: Paint, { done, goal, what, ms }: Progress): string {
  const time = paint('dim', span(ms));
  if (!goal) return [bouncing(paint, ms), ...(done ? [`${number(done)} ${what}`] : []), time].join('  ');
  const part = Math.min(1, done / goal);
  const full = Math.round(part * WIDTH);
  const bar = paint('green', '━'.repeat(full)) + paint('gray', '─'.repeat(WIDTH - full));
  return [bar, `${number(done)} of ${number(goal)} ${what}`, `${Math.floor(part * 100)}%`, time].join('  ');
}

function bouncing(paint: Paint, ms: number): string {
  const way = WIDTH - BLOCK;
  const step = Math.floor(ms / FRAME_MS) % (2 * way);
  const at = step > way ? 2 * way - step : step;
  return paint('gray', '─'.repeat(at)) + paint('cyan', '━'.repeat(BLOCK)) + paint('gray', '─'.repeat(way - at));
}

import type { Terminal } from './terminal.ts';

/** What every command works with, besides its own options. */
export interface Context {
  terminal: Terminal;
  /** Aborts when the program must stop: on Ctrl-C, or when its output is closed. */
  signal: AbortSignal;
}

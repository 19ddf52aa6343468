import type { Terminal } from './terminal.ts';

/** What a command works with besides its own options. */
export interface Context {
  terminal: Terminal;
  /** Fires when the program is to stop: on Ctrl-C, or when nobody reads its output any more. */
  signal: AbortSignal;
}

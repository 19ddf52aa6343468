import { fstatSync } from 'node:fs';
import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { clip, columnsOf } from './width.ts';

export type Style = Parameters<typeof styleText>[0];
/** Text in a style, or as it is where the stream takes no colours. */
export type Paint = (style: Style, text: string) => string;

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_LINE = '\r\x1b[2K';
const FRAME_MS = 100;

/** Where the program prints: results on stdout, everything else on stderr. */
export class Terminal {
  /** For what goes to stdout. */
  readonly paint: Paint = painter(process.stdout);
  /** For what goes to stderr. */
  readonly paintNote: Paint = painter(process.stderr);
  /** Whether only errors are printed on stderr. */
  quiet = false;
  /** Whether a program that reads stdout, such as a pager, may draw on the terminal that shows stderr. */
  readonly #isShared = process.stderr.isTTY && isPipe(process.stdout.fd);
  #status: (() => string) | undefined;
  #shown = false;
  #frames: NodeJS.Timeout | undefined;
  #closed = false;

  constructor() {
    // Without stderr there is no place to report that it is gone.
    process.stderr.on('error', () => {});
    process.on('exit', () => this.end());
  }

  /** The width of the terminal that shows stdout; undefined for a file or a pipe. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
  }

  /** Whether a status line can be drawn. */
  get live(): boolean {
    return process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !this.quiet && !this.#isShared;
  }

  /**
   * Calls `stop` when stdout cannot be written any more: its reader has closed it, as `head` does, or
   * the output is lost, which is an error.
   */
  onClosed(stop: (isLost: boolean) => void): void {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#closed) return;
      this.#closed = true;
      const isLost = error.code !== 'EPIPE';
      stop(isLost);
      if (isLost) this.error(`cannot write the output: ${error.message}`);
    });
  }

  /** Prints a part of the result on stdout, and waits for a slow reader. */
  async write(text: string): Promise<void> {
    if (this.#closed) return;
    this.#erase();
    // If the write fails, the stream's error handler in `onClosed` reports it.
    const written = new Promise<void>((resolve) => process.stdout.write(text, () => setImmediate(resolve)));
    this.#draw();
    await written;
  }

  /** Prints a line about the work on stderr, unless it could disturb a pager. */
  note(line: string): void {
    if (!this.#isShared) this.warn(line);
  }

  /** Prints a line on stderr that the user must see. */
  warn(line: string): void {
    if (this.quiet) return;
    this.#erase();
    process.stderr.write(`${line}\n`);
    this.#draw();
  }

  error(line: string): void {
    this.#erase();
    process.stderr.write(`${this.paintNote(['red', 'bold'], 'error:')} ${line}\n`);
    this.#draw();
  }

  /** Shows a last line that is redrawn while the work goes on. */
  status(render: () => string): void {
    if (!this.live) return;
    this.#status = render;
    this.#frames ??= setInterval(() => this.#draw(), FRAME_MS).unref();
  }

  /** Removes the status line. */
  end(): void {
    clearInterval(this.#frames);
    this.#frames = undefined;
    this.#status = undefined;
    this.#erase();
  }

  #draw(): void {
    if (!this.#status) return;
    const line = cut(this.#status(), (process.stderr.columns || 80) - 1);
    process.stderr.write(`${this.#shown ? '' : HIDE_CURSOR}${CLEAR_LINE}${line}`);
    this.#shown = true;
  }

  #erase(): void {
    if (!this.#shown) return;
    process.stderr.write(`${CLEAR_LINE}${SHOW_CURSOR}`);
    this.#shown = false;
  }
}

function isPipe(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

function painter(stream: NodeJS.WriteStream): Paint {
  // `getColorDepth` knows NO_COLOR, FORCE_COLOR and TERM; a file or a pipe is coloured only by force.
  const env = { ...process.env, NO_COLOR: process.env['NO_COLOR'] || undefined };
  const coloured =
    (stream.isTTY || Boolean(process.env['FORCE_COLOR'])) && WriteStream.prototype.getColorDepth.call(stream, env) > 1;
  return coloured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

/** The first `width` columns of a line that may hold colours, so that it never wraps. */
function cut(line: string, width: number): string {
  let left = width;
  return line.replace(/\x1b\[[\d;]*m|[^\x1b]+/g, (part) => {
    if (part.startsWith('\x1b')) return part;
    const text = clip(part, left);
    left = text === part ? left - columnsOf(text) : 0;
    return text;
  });
}

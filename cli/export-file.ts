import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Batch, BatchStatus } from 'llama-cloud-batches';
import { cannotWrite, Failure } from './failure.ts';
import { createRenderer, type Renderer } from './renderer.ts';
import type { Column } from './table.ts';

/** The formats that can be written part by part. */
export const LINE_FORMATS = ['jsonl', 'csv', 'tsv'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];

/** A list that is exported, and how far. */
export interface ExportedList {
  status: BatchStatus | null;
  /** The cursor of the page to go on with; null for the first. */
  pageToken: string | null;
  isDone: boolean;
}

/** What is kept beside the file until the export is done. */
export interface ExportState {
  version: 1;
  /** What is exported, in the words of the options. */
  query: Record<string, unknown>;
  /** The filters with the times of the start: an age such as `7d` is another time later. */
  since: string | null;
  until: string | null;
  lists: ExportedList[];
  /** How long the file was when this was saved, in bytes: what follows is cut off. */
  size: number;
  /** How many batches were received, for the progress. */
  received: number;
}

/** A file that batches are exported to, each once, and the state beside it. */
export class ExportFile {
  readonly path: string;
  #state: string;
  #columns: Column<Batch>[];
  #format: LineFormat;
  #hasHeaders: boolean;
  #renderer: Renderer<Batch> | undefined;
  #handle: FileHandle | undefined;
  #ids = new Set<string>();
  #size = 0;

  constructor(path: string, format: LineFormat, columns: Column<Batch>[], hasHeaders: boolean) {
    this.path = path;
    this.#state = `${path}.export.json`;
    this.#format = format;
    this.#columns = columns;
    this.#hasHeaders = hasHeaders;
  }

  /** How many batches the file holds. */
  get count(): number {
    return this.#ids.size;
  }

  /** Reads the state of an export that has not ended. */
  async load(): Promise<ExportState | undefined> {
    const text = await readFile(this.#state, 'utf8').catch(absent);
    if (text === undefined) return undefined;
    const state = parse(text);
    if (!state) throw new Failure(`${this.#state} is not the state of an export: start again with --overwrite`);
    return state;
  }

  async exists(): Promise<boolean> {
    return (await stat(this.path).catch(absent)) !== undefined;
  }

  /** Opens the file as it was when `state` was saved; a new one is empty. */
  async open(state: ExportState | undefined): Promise<void> {
    try {
      if (state) {
        const { size = 0 } = (await stat(this.path).catch(absent)) ?? {};
        if (size < state.size)
          throw new Failure(`${this.path} is shorter than when its export stopped: start again with --overwrite`);
        // By its name: on Windows a file that is open for appending cannot be cut.
        if (size > state.size) await truncate(this.path, state.size);
        if (state.size) await this.#readIds();
      } else {
        await writeFile(this.path, '');
      }
      this.#size = state?.size ?? 0;
      const plain = (_: unknown, text: string) => text;
      this.#renderer = await createRenderer(this.#format, this.#columns, this.#hasHeaders && !this.#size, {
        paint: plain,
      });
      this.#handle = await open(this.path, 'a');
    } catch (error) {
      throw error instanceof Failure ? error : cannotWrite(this.path, error);
    }
  }

  /** Adds the batches that the file does not hold yet, and saves the state when they are on the disk. */
  async add(batches: Batch[], state: ExportState): Promise<void> {
    const added = batches.filter(({ id }) => !this.#ids.has(id) && this.#ids.add(id));
    await this.#append(await this.#renderer!.rows(added));
    await this.#save({ ...state, size: this.#size });
  }

  /** Ends the file: a finished export leaves no state. */
  async finish(): Promise<void> {
    await this.#append(this.#renderer!.end?.() ?? '');
    await this.close();
    await rm(this.#state, { force: true });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #append(text: string): Promise<void> {
    if (!text) return;
    try {
      await this.#handle!.appendFile(text);
      await this.#handle!.sync();
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
    this.#size += Buffer.byteLength(text);
  }

  /** The old state or the new one, never half of it: renaming is one step. */
  async #save(state: ExportState): Promise<void> {
    const scratch = await open(`${this.#state}.new`, 'w');
    try {
      await scratch.writeFile(JSON.stringify(state));
      await scratch.sync();
    } finally {
      await scratch.close();
    }
    await rename(`${this.#state}.new`, this.#state);
  }

  async #readIds(): Promise<void> {
    const input = createReadStream(this.path);
    if (this.#format === 'jsonl') {
      for await (const line of createInterface({ input, crlfDelay: Infinity }))
        this.#ids.add((JSON.parse(line) as { id: string }).id);
      return;
    }
    const { default: papa } = await import('papaparse');
    const at = this.#columns.findIndex(({ name }) => name === 'id');
    let isTitle = this.#hasHeaders;
    await new Promise<void>((complete, error) => {
      const step = ({ data }: { data: string[] }) => {
        if (!isTitle) this.#ids.add(data[at]!);
        isTitle = false;
      };
      const delimiter = this.#format === 'csv' ? ',' : '\t';
      papa.parse<string[]>(input, { delimiter, skipEmptyLines: true, step, complete: () => complete(), error });
    });
  }
}

function parse(text: string): ExportState | undefined {
  try {
    const state = JSON.parse(text) as ExportState;
    return state.version === 1 && Array.isArray(state.lists) && state.size >= 0 ? state : undefined;
  } catch {
    return undefined;
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw new Failure(`cannot read the file of an export: ${error.message}`);
}

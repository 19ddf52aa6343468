// What files say of their failures: the results of batches, read a few at a time, and kept as long as the page.

import { signal } from '@preact/signals';
import type { BatchResult } from 'llama-cloud-batches';
import { explain, type Problem } from '../problem.ts';
import type { Row } from '../rows.ts';
import { source } from '../source.ts';

/** What the results of one batch say. */
interface Outcome {
  files: number;
  /** How many files say the same, but for names and numbers in it; with one of these messages. */
  errors: Map<string, { files: number; example: string }>;
}

/** Files of several batches that say the same. */
export interface Message {
  pattern: string;
  example: string;
  files: number;
  /** The batches, those with most such files first. */
  batches: { row: Row; files: number }[];
}

interface Summary {
  read: Row[];
  files: number;
  /** How many files have an error. */
  failed: number;
  /** How many batches failed without one. */
  silent: number;
  /** How many batches ended well, but for some of their files. */
  partly: number;
  messages: Message[];
}

interface Reading {
  state: 'idle' | 'reading' | 'stopped' | 'done';
  done: number;
  of: number;
  /** Why the reading stopped by itself. */
  problem?: Problem;
}

/** How many batches are read at a time; the client's own limit of requests a minute holds, too. */
const AT_A_TIME = 4;

export const reading = signal<Reading>({ state: 'idle', done: 0, of: 0 });

/** What was read, by batch: a map that grows; `grown` changes with it. */
const outcomes = new Map<string, Outcome>();
const grown = signal(0);
let current: AbortController | undefined;
let readFrom = source.peek();

/** Reads the results of batches that were not read yet. */
export async function read(rows: readonly Row[]): Promise<void> {
  const from = source.value;
  if (!from) return;
  if (readFrom !== from) outcomes.clear();
  readFrom = from;
  current?.abort();
  const { signal } = (current = new AbortController());
  const rest = rows.filter(({ batch }) => !outcomes.has(batch.id)).map(({ batch }) => batch.id);
  reading.value = { state: 'reading', done: rows.length - rest.length, of: rows.length };
  const work = async () => {
    for (let id = rest.shift(); id !== undefined && !signal.aborted; id = rest.shift()) {
      const { results } = await from.client.batches.get(id, { expand: ['results'] }, { signal });
      outcomes.set(id, outcomeOf(results ?? []));
      grown.value++;
      reading.value = { ...reading.value, done: reading.value.done + 1 };
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    reading.value = { ...reading.value, state: 'done' };
  } catch (error) {
    if (signal.aborted) return;
    current.abort();
    reading.value = { ...reading.value, state: 'stopped', problem: explain(error) };
  }
}

/** Stops; what was read stays. */
export function stopReading(): void {
  current?.abort();
  reading.value = { ...reading.value, state: 'stopped' };
}

/** What was read of these rows, and what their files say, most said first. */
export function summarize(rows: readonly Row[]): Summary {
  void grown.value;
  const messages = new Map<string, Message>();
  const sum = { read: [] as Row[], files: 0, failed: 0, silent: 0, partly: 0 };
  for (const row of rows) {
    const outcome = outcomes.get(row.batch.id);
    if (!outcome) continue;
    sum.read.push(row);
    sum.files += outcome.files;
    const hasFailed = row.batch.status === 'FAILED';
    if (hasFailed && !outcome.errors.size) sum.silent++;
    if (!hasFailed && outcome.errors.size) sum.partly++;
    for (const [pattern, { files, example }] of outcome.errors) {
      let message = messages.get(pattern);
      if (!message) messages.set(pattern, (message = { pattern, example, files: 0, batches: [] }));
      message.files += files;
      message.batches.push({ row, files });
      sum.failed += files;
    }
  }
  for (const message of messages.values()) message.batches.sort((a, b) => b.files - a.files);
  return { ...sum, messages: [...messages.values()].sort((a, b) => b.files - a.files) };
}

function outcomeOf(results: readonly BatchResult[]): Outcome {
  const errors: Outcome['errors'] = new Map();
  for (const { error_message } of results) {
    if (error_message == null) continue;
    const pattern = patternOf(error_message);
    const there = errors.get(pattern);
    if (there) there.files++;
    else errors.set(pattern, { files: 1, example: error_message });
  }
  return { files: results.length, errors };
}

/** A message without what differs from file to file: ids, numbers, names of files. */
function patternOf(message: string): string {
  return message
    .replaceAll(/\b[a-z]{3}-[0-9a-f][0-9a-f-]{7,}/gi, '…')
    .replaceAll(/[\w-]*\.\w{2,5}\b(?=$|[\s"'),:])/g, '…')
    .replaceAll(/\d[\d.,]*/g, '#');
}

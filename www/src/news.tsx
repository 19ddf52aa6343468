// What happened lately, in a line below the rows: it covers nothing, and says much at once in few words.

import { signal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { CircleX, X } from 'lucide-preact';
import { setOpenBatch, setView } from './address.ts';
import { notifyFailures } from './alerts.ts';
import { filterOf } from './filter.ts';
import { scope } from './listing.ts';
import { focusList } from './focus.ts';
import { batches, moment, number, short } from './format.ts';
import { known, StatusIcon, statusName } from './status.tsx';

/** A batch that is new, or stands elsewhere now. */
interface Change {
  batch: Batch;
  isNew: boolean;
}

interface News {
  text: string;
  at: number;
  /** The status that it is about. */
  status?: string | undefined;
  /** The batch that it leads to. */
  batch?: string | undefined;
}

/** Changes that come within so many milliseconds are reported together. */
const TOGETHER = 60;
/** Those within so many milliseconds of the last ones are added to them. */
const LATELY = 20_000;

const latest = signal<News | undefined>(undefined);
/** The batches that were seen to fail since that was last dismissed. */
export const failures = signal<readonly string[]>([]);

let recent: Change[] = [];
let begun = 0;
// biome-ignore lint/correctness/noUnusedVariables: `??=` reads it.
let pending: ReturnType<typeof setTimeout> | undefined;
let fresh: Change[] = [];

/** Says something in passing. */
export function tell(text: string): void {
  recent = [];
  latest.value = { text, at: Date.now() };
}

/** Tells of a change, together with others of its time. */
export function announce(change: Change): void {
  fresh.push(change);
  pending ??= setTimeout(tellAll, TOGETHER);
}

/** The line. Failures stay in it until they are dismissed. */
export function NewsLine() {
  const { text, at, status, batch } = latest.value ?? {};
  const failed = failures.value;
  return (
    <footer class="news" data-failed={failed.length > 0 || undefined}>
      <div class="latest" role="status" aria-live="polite" data-status={status && known(status)}>
        {at !== undefined && <time class="figure faint">{moment(at)}</time>}
        {status && <StatusIcon status={status} />}
        <span>{text ?? 'Changes appear here.'}</span>
        {batch && (
          <button type="button" class="link" onClick={() => setOpenBatch(batch)}>
            Show
          </button>
        )}
      </div>
      {failed.length > 0 && (
        <div class="failures" role="alert">
          <CircleX size={15} aria-hidden="true" />
          <strong>{number(failed.length)} failed</strong>
          <button type="button" class="link" onClick={() => showFailures(failed)}>
            Show
          </button>
          <button type="button" class="icon" aria-label="Dismiss the failures" onClick={dismiss}>
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      )}
    </footer>
  );
}

function showFailures(ids: readonly string[]): void {
  const [only, ...more] = ids;
  failures.value = [];
  if (only && !more.length) setOpenBatch(only);
  else setView('batches', { ...filterOf(scope.value), ids });
}

function dismiss(): void {
  focusList();
  failures.value = [];
}

function tellAll(): void {
  pending = undefined;
  const now = Date.now();
  if (!recent.length || now - begun > LATELY) [recent, begun] = [[], now];
  const failed = fresh.filter(({ batch }) => batch.status === 'FAILED').map(({ batch }) => batch);
  recent.push(...fresh);
  fresh = [];
  if (failed.length) {
    failures.value = [...new Set([...failures.value, ...failed.map(({ id }) => id)])];
    notifyFailures(failed);
  }
  const [only, ...more] = recent;
  if (!only) return;
  const one = more.length ? undefined : only.batch;
  latest.value = { text: one ? sayOne(only) : summary(recent), at: now, status: one?.status, batch: one?.id };
}

function sayOne({ batch, isNew }: Change): string {
  return isNew ? `New: ${short(batch.id)}` : `${short(batch.id)} is now ${statusName(batch.status).toLowerCase()}`;
}

/** `4 batches now running`, `6 changes: 2 new, 3 now running, 1 now failed` */
function summary(all: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { batch, isNew } of all) {
    const what = isNew ? 'new' : `now ${statusName(batch.status).toLowerCase()}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const [[only] = ['new']] = counts;
  if (counts.size === 1) return only === 'new' ? `${all.length} new batches` : `${batches(all.length)} ${only}`;
  return `${number(all.length)} changes: ${[...counts].map(([what, count]) => `${count} ${what}`).join(', ')}`;
}

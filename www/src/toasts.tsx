import { signal } from '@preact/signals';
import { X } from 'lucide-preact';
import { setOpenBatch } from './address.ts';
import { focusList } from './focus.ts';
import { StatusIcon, known } from './status.tsx';

/** Something to say in passing. */
export interface News {
  text: string;
  /** The status that it is about, or an error. */
  status?: string;
  /** The batch that it leads to. */
  batch?: string;
}

/** How long a toast stays, and how many there are at once. */
const STAYS = 7_000;
const AT_ONCE = 3;

const toasts = signal<(News & { key: number })[]>([]);
let keys = 0;
let corner: HTMLElement | null = null;

/** Shows a toast; those before it leave earlier if there are many. */
export function tell(news: News): void {
  const key = ++keys;
  toasts.value = [...toasts.value, { ...news, key }].slice(-AT_ONCE);
  setTimeout(() => leave(key), STAYS);
}

/** The corner where toasts come and go; they stay while they are pointed at or focused. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite" aria-atomic="false" aria-label="News" ref={(element) => void (corner = element)}>
      {toasts.value.map(({ key, text, status, batch }) => (
        <div class="toast" key={key} data-status={status && known(status)}>
          {status && <StatusIcon status={status} />}
          <span>{text}</span>
          {batch && (
            <button type="button" class="link" onClick={() => setOpenBatch(batch)}>
              Show
            </button>
          )}
          <button type="button" class="icon" aria-label="Dismiss" onClick={() => dismiss(key)}>
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  );
}

function leave(key: number): void {
  if (corner?.matches(':hover, :focus-within')) setTimeout(() => leave(key), 1_000);
  else drop(key);
}

function drop(key: number): void {
  toasts.value = toasts.value.filter((toast) => toast.key !== key);
}

function dismiss(key: number): void {
  focusList();
  drop(key);
}

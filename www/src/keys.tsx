import { signal } from '@preact/signals';
import { closeBatch, openBatch, view } from './address.ts';
import { step } from './cursor.ts';
import { Dialog } from './dialog.tsx';

const isShown = signal(false);

/** The keys that work anywhere on the page. */
const KEYS: readonly [keys: string, does: string][] = [
  ['/', 'Search'],
  ['J, K', 'Next and previous batch: of the open detail, or of the list'],
  ['Enter', 'Open the batch'],
  ['Escape', 'Close the detail, or what is open above it'],
  ['Space', 'Select or deselect the row'],
  ['Shift + arrows, Shift + click', 'Select several rows'],
  ['Ctrl + A', 'Select all shown rows, from the table'],
  ['C', 'Copy the id of the row'],
  ['Arrows, Page up and down, Home, End', 'Move in the table, or in a chart'],
  ['Shift + arrows, Enter', 'In a chart: select several bars'],
  ['?', 'These keys'],
];

/** Listens to the keys that work anywhere. */
export function startKeys(): () => void {
  const controller = new AbortController();
  document.addEventListener('keydown', onKeyDown, { signal: controller.signal });
  return () => controller.abort();
}

export function KeysDialog() {
  if (!isShown.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (isShown.value = false)}>
      <dl class="facts">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Shows the keys. */
export function showKeys(): void {
  isShown.value = true;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  // A dialog over the page and an open menu have keys of their own.
  const over = document.querySelector(':popover-open, dialog:modal:not(.side)');
  if (over) return;
  if (event.key === 'Escape') {
    // Over the list, the browser itself closes it.
    if (openBatch.value === undefined || document.querySelector('dialog:modal')) return;
    // In a search with a text, it clears that.
    if (event.target instanceof HTMLInputElement && event.target.type === 'search' && event.target.value) return;
    closeBatch();
  } else if (isTyping(event.target)) return;
  else if (event.key === '/') document.querySelector<HTMLElement>('.search input')?.focus();
  else if (event.key === '?') showKeys();
  else if (view.value !== 'batches' && openBatch.value === undefined) return;
  else if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else return;
  event.preventDefault();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), select, textarea')
  );
}

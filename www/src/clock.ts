import { signal } from '@preact/signals';

/** The time in milliseconds, each second. */
export const clock = signal(Date.now());

/** Brings the clock up to date, for a countdown that begins now. */
export function setClock(): void {
  clock.value = Date.now();
}

setInterval(() => {
  if (!document.hidden) setClock();
}, 1_000);

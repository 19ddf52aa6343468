import { computed, signal } from '@preact/signals';

/** The time in milliseconds, each second. */
export const clock = signal(Date.now());

/** The day in the user's own zone. */
export const today = computed(() => new Date(clock.value).toDateString());

/** Brings the clock up to date, and returns it: a countdown that begins now counts from there. */
export function setClock(): number {
  clock.value = Date.now();
  return clock.peek();
}

setInterval(() => {
  if (!document.hidden) setClock();
}, 1_000);

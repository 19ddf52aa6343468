import { signal } from '@preact/signals';

/** The time in milliseconds, each second. */
export const clock = signal(Date.now());

setInterval(() => {
  if (!document.hidden) clock.value = Date.now();
}, 1_000);

// Notifications of the system for batches that fail, for those who want them; without a sound.

import { signal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { setOpenBatch } from './address.ts';
import { batches, job, short } from './format.ts';
import { save, saved } from './settings.ts';

/** Whether this browser has notifications at all. */
export const canNotify = 'Notification' in globalThis;

/** Whether failures are notified. */
export const notifies = signal(canNotify && Notification.permission === 'granted' && saved('notify') === true);

/** How many batches failed while the page was not looked at. */
export const unseen = signal(0);

addEventListener('visibilitychange', () => {
  if (!document.hidden) unseen.value = 0;
});

/** Turns notifications on, if the user lets the page, or off. Returns the problem, if there is one. */
export async function toggleNotifications(): Promise<string | undefined> {
  const isWanted = !notifies.value;
  const permission = isWanted ? await Notification.requestPermission() : 'granted';
  notifies.value = isWanted && permission === 'granted';
  save('notify', notifies.value || undefined);
  return permission === 'granted'
    ? undefined
    : 'The browser does not allow this page to notify: change that in its settings for this site.';
}

/** Counts failures in the title of a page in the background, and notifies those who want that. */
export function notifyFailures(failed: readonly Batch[]): void {
  const [first] = failed;
  if (!first) return;
  if (document.hidden) unseen.value += failed.length;
  if (!notifies.value) return;
  const title = failed.length === 1 ? `A batch failed: ${short(first.id)}` : `${batches(failed.length)} failed`;
  const body = `${job(first.config.job.type)}, ${first.config.job.configuration_id}${failed.length > 1 ? ', and others' : ''}`;
  const notification = new Notification(title, { body, silent: true, tag: 'failures' });
  notification.addEventListener('click', () => {
    focus();
    setOpenBatch(first.id);
    notification.close();
  });
}

// Running batches again: each as a new batch with the settings of an old one.

import { signal } from '@preact/signals';
import type { Batch, BatchCreateParams } from 'llama-cloud-batches';

/** The form for a new batch: filled in from another one, or empty. */
export const creating = signal<{ like?: Batch } | undefined>(undefined);

/** Opens the form with the settings of a batch. */
export function runAgain(like: Batch): void {
  creating.value = { like };
}

/** What makes a new batch with the same settings. */
export function paramsLike({ config: { job }, source_directory_id, project_id }: Batch): BatchCreateParams {
  return {
    config: { job: { configuration_id: job.configuration_id, type: job.type } },
    source_directory_id,
    project_id,
  };
}

/** The batches without those whose settings are another one's: running these again does all the work once. */
export function distinctSettings(batches: readonly Batch[]): Batch[] {
  const first = new Map<string, Batch>();
  for (const batch of batches) {
    const settings = JSON.stringify(paramsLike(batch));
    if (!first.has(settings)) first.set(settings, batch);
  }
  return [...first.values()];
}

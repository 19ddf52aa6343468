import type { JobType } from 'llama-cloud-batches';
import { oneOf } from './values.ts';

/** The kinds of job: as they are called here, and by the API. */
const JOBS = { parse: 'parse_v2', extract: 'extract_v2' } as const satisfies Record<string, JobType>;

/** What the options for a kind of job offer. */
export const JOB_NAMES = Object.keys(JOBS) as (keyof typeof JOBS)[];

/** A kind of job by either of its names, as the API calls it. */
export function job(text: string): JobType {
  const name = oneOf([...JOB_NAMES, ...Object.values(JOBS)])(text);
  return name in JOBS ? JOBS[name as keyof typeof JOBS] : (name as JobType);
}

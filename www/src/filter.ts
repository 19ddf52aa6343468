// The filters of a view, and which part of them the API applies; the rest is left to the page.

import type { Batch, BatchListParams } from 'llama-cloud-batches';
import { parse } from './format.ts';
import { type Bounds, boundsAt, type Created } from './period.ts';

/** The filters that hold any number of values, of which a batch must have one. */
export const FACETS = ['status', 'job_type', 'configuration_id', 'source_directory_id', 'project_id'] as const;
export type Facet = (typeof FACETS)[number];

/** Every filter; empty filters nothing. */
export interface Filter extends Record<Facet, readonly string[]> {
  /** Only the API knows a batch's organization. */
  organization_id: string;
  created: Created | undefined;
  /** How long a batch took that has ended: from (included) to (not included), in milliseconds. */
  took: { from: number; to: number } | undefined;
  /** Chosen batches. */
  ids: readonly string[];
}

export const NO_FILTER: Filter = {
  status: [],
  job_type: [],
  configuration_id: [],
  source_directory_id: [],
  project_id: [],
  organization_id: '',
  created: undefined,
  took: undefined,
  ids: [],
};

/** The part of a filter that the API takes, at a time: several statuses are several lists. */
export interface Scope extends Bounds {
  statuses: readonly string[];
  source_directory_id?: string | undefined;
  project_id?: string | undefined;
  organization_id?: string | undefined;
}

/** A batch's value for a facet. */
export function valueOf(batch: Batch, facet: Facet): string {
  if (facet === 'job_type') return batch.config.job.type;
  return facet === 'configuration_id' ? batch.config.job.configuration_id : batch[facet];
}

/** The scope to request, which holds every batch that fits the filter. */
export function scopeOf(filter: Filter, now: number, { anyStatus = false } = {}): Scope {
  const only = (values: readonly string[]) => (values.length === 1 ? values[0] : undefined);
  return {
    statuses: anyStatus ? [] : filter.status,
    source_directory_id: only(filter.source_directory_id),
    project_id: only(filter.project_id),
    organization_id: filter.organization_id || undefined,
    ...boundsAt(filter.created, now),
  };
}

/** The filter that asks for just a scope. */
export function filterOf({ statuses, source_directory_id, project_id, organization_id, ...bounds }: Scope): Filter {
  const only = (value: string | undefined) => (value === undefined ? [] : [value]);
  const { from, to } = bounds;
  return {
    ...NO_FILTER,
    status: statuses,
    source_directory_id: only(source_directory_id),
    project_id: only(project_id),
    organization_id: organization_id ?? '',
    ...((from ?? to) !== undefined && {
      created: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    }),
  };
}

/** Whether everything in scope `inner` is in scope `outer`, too. */
export function covers(outer: Scope, inner: Scope): boolean {
  return (
    outer.organization_id === inner.organization_id &&
    (!outer.source_directory_id || outer.source_directory_id === inner.source_directory_id) &&
    (!outer.project_id || outer.project_id === inner.project_id) &&
    (!outer.statuses.length ||
      (inner.statuses.length > 0 && inner.statuses.every((each) => outer.statuses.includes(each)))) &&
    (outer.from === undefined || (inner.from !== undefined && inner.from >= outer.from)) &&
    (outer.to === undefined || (inner.to !== undefined && inner.to <= outer.to))
  );
}

/** The requests that list a scope: one for each status, or one for all. */
export function paramsOf({ statuses, from, to, ...ids }: Scope, pageSize: string): BatchListParams[] {
  const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const all = {
    ...ids,
    created_at_on_or_after: time(from),
    created_at_on_or_before: time(to),
    page_size: Number(pageSize) || undefined,
  };
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return statuses.length ? statuses.map((status) => ({ status: status as never, ...set })) : [set];
}

/** Whether a batch is in a scope, as far as its fields show. */
export function isInScope(batch: Batch, { statuses, source_directory_id, project_id, from, to }: Scope): boolean {
  const created = parse(batch.created_at);
  return (
    (!statuses.length || statuses.includes(batch.status)) &&
    (!source_directory_id || batch.source_directory_id === source_directory_id) &&
    (!project_id || batch.project_id === project_id) &&
    (created === undefined || (created >= (from ?? -Infinity) && created <= (to ?? Infinity)))
  );
}

// What a click on a bar, or a drag over several, filters by.

import { filter, setFilter, toggleValue } from '../address.ts';
import type { Filter } from '../filter.ts';
import type { Bar, Series } from './series.ts';

/** Whether the filters want just what a bar counts, among others. */
export function isPicked({ of }: Bar, { status, took, created }: Filter): boolean {
  if (of.kind === 'status') return status.includes(of.status);
  if (of.kind === 'took') return took !== undefined && of.from >= took.from && of.to <= took.to;
  if (of.kind === 'ended') return false;
  return created !== undefined && !('period' in created) && created.from === of.from && created.to === of.to - 1;
}

/** Filters by a bar, or by all from one to another; by a bar that was picked alone no more. */
export function pick({ bars, layers }: Series, from: number, to = from, layer?: number): void {
  const [first, last] = [bars[Math.min(from, to)]?.of, bars[Math.max(from, to)]?.of];
  if (!first || !last) return;
  const isAlone = from === to && isPicked(bars[from] as Bar, filter.value);
  if (first.kind === 'status') return toggleValue('status', first.status);
  // There is no filter by when a batch ended.
  if (last.kind === 'status' || first.kind === 'ended') return;
  if (first.kind === 'took') return setFilter({ took: isAlone ? undefined : { from: first.from, to: last.to } });
  const status = layer === undefined ? undefined : layers[layer]?.status;
  const isSegment = status !== undefined && layers.length > 1;
  if (isAlone && !isSegment) return setFilter({ created: undefined });
  setFilter({ created: { from: first.from, to: last.to - 1 }, ...(isSegment && { status: [status] }) });
}

import { Inbox } from 'lucide-preact';
import { filters, NO_FILTERS, search, setFilters, setPick, setSearch } from './address.ts';
import { focusList } from './focus.ts';
import { listing } from './listing.ts';
import { rows } from './rows.ts';

/** Why there is no row, and what one can do about it. */
export function Nothing() {
  const { state } = listing.value;
  if (state === 'failed') return null;
  const { text, way, go } = reason(state);
  return (
    <div class="nothing" role="row">
      <div role="gridcell">
        {state !== 'loading' && <Inbox size={28} aria-hidden="true" />}
        {text}
        {go && (
          <button
            type="button"
            onClick={() => {
              go();
              focusList();
            }}
          >
            {way}
          </button>
        )}
      </div>
    </div>
  );
}

function reason(state: string): { text: string; way?: string; go?: () => void } {
  if (state === 'loading') return { text: 'Asking for batches…' };
  if (rows().length && search.value) return { text: 'None of the listed batches fits the search.', way: 'Clear the search', go: () => setSearch('') };
  if (rows().length) return { text: 'None of the listed batches is in this bar.', way: 'Show all again', go: () => setPick(undefined) };
  if (state !== 'done') return { text: 'Nothing was fetched yet.' };
  const { created_at_on_or_after: from, created_at_on_or_before: to, page_size: _, ...others } = filters.value;
  if (!from && !to && !Object.values(others).some(Boolean)) return { text: 'There are no batches yet. New batch, at the top, makes one.' };
  const clear = { way: 'Clear the filters', go: () => setFilters(NO_FILTERS) };
  if (from && to && from > to) return { text: 'No batch fits: “Created from” is later than “Created to”.', ...clear };
  return { text: 'No batch fits these filters.', ...clear };
}

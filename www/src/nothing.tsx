import { Inbox } from 'lucide-preact';
import { filter, search, setFilter, setSearch } from './address.ts';
import { NO_FILTER } from './filter.ts';
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
  if (state === 'loading') return { text: 'Loading batches…' };
  if (rows().length && search.value)
    return {
      text: 'None of the listed batches fits the search and the filters.',
      way: 'Clear the search',
      go: () => setSearch(''),
    };
  const clear = { way: 'Clear the filters', go: () => setFilter(NO_FILTER) };
  if (rows().length) return { text: 'None of the listed batches fits these filters.', ...clear };
  if (state !== 'done') return { text: 'Nothing was fetched yet.' };
  if (JSON.stringify(filter.value) === JSON.stringify(NO_FILTER))
    return { text: 'There are no batches yet. New batch, at the top, makes one.' };
  const { created } = filter.value;
  const isTurned =
    created && 'from' in created && created.from !== undefined && created.to !== undefined && created.from > created.to;
  if (isTurned) return { text: 'No batch fits: “From” is later than “To”.', ...clear };
  return { text: 'No batch fits these filters.', ...clear };
}

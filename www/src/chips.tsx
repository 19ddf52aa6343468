import { X } from 'lucide-preact';
import { filter, search, setFilter, setSearch, toggleValue } from './address.ts';
import { NAMES, valueName } from './facets.tsx';
import { FACETS, NO_FILTER, scopeOf } from './filter.ts';
import { focusList } from './focus.ts';
import { number, short, spanRange } from './format.ts';
import { scope } from './listing.ts';
import { describeCreated } from './period.ts';

interface Chip {
  key: string;
  name: string;
  value: string;
  /** Whether the API was asked for this. */
  isAsked: boolean;
  drop: () => void;
}

/** What is filtered by, each with where that is done, and a way to take it off. */
export function Chips() {
  const all = chips();
  if (!all.length) return null;
  const asked = all.filter(({ isAsked }) => isAsked).length;
  const lists = scope.value.statuses.length;
  return (
    <div class="chips" role="group" aria-label="Filters that are set">
      <ul>
        {all.map(({ key, name, value, isAsked, drop }) => (
          <li key={key} class="filter" data-by={isAsked ? 'api' : 'page'} title={isAsked ? 'The API was asked for these' : 'Filtered in this page, from what is listed'}>
            <span class="faint">{name}</span>
            <span>{value}</span>
            <small>{isAsked ? 'API' : 'here'}</small>
            <button
              type="button"
              class="icon"
              aria-label={`Remove ${name}: ${value}`}
              onClick={() => {
                focusList();
                drop();
              }}
            >
              <X size={13} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="link clear" onClick={clear}>
        Clear all
      </button>
      <span class="by faint">
        {asked === all.length ? 'Asked of the API' : asked ? `${asked} asked of the API, ${all.length - asked} filtered here` : 'Filtered here, in what is listed'}
        {lists > 1 && `; ${lists} lists, one for each status`}
      </span>
    </div>
  );
}

/** How many filters are set. */
export function countFilters(): number {
  return chips().length;
}

function clear(): void {
  focusList();
  setSearch('');
  setFilter(NO_FILTER);
}

function chips(): Chip[] {
  const by = filter.value;
  const there = scope.value;
  const result: Chip[] = [];
  if (by.created) {
    // A relative span moves on after it was asked for: it is still the same question.
    const wanted = scopeOf(by, Date.now());
    const isSame = (a: number | undefined, b: number | undefined) => (a === undefined ? b === undefined : b !== undefined && Math.abs(a - b) < 86_400_000);
    const isAsked = 'period' in by.created ? isSame(wanted.from, there.from) && isSame(wanted.to, there.to) : wanted.from === there.from && wanted.to === there.to;
    result.push({ key: 'created', name: 'Created', value: describeCreated(by.created), isAsked, drop: () => setFilter({ created: undefined }) });
  }
  for (const facet of FACETS) {
    for (const value of by[facet]) {
      const isAsked = { status: there.statuses.includes(value), source_directory_id: there.source_directory_id === value, project_id: there.project_id === value }[facet as 'status'] ?? false;
      result.push({ key: `${facet} ${value}`, name: NAMES[facet], value: facet === 'status' || facet === 'job_type' ? valueName(facet, value) : short(value), isAsked, drop: () => toggleValue(facet, value) });
    }
  }
  const { organization_id, took, ids } = by;
  if (organization_id) result.push({ key: 'organization', name: 'Organization', value: short(organization_id), isAsked: true, drop: () => setFilter({ organization_id: '' }) });
  if (took) result.push({ key: 'took', name: 'Took', value: spanRange(took.from, took.to), isAsked: false, drop: () => setFilter({ took: undefined }) });
  if (ids.length) result.push({ key: 'ids', name: 'Chosen', value: ids.length === 1 ? short(ids[0] as string) : number(ids.length), isAsked: false, drop: () => setFilter({ ids: [] }) });
  if (search.value.trim()) result.push({ key: 'search', name: 'Search', value: search.value.trim(), isAsked: false, drop: () => setSearch('') });
  return result;
}

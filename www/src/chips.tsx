import { X } from 'lucide-preact';
import { filter, search, setFilter, setSearch, toggleValue, view } from './address.ts';
import { NAMES, valueName } from './facets.tsx';
import { type Facet, FACETS, NO_FILTER } from './filter.ts';
import { focusList } from './focus.ts';
import { number, short, spanRange } from './format.ts';
import { scope } from './listing.ts';
import { boundsAt, type Created, describeCreated } from './period.ts';

interface Chip {
  key: string;
  name: string;
  value: string;
  /** Whether the API filters by it. */
  isAsked: boolean;
  /** Whether the view takes no notice of it. */
  isIdle?: boolean;
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
        {all.map(({ key, name, value, isAsked, isIdle, drop }) => (
          <li
            key={key}
            class="filter"
            data-by={isAsked ? 'api' : 'page'}
            title={isAsked ? 'Filtered by the API' : 'Filtered in this page, among the listed batches'}
          >
            <span class="faint">{name}</span>
            <span>{value}</span>
            <small>{isIdle ? 'not in this view' : isAsked ? 'API' : 'here'}</small>
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
        {asked === all.length
          ? 'Filtered by the API'
          : asked
            ? `${asked} filtered by the API, ${all.length - asked} here`
            : 'Filtered here, among the listed batches'}
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

function isAskedFor(facet: Facet, value: string): boolean {
  const { statuses, source_directory_id, project_id } = scope.value;
  if (facet === 'status') return statuses.includes(value);
  return (
    (facet === 'source_directory_id' && source_directory_id === value) ||
    (facet === 'project_id' && project_id === value)
  );
}

/** Whether the API filters by these times; a relative span has moved on since the request. */
function isCreatedAsked(created: Created): boolean {
  const { from, to } = scope.value;
  const wanted = boundsAt(created, Date.now());
  const most = 'period' in created ? 86_400_000 : 0;
  const isSame = (a: number | undefined, b: number | undefined) =>
    a === b || Math.abs((a ?? Infinity) - (b ?? Infinity)) <= most;
  return isSame(wanted.from, from) && isSame(wanted.to, to);
}

function chips(): Chip[] {
  const by = filter.value;
  const result: Chip[] = [];
  if (by.created) {
    result.push({
      key: 'created',
      name: 'Created',
      value: describeCreated(by.created),
      isAsked: isCreatedAsked(by.created),
      drop: () => setFilter({ created: undefined }),
    });
  }
  for (const facet of FACETS) {
    for (const value of by[facet]) {
      const isAsked = isAskedFor(facet, value);
      result.push({
        key: `${facet} ${value}`,
        name: NAMES[facet],
        value: facet === 'status' || facet === 'job_type' ? valueName(facet, value) : short(value),
        isAsked,
        isIdle: facet === 'status' && view.value !== 'batches',
        drop: () => toggleValue(facet, value),
      });
    }
  }
  const { organization_id, took, ids } = by;
  if (organization_id)
    result.push({
      key: 'organization',
      name: 'Organization',
      value: short(organization_id),
      isAsked: true,
      drop: () => setFilter({ organization_id: '' }),
    });
  if (took)
    result.push({
      key: 'took',
      name: 'Took',
      value: spanRange(took.from, took.to),
      isAsked: false,
      drop: () => setFilter({ took: undefined }),
    });
  if (ids.length)
    result.push({
      key: 'ids',
      name: 'Batches',
      value: ids.length === 1 ? short(ids[0] as string) : number(ids.length),
      isAsked: false,
      drop: () => setFilter({ ids: [] }),
    });
  if (search.value.trim())
    result.push({
      key: 'search',
      name: 'Search',
      value: search.value.trim(),
      isAsked: false,
      drop: () => setSearch(''),
    });
  return result;
}

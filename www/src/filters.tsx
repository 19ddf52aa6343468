import { useSignal } from '@preact/signals';
import { Settings2, SlidersHorizontal } from 'lucide-preact';
import { filter, pageSize, setFilter, setPageSize } from './address.ts';
import { Chips, countFilters } from './chips.tsx';
import { CodeButton } from './code/button.tsx';
import { CreatedMenu } from './created.tsx';
import { FacetMenu } from './facets.tsx';
import { FACETS } from './filter.ts';
import { Popover } from './popover.tsx';
import { ViewsMenu } from './views.tsx';

/** Every filter of the list, and what is set. */
export function FilterBar() {
  const open = useSignal(false);
  const set = countFilters();
  return (
    <section class="filters" aria-label="Filters" data-open={open}>
      <button
        type="button"
        class="fold"
        aria-expanded={open.value}
        aria-controls="filters"
        onClick={() => (open.value = !open.value)}
      >
        <SlidersHorizontal size={15} aria-hidden="true" />
        Filters{set > 0 && ` (${set})`}
      </button>
      <div class="fields" id="filters">
        <CreatedMenu />
        {FACETS.map((facet) => (
          <FacetMenu key={facet} facet={facet} />
        ))}
        <Popover
          class="more"
          isSet={Boolean(filter.value.organization_id || pageSize.value)}
          name="More filters"
          label={<Settings2 size={15} aria-hidden="true" />}
        >
          {() => <More />}
        </Popover>
        <span class="space" />
        <ViewsMenu />
        <CodeButton />
      </div>
      <Chips />
    </section>
  );
}

function More() {
  return (
    <div class="spans">
      <label>
        Organization
        <input
          name="organization_id"
          placeholder="org-…"
          defaultValue={filter.value.organization_id}
          autocomplete="off"
          spellcheck={false}
          onChange={({ currentTarget }) => setFilter({ organization_id: currentTarget.value.trim() })}
        />
      </label>
      <label>
        Page size
        <input
          name="page_size"
          type="number"
          min={1}
          max={999_999}
          step={1}
          placeholder="the server’s default"
          defaultValue={pageSize.value}
          onChange={({ currentTarget }) => currentTarget.reportValidity() && setPageSize(currentTarget.value.trim())}
        />
        <small>How many batches to fetch with one request</small>
      </label>
    </div>
  );
}

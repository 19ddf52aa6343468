import { computed, useSignal } from '@preact/signals';
import { SlidersHorizontal } from 'lucide-preact';
import { type FilterName, FILTERS, filters, NO_FILTERS, setFilters } from './address.ts';
import { rows, version } from './rows.ts';
import { STATUSES, statusName } from './status.tsx';

/** Every filter of the list; each change asks the server anew. */
export function FilterBar() {
  const open = useSignal(false);
  const set = FILTERS.filter((name) => filters.value[name]).length;
  const { status } = filters.value;
  const statuses = status && !STATUSES.includes(status as never) ? [...STATUSES, status] : STATUSES;
  return (
    <section class="filters" aria-label="Filters" data-open={open}>
      <button type="button" class="fold" aria-expanded={open.value} aria-controls="filters" onClick={() => (open.value = !open.value)}>
        <SlidersHorizontal size={15} aria-hidden="true" />
        Filters{set > 0 && ` (${set})`}
      </button>
      <div class="fields" id="filters">
        <label class="status" data-set={isSet('status')}>
          Status
          <select name="status" value={status} onChange={({ currentTarget }) => setFilters({ status: currentTarget.value })}>
            <option value="">Any</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {statusName(each)}
              </option>
            ))}
          </select>
        </label>
        <Time name="created_at_on_or_after" label="Created from" />
        <Time name="created_at_on_or_before" label="Created to" />
        <Text name="source_directory_id" label="Directory" placeholder="dir-…" of={directories} />
        <Text name="project_id" label="Project" placeholder="prj-…" of={projects} />
        <Text name="organization_id" label="Organization" placeholder="org-…" />
        <Text name="page_size" label="Page size" title="How many batches to fetch with one request" placeholder="default" number />
        <button type="button" class="clear" disabled={!set} onClick={() => setFilters(NO_FILTERS)}>
          Clear
        </button>
      </div>
    </section>
  );
}

/** One sees at a glance what is filtered by. */
function isSet(name: FilterName): true | undefined {
  return filters.value[name] ? true : undefined;
}

/** What the rows hold, to choose from. */
export const directories = computed(() => distinct((batch) => batch.source_directory_id));
export const projects = computed(() => distinct((batch) => batch.project_id));

function distinct(field: (batch: ReturnType<typeof rows>[number]['batch']) => string): string[] {
  void version.value;
  const seen = new Set<string>();
  for (const { batch } of rows()) if (seen.add(field(batch)).size >= 50) break;
  return [...seen].sort();
}

/** A text field that filters when it is left or with Enter. */
function Text({ name, label, title, placeholder, of, number: isNumber }: { name: FilterName; label: string; title?: string; placeholder: string; of?: typeof directories; number?: boolean }) {
  const list = of && `known-${name}`;
  return (
    <label data-set={isSet(name)} title={title}>
      {label}
      <input
        name={name}
        type={isNumber ? 'number' : 'text'}
        min={1}
        max={999_999}
        step={1}
        value={filters.value[name]}
        placeholder={placeholder}
        list={list}
        autocomplete="off"
        spellcheck={false}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) setFilters({ [name]: currentTarget.value.trim() });
        }}
      />
      {of && (
        <datalist id={list}>
          {of.value.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
}

/** A time in the user's own zone; in the address bar it is in UTC. */
function Time({ name, label }: { name: FilterName; label: string }) {
  return (
    <label class="time" data-set={isSet(name)}>
      {label}
      <input
        name={name}
        type="datetime-local"
        value={local(filters.value[name])}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.badInput) return;
          setFilters({ [name]: currentTarget.value && new Date(currentTarget.value).toISOString() });
        }}
      />
    </label>
  );
}

function local(iso: string): string {
  if (!iso) return '';
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

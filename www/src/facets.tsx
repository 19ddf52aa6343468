import { computed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { filter, toggleValue } from './address.ts';
import { type Facet, valueOf } from './filter.ts';
import { job, number } from './format.ts';
import { Popover } from './popover.tsx';
import { rows, version } from './rows.ts';
import { STATUSES, StatusIcon, known, statusName } from './status.tsx';
import { except } from './view.ts';

/** What each filter is called. */
export const NAMES: Record<Facet, string> = {
  status: 'Status',
  job_type: 'Job',
  configuration_id: 'Configuration',
  source_directory_id: 'Directory',
  project_id: 'Project',
};

/** How ids of each kind begin, where any may be typed. */
const PREFIXES: Partial<Record<Facet, string>> = {
  configuration_id: 'cfg-',
  source_directory_id: 'dir-',
  project_id: 'prj-',
};

/** How many values a menu shows. */
const MOST = 40;

/** How a value of a filter is said. */
export function valueName(facet: Facet, value: string): string {
  return { status: statusName, job_type: job }[facet as 'status']?.(value) ?? value;
}

/** A menu of the values of a filter, with how many batches each would bring, and a field for others. */
export function FacetMenu({ facet }: { facet: Facet }) {
  const picked = filter.value[facet];
  return (
    <Popover
      class="facet"
      isSet={picked.length > 0}
      label={`${NAMES[facet]}${picked.length ? ` (${picked.length})` : ''}`}
    >
      {() => <Values facet={facet} />}
    </Popover>
  );
}

function Values({ facet }: { facet: Facet }) {
  const [text, setText] = useState('');
  const picked = filter.value[facet];
  const prefix = PREFIXES[facet];
  const counted = counts(facet);
  const names = [...new Set([...(facet === 'status' ? STATUSES : []), ...picked, ...counted.keys()])];
  const fitting = names.filter((value) => valueName(facet, value).toLowerCase().includes(text.toLowerCase()));
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const value = text.trim();
    const [only, ...more] = fitting;
    const wanted = !more.length && only ? only : value;
    if (wanted && !picked.includes(wanted)) toggleValue(facet, wanted);
    setText('');
  };
  return (
    <fieldset class="values">
      <legend class="hidden">{NAMES[facet]}</legend>
      {prefix && (
        <form onSubmit={onSubmit}>
          <input
            name={`${facet}-text`}
            aria-label={`Find or enter: ${NAMES[facet]}`}
            placeholder={`Find, or enter ${prefix}…`}
            value={text}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </form>
      )}
      {fitting.slice(0, MOST).map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            name={facet}
            value={value}
            checked={picked.includes(value)}
            onChange={() => toggleValue(facet, value)}
          />
          {facet === 'status' && (
            <i data-status={known(value)}>
              <StatusIcon status={value} />
            </i>
          )}
          <span class={prefix ? 'mono' : undefined}>{valueName(facet, value)}</span>
          <span class="figure faint">{number(counted.get(value) ?? 0)}</span>
        </label>
      ))}
      {fitting.length > MOST && <p class="faint">and {number(fitting.length - MOST)} more: type to find one</p>}
      {!fitting.length && <p class="faint">{text ? `Enter filters by ${text}` : 'Nothing is listed yet'}</p>}
    </fieldset>
  );
}

/** How many batches that fit all else have each value, those with many first. */
function counts(facet: Facet): Map<string, number> {
  const found = new Map<string, number>();
  for (const { batch } of except(facet)) {
    const value = valueOf(batch, facet);
    if (value) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return new Map([...found].sort(([, a], [, b]) => b - a));
}

/** The directories that are listed, to choose from. */
export const directories = computed(() => {
  void version.value;
  const seen = new Set<string>();
  for (const { batch } of rows()) if (seen.add(batch.source_directory_id).size >= 50) break;
  return [...seen].sort();
});

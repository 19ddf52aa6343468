import { signal } from '@preact/signals';
import { Columns3 } from 'lucide-preact';
import { type Column, COLUMNS } from './address.ts';
import { Popover } from './popover.tsx';
import { save, saved } from './settings.ts';

/** What each column is called, how wide it is at least, and its share of what is left. */
const LOOKS: Record<Column, { name: string; least: number; share?: number }> = {
  status: { name: 'Status', least: 110 },
  id: { name: 'Batch', least: 146, share: 1 },
  job: { name: 'Job', least: 120, share: 1.5 },
  directory: { name: 'Directory', least: 142, share: 1 },
  project: { name: 'Project', least: 142, share: 1 },
  created: { name: 'Created', least: 154 },
  duration: { name: 'Duration', least: 108 },
  updated: { name: 'Updated', least: 154 },
};

/** Which columns go first where there is no room for all. */
const FIRST_TO_GO: readonly Column[] = ['project', 'updated', 'directory', 'job', 'created'];
/** On a phone, what a batch works on says more than for how long. */
const FIRST_TO_GO_ON_PHONES: readonly Column[] = ['project', 'updated', 'duration', 'created', 'directory', 'job'];
const PHONE = matchMedia('(pointer: coarse) and (max-height: 480px)');
const GAP = 14;
/** For the box that chooses a row, and what is at both ends. */
const AROUND = 24 + GAP + 28;

const hidden = signal<ReadonlySet<string>>(new Set(saved('hidden') ?? []));

export function columnName(column: Column): string {
  return LOOKS[column].name;
}

/** The columns that are wanted and have room in so many pixels. */
export function columnsFor(width: number): readonly Column[] {
  let columns = COLUMNS.filter((column) => !hidden.value.has(column));
  const needed = () => columns.reduce((sum, column) => sum + LOOKS[column].least + GAP, AROUND);
  for (const column of PHONE.matches ? FIRST_TO_GO_ON_PHONES : FIRST_TO_GO)
    if (needed() > width) columns = columns.filter((each) => each !== column);
  return columns;
}

/** The columns as a grid's template. */
export function template(columns: readonly Column[]): string {
  const tracks = columns.map((column) => {
    const { least, share } = LOOKS[column];
    return share ? `minmax(${least}px, ${share}fr)` : `${least}px`;
  });
  return `24px ${tracks.join(' ')}`;
}

/** A menu of the columns to see. */
export function ColumnsMenu() {
  const toggle = (column: Column) => {
    const next = new Set(hidden.value);
    if (!next.delete(column)) next.add(column);
    hidden.value = next;
    save('hidden', next.size ? [...next] : undefined);
  };
  return (
    <Popover class="columns" name="Columns" label={<Columns3 size={15} aria-hidden="true" />}>
      {() => (
        <fieldset class="values">
          <legend class="hidden">Columns</legend>
          {COLUMNS.filter((column) => column !== 'id').map((column) => (
            <label key={column}>
              <input
                type="checkbox"
                name={column}
                checked={!hidden.value.has(column)}
                onChange={() => toggle(column)}
              />
              <span>{LOOKS[column].name}</span>
            </label>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}

import { useLayoutEffect, useRef } from 'preact/hooks';
import { filter, setFilter } from './address.ts';
import { boundsAt, type Created, describeCreated, type Period, PERIODS } from './period.ts';
import { Popover } from './popover.tsx';

/** Years before this one are still being typed. */
const FIRST_YEAR = 2000;

/** A menu of relative spans, and two fields for bounds of one's own. */
export function CreatedMenu() {
  const { created } = filter.value;
  return (
    <Popover
      class="created"
      isSet={created !== undefined}
      label={created ? describeCreated(created) : 'Any time'}
      name={created ? `Created: ${describeCreated(created)}` : 'Created: any time'}
    >
      {(close) => <Choices created={created} close={close} />}
    </Popover>
  );
}

function Choices({ created, close }: { created: Created | undefined; close: () => void }) {
  const choose = (period: Period | undefined) => {
    setFilter({ created: period && { period } });
    close();
  };
  const chosen = created && 'period' in created ? created.period : undefined;
  return (
    <div class="spans">
      <div class="presets" role="group" aria-label="Created">
        <button type="button" aria-pressed={!created} onClick={() => choose(undefined)}>
          Any time
        </button>
        {Object.entries(PERIODS).map(([name, text]) => (
          <button
            key={name}
            type="button"
            value={name}
            aria-pressed={chosen === name}
            onClick={() => choose(name as Period)}
          >
            {text}
          </button>
        ))}
      </div>
      <Bound end="from" label="From" />
      <Bound end="to" label="To" />
    </div>
  );
}

/** A time in the user's own zone. It is taken on Enter, or when the field is left: until then it is being typed. */
function Bound({ end, label }: { end: 'from' | 'to'; label: string }) {
  const { created } = filter.value;
  const bounds = boundsAt(created, Date.now());
  const there = local(bounds[end]);
  const field = useRef<HTMLInputElement>(null);
  // Only then: what is being typed is the user's.
  useLayoutEffect(() => {
    if (field.current) field.current.value = there;
  }, [there]);
  const take = ({ value, validity }: HTMLInputElement) => {
    const time = value ? new Date(value) : undefined;
    if (value === there || validity.badInput || (time && time.getFullYear() < FIRST_YEAR)) return;
    const next = { ...bounds, [end]: time?.getTime() };
    const set = Object.fromEntries(Object.entries(next).filter(([, ms]) => ms !== undefined));
    setFilter({ created: Object.keys(set).length ? set : undefined });
  };
  return (
    <label>
      {label}
      <input
        ref={field}
        name={end === 'from' ? 'created_at_on_or_after' : 'created_at_on_or_before'}
        type="datetime-local"
        step={1}
        onBlur={({ currentTarget }) => take(currentTarget)}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && take(currentTarget)}
      />
    </label>
  );
}

function local(ms: number | undefined): string {
  if (ms === undefined) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

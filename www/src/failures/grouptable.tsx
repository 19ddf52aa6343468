import { useState } from 'preact/hooks';
import { setFilter } from '../address.ts';
import { number, range, share } from '../format.ts';
import { useSteady } from '../steady.ts';
import type { Group } from './groups.ts';

const HOUR = 3_600_000;
/** How many groups are shown at first. */
const FEW = 8;
/** Which part of a group failed, and which part of all that failed is in it. */
const RATE = 'Failure rate';
const PART = 'Of all failures';

interface Props {
  kind: string;
  groups: readonly Group[];
  /** The values that stand out. */
  out: ReadonlySet<string>;
  nameOf?: (value: string) => string;
  onPick?: (value: string) => void;
}

/** Groups of failed batches; what stands out is on top. A click filters by one. */
export function GroupTable({ kind, groups, out, nameOf = hourName, onPick = pickHour }: Props) {
  const [isAll, setAll] = useState(false);
  const { items, held } = useSteady(groups, ({ value }) => value);
  const all = groups.reduce((sum, { failed }) => sum + failed, 0);
  return (
    <div class="grouped">
      <table data-kind={kind}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Failed</th>
            <th scope="col">{RATE}</th>
            <th scope="col">{PART}</th>
          </tr>
        </thead>
        <tbody {...held}>
          {items.slice(0, isAll ? undefined : FEW).map((group) => (
            <tr key={group.value} data-out={out.has(group.value) || undefined}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  title={`Filter by ${group.value}`}
                  onClick={() => onPick(group.value)}
                >
                  {nameOf(group.value)}
                </button>
              </th>
              <td class="figure" data-name="Failed">
                {number(group.failed)} <span class="faint">of {number(group.ended)}</span>
              </td>
              <td class="figure" data-name={RATE}>
                <Bar name={RATE} part={group.rate} besides={`, others ${share(group.rest, 1)}`} />
                {share(group.rate, 1)}
                <span class="faint">, others {share(group.rest, 1)}</span>
              </td>
              <td class="figure" data-name={PART}>
                <Bar name={PART} part={group.failed / all} />
                {share(group.failed, all)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {groups.length > FEW && (
        <button type="button" class="link" onClick={() => setAll(!isAll)}>
          {isAll ? 'Fewer' : `All ${number(groups.length)}`}
        </button>
      )}
    </div>
  );
}

/** A part of a whole, from nothing to all of it: bars of all groups compare. */
function Bar({ name, part, besides = '' }: { name: string; part: number; besides?: string }) {
  return <meter min={0} max={1} value={part} aria-label={name} aria-valuetext={`${share(part, 1)}${besides}`} />;
}

function hourName(value: string): string {
  return range(Number(value), Number(value) + HOUR - 1);
}

function pickHour(value: string): void {
  setFilter({ created: { from: Number(value), to: Number(value) + HOUR - 1 } });
}

import { useState } from 'preact/hooks';
import { setFilter } from '../address.ts';
import { number, range, share } from '../format.ts';
import type { Group } from './groups.ts';

const HOUR = 3_600_000;
/** How many groups are shown at first. */
const FEW = 8;

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
  const most = Math.max(...groups.map(({ rate }) => rate), 0.01);
  return (
    <div class="grouped">
      <table data-kind={kind}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Failed</th>
            <th scope="col">Failure rate</th>
            <th scope="col">All others</th>
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, isAll ? undefined : FEW).map((group) => (
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
              <td class="figure">
                {number(group.failed)} <span class="faint">of {number(group.ended)}</span>
              </td>
              <td class="figure">
                <meter aria-label="Part that failed" min={0} max={most} value={group.rate} />
                {share(group.failed, group.ended)}
              </td>
              <td class="figure faint">{share(group.rest, 1)}</td>
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

function hourName(value: string): string {
  return range(Number(value), Number(value) + HOUR - 1);
}

function pickHour(value: string): void {
  setFilter({ created: { from: Number(value), to: Number(value) + HOUR - 1 } });
}

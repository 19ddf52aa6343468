import { setFilter } from '../address.ts';
import { bound, number } from '../format.ts';
import type { Created } from '../period.ts';
import type { Series } from './series.ts';

/** What a picture of time leaves out: how many, and a way to each but those that have no time. */
export function Beyond({ series: { bars, apart } }: { series: Series }) {
  if (!apart) return null;
  const { earlier, later, timeless } = apart;
  const [first, last] = [bars[0]?.of, bars.at(-1)?.of];
  return (
    <>
      {earlier > 0 && first && 'from' in first && (
        <Way text={`${number(earlier)} earlier`} title={`Before ${bound(first.from)}`} to={{ to: first.from - 1 }} />
      )}
      {later > 0 && last && 'to' in last && (
        <Way text={`${number(later)} later`} title={`After ${bound(last.to)}`} to={{ from: last.to }} />
      )}
      {timeless > 0 && (
        <span class="faint" title="They have no time of creation">
          {number(timeless)} undated
        </span>
      )}
    </>
  );
}

function Way({ text, title, to }: { text: string; title: string; to: Created }) {
  return (
    <button type="button" class="link" title={`${title}: filter by that`} onClick={() => setFilter({ created: to })}>
      {text}
    </button>
  );
}

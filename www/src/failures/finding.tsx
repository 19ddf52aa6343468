import { setView } from '../address.ts';
import { Ident } from '../copy.tsx';
import { NAMES, valueName } from '../facets.tsx';
import { bound, number, share } from '../format.ts';
import type { Finding } from './groups.ts';

/** What stands out, in a sentence, with the way to its batches. */
export function FindingCard({ finding }: { finding: Finding }) {
  const { facet, value, failed, ended, rate, rest, since } = finding;
  const show = () =>
    setView('batches', {
      [facet]: [value],
      status: ['FAILED'],
      ...(since && { created: { from: since.at } }),
    });
  return (
    <li class="finding">
      <p>
        <span class="faint">{NAMES[facet]} </span>
        <strong class={facet === 'job_type' ? undefined : 'mono'}>
          {facet === 'job_type' ? valueName(facet, value) : <Ident facet={facet} value={value} />}
        </strong>
      </p>
      <p>
        fails <strong>{share(rate, 1)}</strong> of the time
        {since ? (
          <>
            {' '}
            since <strong>{bound(since.at)}</strong>; before that {share(since.before, 1)}
          </>
        ) : (
          ''
        )}
        . All others: {share(rest, 1)}. {number(failed)} of {number(ended)} failed{since && ' since then'}.
      </p>
      <button type="button" onClick={show}>
        Show these failures
      </button>
    </li>
  );
}

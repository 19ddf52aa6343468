import { computed, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { toggleValue } from '../address.ts';
import { failuresOverTime } from '../charts/series.ts';
import { Picture } from '../charts/picture.tsx';
import { deferred } from '../deferred.ts';
import { NAMES, valueName } from '../facets.tsx';
import { valueOf } from '../filter.ts';
import { batches, number, share, short } from '../format.ts';
import { listing, unfinished } from '../listing.ts';
import { Actions } from '../selected.tsx';
import { useSteady } from '../steady.ts';
import { anyStatus } from '../view.ts';
import { FindingCard } from './finding.tsx';
import { type Cause, CAUSES, type Finding, findings, groupBy, hourOf, standsOut } from './groups.ts';
import { GroupTable } from './grouptable.tsx';
import { Messages } from './messages.tsx';

const ended = computed(() => anyStatus.value.filter((row) => row.hasEnded));
const failed = computed(() => ended.value.filter(({ batch }) => batch.status === 'FAILED'));
const found = deferred<readonly Finding[] | undefined>(
  () => ended.value,
  () => findings(ended.value),
  undefined,
);
const overTime = deferred(
  () => ended.value,
  () => [failuresOverTime(ended.value)],
  { bars: [], layers: [] },
);
const by = signal<Cause | 'hour'>('configuration_id');

const NOTHING = 'Nothing fails far more often than the rest: no configuration, directory, project or job type.';

/** Why batches fail: what those that failed have in common, and what their files say. */
export function Failures() {
  useEffect(() => {
    const stops = [found.start(), overTime.start()];
    return () => stops.forEach((stop) => stop());
  }, []);
  const standing = found.value.value;
  const { items, held } = useSteady(standing ?? [], keyOf);
  const isComing = listing.value.state === 'loading';
  // What takes long to count comes after how many failed.
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const pending = setTimeout(() => setReady(true));
    return () => clearTimeout(pending);
  }, []);
  const [all, some] = [ended.value.length, failed.value.length];
  if (!all) {
    return (
      <p class="nothing">
        {isComing ? 'Loading batches…' : `No batch that fits the filters has ended. ${unfinished.value}`}
      </p>
    );
  }
  return (
    <div class="insight">
      <section class="verdict" aria-label="How many failed">
        <p>
          <strong class="big">{number(some)}</strong> of {batches(all)} that ended failed,{' '}
          <strong>{share(some, all)}</strong>.{unfinished.value && <span class="faint"> {unfinished.value}</span>}
        </p>
        {some > 0 && (
          <div class="actions">
            <Actions rows={failed.value} />
          </div>
        )}
      </section>
      {some > 0 && (
        <>
          <section class="standing" aria-labelledby="stands-out" data-comparing={isComing || !standing || undefined}>
            <h2 id="stands-out">What stands out</h2>
            {standing?.length ? (
              <ul class="findings" aria-busy={isComing || found.isBehind.value} {...held}>
                {items.map((finding) => (
                  <FindingCard key={keyOf(finding)} finding={finding} />
                ))}
              </ul>
            ) : (
              <p class="faint">{standing ? NOTHING : 'Comparing…'}</p>
            )}
          </section>
          {isReady && <Messages rows={ended.value} />}
          <div class="halves">
            <Picture name="failures" title="Failed batches over time, among all that ended" series={overTime.value} />
            <section class="by" aria-label="Failed batches in groups">
              <div class="group" role="group" aria-label="Grouped by">
                {[...CAUSES, 'hour' as const].map((each) => (
                  <button
                    key={each}
                    type="button"
                    class="quiet"
                    aria-pressed={by.value === each}
                    onClick={() => (by.value = each)}
                  >
                    {each === 'hour' ? 'Hour' : NAMES[each]}
                  </button>
                ))}
              </div>
              {isReady && <Grouped />}
            </section>
          </div>
        </>
      )}
    </div>
  );
}

function keyOf({ facet, value }: Finding): string {
  return `${facet} ${value}`;
}

function Grouped() {
  const { value: what } = by;
  if (what === 'hour') {
    const groups = groupBy(ended.value, hourOf);
    return <GroupTable kind="hour" groups={groups} out={new Set(groups.filter(standsOut).map(({ value }) => value))} />;
  }
  const groups = groupBy(ended.value, ({ batch }) => valueOf(batch, what) || undefined);
  const out = new Set(found.value.value?.filter(({ facet }) => facet === what).map(({ value }) => value));
  // What broke lately may not stand out in all of the time, but it is on top.
  groups.sort((a, b) => Number(out.has(b.value)) - Number(out.has(a.value)));
  return (
    <GroupTable
      kind={what}
      groups={groups}
      out={out}
      nameOf={(value) => short(valueName(what, value))}
      onPick={(value) => toggleValue(what, value)}
    />
  );
}

import { useEffect } from 'preact/hooks';
import { deferred } from '../deferred.ts';
import { except, matching } from '../view.ts';
import { Picture } from './picture.tsx';
import { durations, overTime, type Series, shares } from './series.ts';

const NONE: Series = { bars: [], layers: [] };
const follow = () => matching.value;
const time = deferred(follow, () => [overTime(matching.value)], NONE);
const status = deferred(follow, () => [shares(except('status'))], NONE);
const took = deferred(follow, () => [durations(except('took'))], NONE);

/** What is listed and fits the filters, in pictures; each but the first shows what another pick in it would bring, too. */
export function Charts() {
  useEffect(() => {
    const stops = [time, status, took].map(({ start }) => start());
    return () => stops.forEach((stop) => stop());
  }, []);
  return (
    <section class="pictures" aria-label="Pictures">
      <Picture name="time" title="Batches over time, by status" series={time.value} />
      <Picture name="status" title="Shares of each status" series={status.value} layout={{ lying: true }} />
      <Picture name="took" title="How long batches took" series={took.value} layout={{ allLabels: true }} />
    </section>
  );
}

import { computed } from '@preact/signals';
import { rows, version } from '../rows.ts';
import { Picture } from './picture.tsx';
import { durations, overTime, shares } from './series.ts';

const follow = (count: typeof overTime) =>
  computed(() => {
    void version.value;
    return count(rows());
  });
const [time, status, took] = [follow(overTime), follow(shares), follow(durations)];

/** What was fetched, in pictures. */
export function Charts() {
  return (
    <section class="pictures" aria-label="Pictures">
      <Picture title="Batches over time, by status" series={time} />
      <Picture title="Shares of each status" series={status} layout={{ lying: true }} />
      <Picture title="How long batches took" series={took} />
    </section>
  );
}

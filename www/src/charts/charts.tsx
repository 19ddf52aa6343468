import { computed } from '@preact/signals';
import { except, matching } from '../view.ts';
import { Picture } from './picture.tsx';
import { durations, overTime, shares } from './series.ts';

const time = computed(() => overTime(matching.value));
const status = computed(() => shares(except('status')));
const took = computed(() => durations(except('took')));

/** What is listed and fits the filters, in pictures; each but the first shows what another pick in it would bring, too. */
export function Charts() {
  return (
    <section class="pictures" aria-label="Pictures">
      <Picture name="time" title="Batches over time, by status" series={time} />
      <Picture name="status" title="Shares of each status" series={status} layout={{ lying: true }} />
      <Picture name="took" title="How long batches took" series={took} layout={{ allLabels: true }} />
    </section>
  );
}

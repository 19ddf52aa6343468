import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { setView } from '../address.ts';
import { clock } from '../clock.ts';
import { Picture } from '../charts/picture.tsx';
import { bulk } from '../bulk.tsx';
import { deferred } from '../deferred.ts';
import { batches, job, number, short, span } from '../format.ts';
import { BatchLink } from '../line.tsx';
import { listing, unfinished } from '../listing.ts';
import { duration, type Row } from '../rows.ts';
import { known, StatusChip } from '../status.tsx';
import { useSteady } from '../steady.ts';
import { pace, type Typical, typicalOf } from '../typical.ts';
import { anyStatus } from '../view.ts';
import { throughput } from './throughput.ts';

/** How many batches are shown; the list has all. */
const MOST = 100;

const open = computed(() => anyStatus.value.filter((row) => !row.hasEnded));
const flow = deferred(
  () => anyStatus.value,
  () => [throughput(anyStatus.value, Date.now())],
  { bars: [], layers: [] },
);

/** What is under way, beside how long such batches took: one that may be stuck is on top. */
export function Running() {
  const now = clock.value;
  useEffect(flow.start, []);
  const lines = open.value.map((row) => lineOf(row, now)).sort((a, b) => b.times - a.times);
  const { items, held } = useSteady(lines, ({ row }) => row.batch.id);
  const stuck = lines.filter(({ how }) => how === 'stuck');
  if (!lines.length && listing.value.state === 'loading') return <p class="nothing">Loading batches…</p>;
  return (
    <div class="insight">
      <section class="verdict" aria-label="How many are under way">
        <p>
          <strong class="big">{number(lines.length)}</strong> in progress
          {stuck.length > 0 && (
            <>
              , <strong class="wrong">{number(stuck.length)} perhaps stuck</strong>: more than three times the 90th
              percentile
            </>
          )}
          .{unfinished.value && <span class="faint"> {unfinished.value}</span>}
        </p>
        <div class="actions">
          {stuck.length > 0 && (
            <button
              type="button"
              class="danger"
              onClick={() => (bulk.value = { kind: 'cancel', batches: stuck.map(({ row }) => row.batch) })}
            >
              Cancel these {number(stuck.length)}…
            </button>
          )}
          {lines.length > 0 && (
            <button type="button" onClick={() => setView('batches', { status: openStatuses() })}>
              Show in the list
            </button>
          )}
        </div>
      </section>
      <Picture name="flow" title="Batches that ended, over time" series={flow.value} />
      {lines.length > 0 && (
        <div class="grouped">
          <table class="under-way">
            <thead>
              <tr>
                <th scope="col">Batch</th>
                <th scope="col">Status</th>
                <th scope="col">Job</th>
                <th scope="col">Running for</th>
                <th scope="col">Typical</th>
              </tr>
            </thead>
            <tbody {...held}>
              {items.slice(0, MOST).map((line) => (
                <UnderWay key={line.row.batch.id} line={line} />
              ))}
            </tbody>
          </table>
          {lines.length > MOST && <p class="faint">and {batches(lines.length - MOST)} more</p>}
        </div>
      )}
    </div>
  );
}

interface Line {
  row: Row;
  took: number;
  usual: Typical | undefined;
  how: ReturnType<typeof pace>;
  /** How many times as long as nine of ten took. */
  times: number;
}

/** Those that the API names, and others that are there. */
function openStatuses(): string[] {
  return [...new Set(['PENDING', 'THROTTLED', 'RUNNING', ...open.value.map(({ batch }) => batch.status)])];
}

function lineOf(row: Row, now: number): Line {
  const took = duration(row, now) ?? 0;
  // With a status that this page does not know, a batch may have ended.
  const usual = known(row.batch.status) === 'OTHER' ? undefined : typicalOf(row.batch);
  return { row, took, usual, how: usual ? pace(took, usual) : 'usual', times: usual ? took / usual.most : 0 };
}

function UnderWay({ line: { row, took, usual, how } }: { line: Line }) {
  const { batch } = row;
  const { job: work } = batch.config;
  return (
    <tr data-pace={how}>
      <th scope="row" class="mono">
        <BatchLink id={batch.id} />
      </th>
      <td>
        <StatusChip status={batch.status} />
      </td>
      <td>
        {job(work.type)} <span class="faint">{short(work.configuration_id.replace(/^cfg-/, ''))}</span>
      </td>
      <td class="figure">
        {usual && (
          <meter
            aria-label="Running for"
            aria-valuetext={`${span(took)}, p90 ${span(usual.most)}`}
            min={0}
            max={3 * usual.most}
            high={usual.most}
            optimum={0}
            value={took}
          />
        )}
        {span(took)}
        {how !== 'usual' && <strong class="wrong"> {how === 'stuck' ? 'perhaps stuck' : 'slow'}</strong>}
      </td>
      <td class="figure faint">
        {usual
          ? `median ${span(usual.median)}, p90 ${span(usual.most)}`
          : known(batch.status) !== 'OTHER' && 'too few have ended'}
      </td>
    </tr>
  );
}

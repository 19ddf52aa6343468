import { effect, useSignal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { ChevronDown, ChevronUp, RotateCcw, SearchX, X } from 'lucide-preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { closeBatch, showFailuresOf } from './address.ts';
import { runAgain } from './again.ts';
import { Cancel } from './cancel.tsx';
import { clock } from './clock.ts';
import { CopyButton, Ident } from './copy.tsx';
import { moveToBatch, openAt, step } from './cursor.ts';
import type { Facet } from './filter.ts';
import { focusList } from './focus.ts';
import { job, number, parse, span, wholeMoment } from './format.ts';
import { LifeLine, type Sight } from './life.tsx';
import { take } from './live.ts';
import { useMatches } from './matches.ts';
import { explain, type Problem } from './problem.ts';
import { Results } from './results.tsx';
import { find } from './rows.ts';
import { source } from './source.ts';
import { hasEnded, StatusChip } from './status.tsx';
import { pace, typicalOf } from './typical.ts';
import { shown } from './view.ts';

/** Where there is no room beside the list, a batch's detail is over it. */
const NARROW = matchMedia('(max-width: 1099px)');

/** After how many milliseconds without a response that is said. */
const LATE = 5_000;

/** A batch beside the list. It stays while one goes from batch to batch. */
export function Detail({ id }: { id: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const isOver = useMatches(NARROW);
  const last = useRef(id);
  last.current = id;
  useLayoutEffect(() => {
    const { current } = dialog;
    if (isOver) current?.showModal();
    else current?.show();
    return () => current?.close();
  }, [isOver]);
  useEffect(
    () => () => {
      // A batch that is not listed has no row to go back to.
      if (!moveToBatch(last.current)) focusList();
    },
    [],
  );
  const at = openAt.value;
  const count = shown.value.length;
  return (
    <dialog
      ref={dialog}
      class="side"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        closeBatch();
      }}
      onMouseDown={({ target }) => isOver && target === dialog.current && closeBatch()}
    >
      <div class="sheet">
        <div class="head">
          <h2 id={heading} tabIndex={-1} autofocus>
            Batch
          </h2>
          <span class="space" />
          {at >= 0 && (
            <span class="faint figure">
              {number(at + 1)} of {number(count)}
            </span>
          )}
          <button
            type="button"
            class="icon"
            aria-label="Previous batch (K)"
            disabled={at <= 0}
            onClick={() => step(-1)}
          >
            <ChevronUp size={18} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="icon"
            aria-label="Next batch (J)"
            disabled={at < 0 || at >= count - 1}
            onClick={() => step(1)}
          >
            <ChevronDown size={18} aria-hidden="true" />
          </button>
          <button type="button" class="icon" aria-label="Close" onClick={closeBatch}>
            <X size={18} aria-hidden="true" />
          </button>
        </div>
        <Followed key={id} id={id} />
      </div>
    </dialog>
  );
}

/** Everything about one batch, followed until it has ended. */
function Followed({ id }: { id: string }) {
  const batch = useSignal<Batch | undefined>(find(id)?.batch);
  const sights = useSignal<Sight[]>([]);
  const problem = useSignal<Problem | undefined>(undefined);
  const isWhole = useSignal(false);
  const isLate = useSignal(false);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    problem.value = undefined;
    return effect(() => {
      const from = source.value;
      if (!from) return;
      const controller = new AbortController();
      const late = setTimeout(() => (isLate.value = !isWhole.peek()), LATE);
      const onUpdate = (seen: Batch) => {
        isLate.value = false;
        const before = batch.peek();
        if (before && before.status !== seen.status)
          sights.value = [...sights.peek(), { status: before.status, at: parse(before.updated_at) }];
        batch.value = seen;
        isWhole.value = true;
        if (find(id)) take(seen);
      };
      const { signal } = controller;
      from.client.batches
        .wait(id, { expand: ['results'], maxInterval: 5_000, signal, onUpdate })
        .catch((error: unknown) => {
          if (!signal.aborted) problem.value = explain(error);
        });
      return () => {
        clearTimeout(late);
        controller.abort();
      };
    });
  }, [id, tries]);

  const onChange = (seen: Batch) => (batch.value = { ...seen, results: batch.value?.results ?? null });
  return (
    <>
      <p class="ident mono">
        {id} <CopyButton text={id} />
      </p>
      {problem.value && (
        <div class="notice" role="alert" data-kind="failed">
          <p>
            <strong>{problem.value.title}.</strong> {problem.value.hint}
          </p>
          <button type="button" onClick={() => setTries(tries + 1)}>
            Try again
          </button>
        </div>
      )}
      {isLate.value && !problem.value && (
        <p class="faint" role="status">
          The server has not answered yet. The request is retried until it does.
        </p>
      )}
      {batch.value ? (
        <Facts batch={batch.value} sights={sights.value} onChange={onChange} />
      ) : (
        !problem.value && <p class="nothing">Loading the batch…</p>
      )}
      {batch.value && (isWhole.value || !problem.value) && <Results batch={batch.value} isWhole={isWhole.value} />}
    </>
  );
}

function Facts({ batch, sights, onChange }: { batch: Batch; sights: Sight[]; onChange: (batch: Batch) => void }) {
  const isOpen = !hasEnded(batch.status);
  const [created, updated] = [parse(batch.created_at), parse(batch.updated_at)];
  const end = isOpen ? clock.value : updated;
  const took = created === undefined || end === undefined ? undefined : end - created;
  const facts: [string, string, Facet?][] = [
    ['Job', job(batch.config.job.type)],
    ['Configuration', batch.config.job.configuration_id, 'configuration_id'],
    ['Directory', batch.source_directory_id, 'source_directory_id'],
    ['Project', batch.project_id, 'project_id'],
    ['Created', wholeMoment(created)],
    ['Last change', wholeMoment(updated)],
    [isOpen ? 'Under way for' : 'Took', took === undefined ? 'not known' : `${span(took)}${compare(batch, took)}`],
  ];
  return (
    <>
      <div class="stand">
        <StatusChip status={batch.status} />
        {isOpen && <Cancel batch={batch} onChange={onChange} />}
        {!isOpen && (
          <button type="button" class="quiet" onClick={() => runAgain(batch)}>
            <RotateCcw size={14} aria-hidden="true" />
            Run again…
          </button>
        )}
        {batch.status === 'FAILED' && (
          <button type="button" class="quiet" onClick={() => showFailuresOf(batch.config.job.configuration_id)}>
            <SearchX size={14} aria-hidden="true" />
            Failures like it
          </button>
        )}
      </div>
      <LifeLine batch={batch} sights={sights} />
      <dl class="facts">
        {facts.map(([name, value, facet]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={facet ? 'mono' : undefined}>{facet ? <Ident facet={facet} value={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** ` (median 4 min, p90 9 min): slow` */
function compare(batch: Batch, took: number): string {
  const usual = typicalOf(batch);
  if (!usual) return '';
  const how = batch.status === 'RUNNING' ? pace(took, usual) : 'usual';
  const said = { usual: '', slow: ': slow', stuck: ': perhaps stuck' }[how];
  return ` (median ${span(usual.median)}, p90 ${span(usual.most)})${said}`;
}

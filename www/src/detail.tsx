import { effect, useSignal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { useEffect, useState } from 'preact/hooks';
import { setOpenBatch } from './address.ts';
import { clock } from './clock.ts';
import { Dialog } from './dialog.tsx';
import { job, parse, span, wholeMoment } from './format.ts';
import { LifeLine, type Sight } from './life.tsx';
import { take } from './live.ts';
import { explain, type Problem } from './problem.ts';
import { Results } from './results.tsx';
import { find } from './rows.ts';
import { source } from './source.ts';
import { hasEnded, StatusChip } from './status.tsx';
import { CopyButton } from './table.tsx';

/** Everything about one batch, followed until it has ended. */
export function Detail({ id }: { id: string }) {
  const batch = useSignal<Batch | undefined>(find(id)?.batch);
  const sights = useSignal<Sight[]>([]);
  const problem = useSignal<Problem | undefined>(undefined);
  const isWhole = useSignal(false);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    problem.value = undefined;
    return effect(() => {
      const from = source.value;
      if (!from) return;
      const controller = new AbortController();
      const onUpdate = (seen: Batch) => {
        const before = batch.peek();
        if (before && before.status !== seen.status) sights.value = [...sights.peek(), { status: before.status, at: parse(before.updated_at) }];
        batch.value = seen;
        isWhole.value = true;
        if (find(id)) take(seen);
      };
      const { signal } = controller;
      from.client.batches.wait(id, { expand: ['results'], maxInterval: 5_000, signal, onUpdate }).catch((error: unknown) => {
        if (!signal.aborted) problem.value = explain(error);
      });
      return () => controller.abort();
    });
  }, [id, tries]);

  const close = () => setOpenBatch(undefined);
  return (
    <Dialog title="Batch" side onClose={close}>
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
      {batch.value ? <Facts batch={batch.value} sights={sights.value} onChange={(seen) => (batch.value = { ...seen, results: batch.value?.results ?? null })} /> : !problem.value && <p class="nothing">Asking for the batch…</p>}
      {batch.value && (isWhole.value || !problem.value) && <Results batch={batch.value} isWhole={isWhole.value} />}
    </Dialog>
  );
}

function Facts({ batch, sights, onChange }: { batch: Batch; sights: Sight[]; onChange: (batch: Batch) => void }) {
  const isOpen = !hasEnded(batch.status);
  const [created, updated] = [parse(batch.created_at), parse(batch.updated_at)];
  const end = isOpen ? clock.value : updated;
  const facts: [string, string, boolean?][] = [
    ['Job', job(batch.config.job.type)],
    ['Configuration', batch.config.job.configuration_id, true],
    ['Directory', batch.source_directory_id, true],
    ['Project', batch.project_id, true],
    ['Created', wholeMoment(created)],
    ['Last change', wholeMoment(updated)],
    [isOpen ? 'Under way for' : 'Took', created === undefined || end === undefined ? 'not known' : span(end - created)],
  ];
  return (
    <>
      <div class="stand">
        <StatusChip status={batch.status} />
        {isOpen && <Cancel batch={batch} onChange={onChange} />}
      </div>
      <LifeLine batch={batch} sights={sights} />
      <dl class="facts">
        {facts.map(([name, value, isId]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={isId ? 'mono' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Cancel({ batch, onChange }: { batch: Batch; onChange: (batch: Batch) => void }) {
  const [state, setState] = useState<'no' | 'asking' | 'busy' | 'sent'>('no');
  const [problem, setProblem] = useState<Problem>();
  const cancel = async () => {
    setState('busy');
    setProblem(undefined);
    try {
      const cancelled = await source.value?.client.batches.cancel(batch.id);
      if (cancelled) onChange(cancelled);
      setState('sent');
    } catch (error) {
      setProblem(explain(error));
      setState('no');
    }
  };
  if (state === 'sent') return <span class="faint" role="status">Cancelling: files that are done keep their results.</span>;
  return (
    <>
      <button type="button" class="danger quiet" onClick={() => setState('asking')}>
        Cancel batch…
      </button>
      {problem && (
        <span class="wrong" role="alert">
          {problem.title}. {problem.hint}
        </span>
      )}
      {(state === 'asking' || state === 'busy') && (
        <Dialog title="Cancel this batch?" onClose={() => setState('no')}>
          <p>It stops for good. Files that are done keep their results.</p>
          <footer>
            <button type="button" onClick={() => setState('no')}>
              Keep it
            </button>
            <button type="button" class="danger primary" disabled={state === 'busy'} onClick={cancel}>
              Cancel the batch
            </button>
          </footer>
        </Dialog>
      )}
    </>
  );
}

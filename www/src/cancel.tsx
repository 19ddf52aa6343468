import type { Batch } from 'llama-cloud-batches';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './dialog.tsx';
import { explain, type Problem } from './problem.ts';
import { source } from './source.ts';

/** Cancels a batch, once that is confirmed. */
export function Cancel({ batch, onChange }: { batch: Batch; onChange: (batch: Batch) => void }) {
  const [state, setState] = useState<'no' | 'asking' | 'busy' | 'sent'>('no');
  const [problem, setProblem] = useState<Problem>();
  const said = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (state === 'sent') said.current?.focus();
  }, [state]);
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
  if (state === 'sent') {
    return (
      <span class="faint" role="status" ref={said} tabIndex={-1}>
        Cancelling: files that are done keep their results.
      </span>
    );
  }
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

import { signal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { CircleCheck, CircleX } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { distinctSettings, paramsLike } from './again.ts';
import { Dialog } from './dialog.tsx';
import { batches as count, number, short } from './format.ts';
import { BatchLink } from './line.tsx';
import { take } from './live.ts';
import { explain } from './problem.ts';
import { source } from './source.ts';
import { hasEnded } from './status.tsx';

type Kind = 'cancel' | 'again';

/** What is to be done with several batches at once, once that is confirmed. */
export const bulk = signal<{ kind: Kind; batches: readonly Batch[] } | undefined>(undefined);

/** How many requests are under way at a time. */
const AT_A_TIME = 4;

interface Outcome {
  id: string;
  /** The new batch. */
  made?: string;
  problem?: string;
}

const WORDS = {
  cancel: {
    title: 'Cancel batches',
    go: 'Cancel',
    keep: 'Keep them',
    done: 'cancelled',
    says: 'They stop for good. Files that are done keep their results.',
  },
  again: {
    title: 'Run batches again',
    go: 'Create',
    keep: 'Leave it',
    done: 'created',
    says: 'Each starts at once, with the configuration, directory and project of the old one.',
  },
};

/** Asks once for all, works through them, and says what became of each. */
export function BulkDialog() {
  const { kind, batches } = bulk.value ?? { kind: 'cancel', batches: [] };
  const [onlyDistinct, setOnlyDistinct] = useState(true);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>();
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  const distinct = distinctSettings(batches);
  const able =
    kind === 'cancel' ? batches.filter(({ status }) => !hasEnded(status)) : onlyDistinct ? distinct : batches;
  const words = WORDS[kind];
  const close = () => (bulk.value = undefined);
  const run = async (these: readonly Batch[]) => {
    setOutcomes([]);
    await Promise.all(
      workers(kind, these, controller.current.signal, (outcome) => setOutcomes((before = []) => [...before, outcome])),
    );
  };
  if (outcomes) {
    const failed = outcomes.filter(({ problem }) => problem).map(({ id }) => id);
    const isDone = outcomes.length >= able.length;
    return (
      <Dialog title={words.title} onClose={close}>
        <p role="status">
          {number(outcomes.length - failed.length)} of {count(able.length)} {words.done}
          {failed.length > 0 && `, ${number(failed.length)} not`}
        </p>
        <progress aria-label="Done" max={able.length} value={outcomes.length} />
        <ul class="outcomes" style={{ '--count': able.length }} tabIndex={0} aria-label="Each batch">
          {outcomes.map(({ id, made, problem }) => (
            <li key={id} data-error={problem !== undefined || undefined}>
              {problem ? <CircleX size={14} aria-label="Failed" /> : <CircleCheck size={14} aria-label="Done" />}
              <span class="mono">{made ? <BatchLink id={made} /> : short(id)}</span>
              <span>{problem ?? (made ? `like ${short(id)}` : 'will stop')}</span>
            </li>
          ))}
        </ul>
        <footer>
          {isDone && failed.length > 0 && (
            <button
              type="button"
              onClick={() => (
                (bulk.value = { kind, batches: batches.filter(({ id }) => failed.includes(id)) }),
                setOutcomes(undefined)
              )}
            >
              Try those again
            </button>
          )}
          <button type="button" class="primary" onClick={close}>
            {isDone ? 'Close' : 'Stop'}
          </button>
        </footer>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.title} onClose={close}>
      <p>
        <strong>{sayWhat(kind, able.length, batches.length)}</strong> {able.length > 0 && words.says}
      </p>
      {kind === 'again' && distinct.length < batches.length && (
        <label class="check">
          <input
            type="checkbox"
            checked={onlyDistinct}
            onChange={({ currentTarget }) => setOnlyDistinct(currentTarget.checked)}
          />
          Once for each of the {number(distinct.length)} different settings
        </label>
      )}
      <footer>
        <button type="button" onClick={close}>
          {words.keep}
        </button>
        <button
          type="button"
          class={kind === 'cancel' ? 'danger primary' : 'primary'}
          disabled={!able.length}
          onClick={() => run(able)}
        >
          {words.go} {count(able.length)}
        </button>
      </footer>
    </Dialog>
  );
}

function sayWhat(kind: Kind, able: number, all: number): string {
  if (kind === 'again') return `${count(able)} will be created.`;
  const ended = all - able;
  const others = ended ? ` ${number(ended)} of those selected ${ended === 1 ? 'has' : 'have'} ended already.` : '';
  return `${count(able)} will be cancelled.${others}`;
}

/** A few at a time take the next batch until none is left. */
function workers(
  kind: 'cancel' | 'again',
  batches: readonly Batch[],
  signal: AbortSignal,
  tell: (outcome: Outcome) => void,
): Promise<void>[] {
  const rest = [...batches];
  const work = async () => {
    for (let batch = rest.shift(); batch && !signal.aborted; batch = rest.shift()) {
      const outcome = await act(kind, batch);
      if (!signal.aborted) tell(outcome);
    }
  };
  return Array.from({ length: AT_A_TIME }, work);
}

async function act(kind: Kind, batch: Batch): Promise<Outcome> {
  const { id } = batch;
  try {
    const { batches } = (source.value as NonNullable<typeof source.value>).client;
    const seen = kind === 'cancel' ? await batches.cancel(id) : await batches.create(paramsLike(batch));
    take(seen);
    return kind === 'again' ? { id, made: seen.id } : { id };
  } catch (error) {
    const { title, hint } = explain(error);
    return { id, problem: `${title}. ${hint}` };
  }
}

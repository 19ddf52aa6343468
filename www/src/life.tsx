import type { Batch } from 'llama-cloud-batches';
import { moment, parse } from './format.ts';
import { hasEnded, known, StatusIcon, statusName } from './status.tsx';

/** A status that this page saw, before the one of now. */
export interface Sight {
  status: string;
  at: number | undefined;
}

/** A batch's life: what the server knows of it, and what was seen while its detail was open. */
export function LifeLine({ batch, sights }: { batch: Batch; sights: Sight[] }) {
  const created = parse(batch.created_at);
  const updated = parse(batch.updated_at);
  const steps: { name: string; status: string; at?: number | undefined; isNow?: boolean }[] = [
    { name: 'Created', status: 'PENDING', at: created },
    ...sights
      .filter(({ status }) => status !== 'PENDING')
      .map(({ status, at }) => ({ name: statusName(status), status, at })),
    ...(batch.status === 'PENDING'
      ? []
      : [{ name: statusName(batch.status), status: batch.status, at: updated, isNow: true }]),
    ...(hasEnded(batch.status) ? [] : [{ name: 'Ends', status: 'OTHER' }]),
  ];
  return (
    <ol class="life" aria-label="Life line">
      {steps.map(({ name, status, at, isNow }, place) => (
        <li key={place} data-status={known(status)} data-now={isNow || undefined}>
          <i>
            <StatusIcon status={status} />
          </i>
          <strong>{name}</strong>
          <span class="figure">{at !== undefined && moment(at)}</span>
        </li>
      ))}
    </ol>
  );
}

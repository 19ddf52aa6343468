import { Ban, CircleCheck, CircleHelp, CircleX, Clock, Gauge, LoaderCircle } from 'lucide-preact';

/** The statuses that the API names, in the order of a life. */
export const STATUSES = ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type Known = (typeof STATUSES)[number];

const ICONS = {
  PENDING: Clock,
  THROTTLED: Gauge,
  RUNNING: LoaderCircle,
  COMPLETED: CircleCheck,
  FAILED: CircleX,
  CANCELLED: Ban,
  OTHER: CircleHelp,
};

/** Whether a batch with this status has ended. */
export function hasEnded(status: string): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}

/** A status, or `OTHER` for one that came after this page was made. */
export function known(status: string): Known | 'OTHER' {
  return STATUSES.includes(status as Known) ? (status as Known) : 'OTHER';
}

/** `Completed` */
export function statusName(status: string): string {
  return status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');
}

const MEANINGS: Record<Known | 'OTHER', string | undefined> = {
  PENDING: 'Created, not started yet',
  THROTTLED: 'Waits for its turn: enough is running already',
  RUNNING: 'Its files are being processed',
  COMPLETED: 'Every file was processed; some may have an error',
  FAILED: 'The batch itself failed',
  CANCELLED: 'Stopped before its end',
  OTHER: undefined,
};

/** A status in colour, sign and word. */
export function StatusChip({ status }: { status: string }) {
  return (
    <span class="chip" data-status={known(status)} title={MEANINGS[known(status)]}>
      <StatusIcon status={status} />
      <span>{statusName(status)}</span>
    </span>
  );
}

/** The sign of a status. */
export function StatusIcon({ status }: { status: string }) {
  const Icon = ICONS[known(status)];
  return <Icon size={14} aria-hidden="true" />;
}

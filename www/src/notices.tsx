import { CircleAlert, Hourglass, KeyRound, WifiOff, X } from 'lucide-preact';
import { busyUntil } from './busy.ts';
import { clock } from './clock.ts';
import { focusList } from './focus.ts';
import { batches, span } from './format.ts';
import { listing, resume } from './listing.ts';
import { live, watchAgain } from './live.ts';
import type { Problem } from './problem.ts';
import { fetched, rows } from './rows.ts';
import { lostServer, remember, source } from './source.ts';

/** What stands in the list's way, and what one can do about it. */
export function Notices({ onConnect }: { onConnect: () => void }) {
  const now = listing.value;
  const isAsked = now.state !== 'stopped' && busyUntil.value !== undefined && busyUntil.value > clock.value;
  if (now.state === 'failed') {
    const { problem } = now;
    return (
      <div class="notice" role="alert" data-kind="failed">
        <CircleAlert size={18} aria-hidden="true" />
        <p>
          <strong>{problem.title}.</strong> {problem.hint}
          {rows().length > 0 && <span> What was there is kept: {batches(rows().length)}.</span>}
        </p>
        {problem.connect && (
          <button type="button" class={problem.isKey ? 'primary' : undefined} onClick={onConnect}>
            Connect…
          </button>
        )}
        <button type="button" class={problem.isKey ? undefined : 'primary'} onClick={goOn}>
          {fetched() ? 'Go on from there' : 'Try again'}
        </button>
      </div>
    );
  }
  if (now.state === 'waiting' && now.until === undefined) {
    return (
      <div class="notice" role="alert" data-kind="offline">
        <WifiOff size={18} aria-hidden="true" />
        <p>
          <strong>{now.problem.title}.</strong> Retrying as soon as the connection is back.
        </p>
        <button type="button" onClick={goOn}>
          Try now
        </button>
      </div>
    );
  }
  const until = now.state === 'waiting' ? now.until : isAsked ? busyUntil.value : undefined;
  if (until === undefined) {
    if (live.value.state === 'ended') return <NotLive problem={live.value.problem} />;
    return lostServer.value ? <Reloaded server={lostServer.value} onConnect={onConnect} /> : null;
  }
  const seconds = Math.max(0, Math.ceil((until - clock.value) / 1_000));
  const rest = seconds < 120 ? `${seconds} s` : span(seconds * 1_000);
  return (
    <div class="notice" role="alert" data-kind="busy">
      <Hourglass size={18} aria-hidden="true" />
      <p>
        <strong>Too many requests.</strong> The server asks to wait; this goes on by itself in{' '}
        <span class="countdown" aria-live="off">
          {rest}
        </span>
        .
      </p>
      {now.state === 'waiting' && (
        <button type="button" onClick={goOn}>
          Try now
        </button>
      )}
    </div>
  );
}

/** The button goes, and the focus with it. */
function goOn(): void {
  focusList();
  resume();
}

function lookAgain(): void {
  focusList();
  watchAgain();
}

function NotLive({ problem }: { problem: Problem }) {
  return (
    <div class="notice" role="alert" data-kind="failed">
      <CircleAlert size={18} aria-hidden="true" />
      <p>
        <strong>Live updates stopped. {problem.title}.</strong> {problem.hint}
      </p>
      <button type="button" onClick={lookAgain}>
        Watch again
      </button>
    </div>
  );
}

/** A key lasts as long as the page: after a reload, the sandbox's batches must not be taken for the user's own. */
function Reloaded({ server, onConnect }: { server: string; onConnect: () => void }) {
  const said =
    source.value?.kind === 'server' ? 'These are the batches of this server’s key.' : 'These batches are made up.';
  return (
    <div class="notice" role="status" data-kind="reloaded">
      <KeyRound size={18} aria-hidden="true" />
      <p>
        <strong>{said}</strong> The key for {new URL(server).host} was in memory only, and is gone since the reload.
      </p>
      <button type="button" class="primary" onClick={onConnect}>
        Connect again…
      </button>
      <button type="button" class="icon" aria-label="Stay with the sandbox" onClick={() => remember(false)}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

// How what two clients did is compared.

import { isDeepStrictEqual } from 'node:util';
import { KNOWN, TOO_LONG } from './known.mjs';

/** What both did differently and no row explains; undefined if nothing. The rows that count are added to `used`. */
export function unexplained(scenario, one, other, used = new Set()) {
  const [ours, theirs] = [one, other].map(comparable);
  for (const { row, when, settle = asOurs } of KNOWN) {
    if (isSame(ours, theirs)) return undefined;
    if (!when(scenario, ours, theirs)) continue;
    const before = structuredClone([ours, theirs]);
    settle(ours, theirs, scenario);
    if (!isDeepStrictEqual(before, [ours, theirs])) used.add(row);
  }
  return isSame(ours, theirs) ? undefined : { ours, theirs };
}

function isSame({ message: _, ...ours }, { message: __, ...theirs }) {
  return isDeepStrictEqual(ours, theirs);
}

/** The rest is the same, or of no interest. */
function asOurs(ours, theirs) {
  Object.assign(theirs, ours);
}

/** A copy without what depends on chance, and with the words of an error apart: what they say is another matter. */
function comparable(run) {
  const copy = structuredClone(run);
  copy.pauses = copy.pauses.map(comparablePause);
  const { outcome } = copy;
  if (outcome.error) {
    copy.message = outcome.message;
    outcome.message = beginning(outcome);
  }
  return copy;
}

/** A pause with jitter is one of five; that to a date is about so long. */
function comparablePause(ms) {
  const backoff = [500, 1_000, 2_000, 4_000, 8_000].find((longest) => ms <= longest && ms >= longest * 0.75 - 1);
  if (backoff) return `backoff of ${backoff} ms`;
  if (ms > 60_000) return TOO_LONG;
  return ms > 8_000 ? Math.round(ms / 5_000) * 5_000 : Math.max(0, Math.trunc(ms));
}

/** What each error of a kind begins with. */
function beginning({ status, message }) {
  if (status) return message.startsWith(`${status} `) ? 'its status' : message;
  return /^(Connection error|Request timed out\.$|Request was aborted\.$)/.exec(message)?.[1] ?? 'a sentence';
}

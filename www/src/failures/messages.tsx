import { useState } from 'preact/hooks';
import { MOST_IDS, setView } from '../address.ts';
import { NAMES, valueName } from '../facets.tsx';
import { batches, number, span } from '../format.ts';
import { BatchLink } from '../line.tsx';
import type { Row } from '../rows.ts';
import { Actions } from '../selected.tsx';
import { source } from '../source.ts';
import { useSteady } from '../steady.ts';
import { type Message, read, reading, stopReading, summarize } from './reading.ts';
import { sharedBy } from './shared.ts';

/** How many batches may be read at once. */
const BOUNDS = [50, 200, 1_000] as const;
/** How many batches a message names. */
const NAMED = 12;
/** How many messages are shown at first. */
const FEW = 6;

/** What the files of batches say that failed, wholly or in part; read when that is wanted, and no more than wanted. */
export function Messages({ rows }: { rows: readonly Row[] }) {
  const [most, setMost] = useState<number>(BOUNDS[1]);
  const [withPartly, setPartly] = useState(true);
  const [isAll, setAll] = useState(false);
  const chosen = choose(rows, most, withPartly);
  const { state, done, of, problem } = reading.value;
  const { rate } = source.value ?? {};
  const result = summarize(rows);
  const { items, held } = useSteady(result.messages, ({ pattern }) => pattern);
  const unread = chosen.filter((row) => !result.read.includes(row)).length;
  return (
    <section class="messages" aria-labelledby="files-say">
      <h2 id="files-say">What the files say</h2>
      <div class="reader">
        {state === 'reading' ? (
          <>
            <progress aria-label="Batches read" max={of} value={done} />
            <span class="figure">
              {number(done)} of {batches(of)}
            </span>
            <button type="button" onClick={stopReading}>
              Stop
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              class="primary"
              aria-disabled={!unread}
              onClick={() => unread > 0 && void read(chosen)}
            >
              {unread || !chosen.length
                ? `Read the results of ${batches(unread)}`
                : `All ${batches(chosen.length)} are read`}
            </button>
            <label>
              at most
              <select name="most" value={most} onChange={({ currentTarget }) => setMost(Number(currentTarget.value))}>
                {BOUNDS.map((each) => (
                  <option key={each} value={each}>
                    {number(each)}
                  </option>
                ))}
              </select>
            </label>
            <label class="check">
              <input
                type="checkbox"
                name="partly"
                checked={withPartly}
                onChange={({ currentTarget }) => setPartly(currentTarget.checked)}
              />
              Include batches that ended well: single files may have failed
            </label>
          </>
        )}
      </div>
      <p class="faint">
        One request for each batch
        {rate ? `, at ${number(rate)} a minute: ${span((unread / rate) * 60_000)}` : ''}. The newest of those that
        failed come first.
      </p>
      {problem && state === 'stopped' && (
        <p class="wrong" role="alert">
          <strong>{problem.title}.</strong> {problem.hint}
        </p>
      )}
      {result.read.length > 0 && (
        <>
          <p role="status">
            {batches(result.read.length)} read: {number(result.failed)} of {number(result.files)} files have an error.
            {result.partly > 0 && ` ${batches(result.partly)} failed in part.`}
            {result.silent > 0 &&
              ` ${number(result.silent)} failed without an error of any file: there the batch itself failed.`}
          </p>
          <ol class="said" {...held}>
            {items.slice(0, isAll ? undefined : FEW).map((message) => (
              <Said key={message.pattern} message={message} all={result.read} />
            ))}
          </ol>
          {result.messages.length > FEW && (
            <button type="button" class="link" onClick={() => setAll(!isAll)}>
              {isAll ? 'Fewer' : `All ${number(result.messages.length)} messages`}
            </button>
          )}
        </>
      )}
    </section>
  );
}

/** Those that failed first, newest first; of the others, few have a file that did, but half of the room is for them. */
function choose(rows: readonly Row[], most: number, withOthers: boolean): Row[] {
  const isFailed = ({ batch }: Row) => batch.status === 'FAILED';
  const failed = rows.filter(isFailed).sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
  const others = withOthers
    ? rows.filter((row) => !isFailed(row)).slice(0, Math.max(Math.floor(most / 2), most - failed.length))
    : [];
  return [...failed.slice(0, most - others.length), ...others];
}

function Said({ message: { pattern, example, files, batches: of }, all }: { message: Message; all: readonly Row[] }) {
  const rows = of.map(({ row }) => row);
  const ids = rows.map(({ batch }) => batch.id);
  const shared = sharedBy(rows, all);
  return (
    <li data-pattern={pattern}>
      <details>
        <summary>
          <span class="text">
            {example}
            {shared && (
              <small>
                {number(shared.count)} of {batches(of.length)} in {NAMES[shared.facet].toLowerCase()}{' '}
                {valueName(shared.facet, shared.value)}
              </small>
            )}
          </span>
          <span class="figure many">
            {number(files)} {files === 1 ? 'file' : 'files'}
          </span>
          <span class="figure faint many">{batches(of.length)}</span>
        </summary>
        <div class="actions">
          <button
            type="button"
            class="quiet"
            onClick={() => setView('batches', { status: [], ids: ids.slice(0, MOST_IDS) })}
          >
            {of.length > MOST_IDS ? `Show the first ${number(MOST_IDS)} in the list` : 'Show in the list'}
          </button>
          <Actions rows={rows} />
        </div>
        <ul class="named mono">
          {of.slice(0, NAMED).map(({ row: { batch }, files }) => (
            <li key={batch.id}>
              <BatchLink id={batch.id} /> <span class="faint">{number(files)}</span>
            </li>
          ))}
          {of.length > NAMED && <li class="faint">and {number(of.length - NAMED)} more</li>}
        </ul>
      </details>
    </li>
  );
}

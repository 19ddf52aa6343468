import { useMemo, useState } from 'preact/hooks';
import type { Batch, BatchResult } from 'llama-cloud-batches';
import { CopyButton } from './copy.tsx';
import { job, number } from './format.ts';
import { hasEnded } from './status.tsx';
import { useVirtual } from './virtual.ts';

/** How high a row is with a line of text; an error may take more. */
const HEIGHT = 46;

/** What became of each file, errors first. */
export function Results({ batch, isWhole }: { batch: Batch; isWhole: boolean }) {
  const [onlyErrors, setOnlyErrors] = useState(false);
  const [text, setText] = useState('');
  const results = batch.results ?? [];
  const { errors, sorted } = useMemo(() => {
    const bad = results.filter(isError);
    return { errors: bad.length, sorted: [...bad, ...results.filter((each) => !isError(each))] };
  }, [batch.results]);
  const word = text.trim().toLowerCase();
  const some = onlyErrors ? sorted.slice(0, errors) : sorted;
  const rows = word ? some.filter((result) => holds(result, word)) : some;
  return (
    <section class="results" aria-label="Results">
      <div class="toolbar">
        <h3>Files</h3>
        <span class="counts">
          {results.length > 0 &&
            (errors
              ? `${number(errors)} of ${number(results.length)} with an error`
              : `${number(results.length)}, none with an error`)}
          {word && `, ${number(rows.length)} found`}
        </span>
        {results.length > 1 && (
          <input
            type="search"
            name="files"
            aria-label="Search files"
            placeholder="Search files"
            value={text}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        {errors > 0 && (
          <label class="check">
            <input
              type="checkbox"
              checked={onlyErrors}
              onChange={({ currentTarget }) => setOnlyErrors(currentTarget.checked)}
            />
            Errors only
          </label>
        )}
      </div>
      {rows.length ? (
        <List rows={rows} />
      ) : (
        <p class="nothing">{results.length ? 'No file has this in its id, error or job.' : why(batch, isWhole)}</p>
      )}
    </section>
  );
}

function List({ rows }: { rows: BatchResult[] }) {
  const { scroller, virtual } = useVirtual(rows.length, HEIGHT);
  return (
    <div class="scroller" ref={scroller} role="list" tabIndex={0} aria-label="Files, errors first">
      <div class="space" role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={index}
              ref={virtual.measureElement}
              data-index={index}
              class="result"
              role="listitem"
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-error={isError(row) || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span class="mono">
                {row.source_directory_file_id} <CopyButton text={row.source_directory_file_id} />
              </span>
              <span>{row.error_message ?? (row.job_reference ? <JobName of={row.job_reference} /> : 'no job')}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function JobName({ of: { id, type } }: { of: NonNullable<BatchResult['job_reference']> }) {
  return (
    <>
      {job(type)} <span class="mono faint">{id}</span>
    </>
  );
}

function holds({ source_directory_file_id, error_message, job_reference }: BatchResult, word: string): boolean {
  return [source_directory_file_id, error_message, job_reference?.id].some((each) =>
    each?.toLowerCase().includes(word),
  );
}

function isError(result: BatchResult): boolean {
  return result.error_message != null;
}

function why(batch: Batch, isWhole: boolean): string {
  if (!isWhole) return 'Loading the results…';
  if (!hasEnded(batch.status)) return 'Results come when the batch has ended.';
  if (batch.status === 'FAILED') return 'The batch itself failed: there are no reliable results.';
  return 'The server has no results for this batch.';
}

import { ArrowDown, ArrowUp, Check, Copy, Inbox } from 'lucide-preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Column, openBatch, setOpenBatch, setSort, sort } from './address.ts';
import { clock } from './clock.ts';
import { job, moment, short, span, wholeMoment } from './format.ts';
import { listing } from './listing.ts';
import { duration, type Row, rows } from './rows.ts';
import { hasEnded, StatusChip } from './status.tsx';
import { tell } from './toasts.tsx';
import { shown } from './view.ts';
import { useVirtual } from './virtual.ts';

const HEADINGS: [Column, string][] = [
  ['status', 'Status'],
  ['id', 'Batch'],
  ['job', 'Job'],
  ['directory', 'Directory'],
  ['project', 'Project'],
  ['created', 'Created'],
  ['duration', 'Duration'],
  ['updated', 'Updated'],
];
const NARROW = matchMedia('(max-width: 760px)');

/** The batches, of which only those in sight are in the page. */
export function Table() {
  const all = shown.value;
  const height = useMatches(NARROW) ? 66 : 38;
  const [active, setActive] = useState(0);
  const moved = useRef(false);
  const at = Math.min(active, Math.max(0, all.length - 1));
  const { scroller, virtual } = useVirtual(all.length, height, at);

  useLayoutEffect(() => {
    // A row that was far away is there only after the table has scrolled to it.
    const row = moved.current && scroller.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    if (!row) return;
    moved.current = false;
    row.focus({ preventScroll: true });
  });

  const move = (to: number) => {
    const next = Math.max(0, Math.min(all.length - 1, to));
    moved.current = true;
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) move(to);
    else if (!(event.target as HTMLElement).dataset['at']) return;
    else if (event.key === 'Enter') setOpenBatch(all[at]?.batch.id);
    else if (event.key === 'c' && all[at]) void copy(all[at].batch.id);
    else return;
    event.preventDefault();
  };
  const items = virtual.getVirtualItems();
  return (
    <div class="table" role="grid" aria-label="Batches: arrows move, Enter opens, C copies the id" aria-rowcount={all.length + 1} aria-busy={listing.value.state === 'loading'}>
      <div class="heads" role="rowgroup">
        <div class="row" role="row" aria-rowindex={1}>
          {HEADINGS.map(([column, text]) => (
            <Heading key={column} column={column} text={text} />
          ))}
        </div>
      </div>
      <div class="scroller" role="rowgroup" ref={scroller} onKeyDown={onKeyDown}>
        {all.length === 0 && <Nothing />}
        <div class="space" role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
          {items.map(({ index, start }) => {
            const row = all[index];
            return row && <Line key={row.batch.id} row={row} at={index} start={start} active={index === at} onFocus={() => setActive(index)} />;
          })}
        </div>
      </div>
    </div>
  );
}

function Heading({ column, text }: { column: Column; text: string }) {
  const by = sort.value?.column === column ? sort.value : undefined;
  const Arrow = by?.descending ? ArrowDown : ArrowUp;
  // Up, down, and back to the server's order.
  const next = !by ? { column, descending: false } : by.descending ? undefined : { column, descending: true };
  return (
    <div role="columnheader" data-column={column} aria-sort={by ? (by.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => setSort(next)}>
        {text}
        {by && <Arrow size={12} aria-hidden="true" />}
      </button>
    </div>
  );
}

function Line({ row, at, start, active, onFocus }: { row: Row; at: number; start: number; active: boolean; onFocus: () => void }) {
  const { batch, created, updated, changed } = row;
  const { job: work } = batch.config;
  const isOpen = !hasEnded(batch.status);
  const took = duration(row, isOpen ? clock.value : 0);
  const isFresh = changed !== undefined && Date.now() - changed < 4_000;
  return (
    <div
      class="row"
      role="row"
      aria-rowindex={at + 2}
      aria-selected={openBatch.value === batch.id}
      tabIndex={active ? 0 : -1}
      data-at={at}
      data-id={batch.id}
      data-fresh={isFresh || undefined}
      data-odd={at % 2 === 1 || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={onFocus}
      onClick={() => setOpenBatch(batch.id)}
    >
      <div role="gridcell" data-column="status">
        <StatusChip status={batch.status} />
      </div>
      <div role="gridcell" data-column="id" class="mono" title={batch.id}>
        <span>{short(batch.id)}</span>
        <CopyButton text={batch.id} tabIndex={active ? 0 : -1} />
      </div>
      <div role="gridcell" data-column="job" title={work.configuration_id}>
        {job(work.type)} <span class="faint">{short(work.configuration_id.replace(/^cfg-/, ''))}</span>
      </div>
      <div role="gridcell" data-column="directory" class="mono" title={batch.source_directory_id}>
        {short(batch.source_directory_id)}
      </div>
      <div role="gridcell" data-column="project" class="mono" title={batch.project_id}>
        {short(batch.project_id)}
      </div>
      <div role="gridcell" data-column="created" class="figure" title={wholeMoment(created)}>
        {moment(created)}
      </div>
      <div role="gridcell" data-column="duration" class="figure" data-running={isOpen || undefined}>
        {span(took)}
      </div>
      <div role="gridcell" data-column="updated" class="figure" title={wholeMoment(updated)}>
        {moment(updated)}
      </div>
    </div>
  );
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, tabIndex = 0 }: { text: string; tabIndex?: number }) {
  const [copied, setCopied] = useState(false);
  const Sign = copied ? Check : Copy;
  const onClick = async (event: Event) => {
    event.stopPropagation();
    setCopied(await copy(text));
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" class="icon copy" aria-label={`Copy ${text}`} tabIndex={tabIndex} onClick={onClick}>
      <Sign size={13} aria-hidden="true" />
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  tell({ text: done ? `Copied ${short(text)}` : 'The browser did not let this page copy' });
  return done;
}

function Nothing() {
  const { state } = listing.value;
  if (state === 'loading') {
    return (
      <div class="nothing" role="row">
        <div role="gridcell">
          <span class="bones" aria-hidden="true" />
          Asking for batches…
        </div>
      </div>
    );
  }
  const text = rows().length ? 'Nothing of what is listed fits the search.' : state === 'done' ? 'No batch fits these filters.' : 'No batches yet.';
  return (
    <div class="nothing" role="row">
      <div role="gridcell">
        <Inbox size={28} aria-hidden="true" />
        {text}
      </div>
    </div>
  );
}

function useMatches(query: MediaQueryList): boolean {
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const follow = () => setMatches(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return matches;
}

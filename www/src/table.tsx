import { ArrowDown, ArrowUp, Check, Copy } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Column, openBatch, pick, search, setOpenBatch, setSort, sort } from './address.ts';
import { clock } from './clock.ts';
import { job, moment, short, span, wholeMoment } from './format.ts';
import { listing } from './listing.ts';
import { Nothing } from './nothing.tsx';
import { duration, type Row } from './rows.ts';
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
  const [active, setActive] = useState<{ at: number; id?: string | undefined }>({ at: 0 });
  const moved = useRef(false);
  // By its id: what comes live moves rows.
  const at = useMemo(() => placeOf(all, active), [all, active]);
  const { scroller, virtual } = useVirtual(all.length, height, { kept: at });
  useReadingPlace(scroller, all, height);

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
    setActive({ at: next, id: all[next]?.batch.id });
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) move(to);
    else if (!(event.target as HTMLElement).dataset['at']) return;
    else if (event.key === 'Enter' || event.key === ' ') setOpenBatch(all[at]?.batch.id);
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
            return row && <Line key={row.batch.id} row={row} at={index} start={start} active={index === at} onFocus={() => setActive({ at: index, id: row.batch.id })} />;
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
        <span>{job(work.type)}</span> <span class="faint">{short(work.configuration_id.replace(/^cfg-/, ''))}</span>
      </div>
      <div role="gridcell" data-column="directory" class="mono" title={batch.source_directory_id}>
        <span>{short(batch.source_directory_id)}</span>
      </div>
      <div role="gridcell" data-column="project" class="mono" title={batch.project_id}>
        <span>{short(batch.project_id)}</span>
      </div>
      <div role="gridcell" data-column="created" class="figure" title={wholeMoment(created)}>
        <span>{moment(created)}</span>
      </div>
      <div role="gridcell" data-column="duration" class="figure" data-running={isOpen || undefined}>
        <span>{span(took)}</span>
      </div>
      <div role="gridcell" data-column="updated" class="figure" title={wholeMoment(updated)}>
        <span>{moment(updated)}</span>
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
    <button type="button" class="icon copy" aria-label={copied ? 'Copied' : `Copy ${text}`} tabIndex={tabIndex} onClick={onClick}>
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

function useMatches(query: MediaQueryList): boolean {
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const follow = () => setMatches(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return matches;
}

/** Where a row is now, by its id; where it was, if it is gone. */
function placeOf(all: readonly Row[], { at, id }: { at: number; id?: string | undefined }): number {
  const found = id === undefined || all[at]?.batch.id === id ? at : all.findIndex(({ batch }) => batch.id === id);
  return Math.max(0, Math.min(all.length - 1, found < 0 ? at : found));
}

/** Rows that come in above leave what is read where it is; another order begins at the top. */
function useReadingPlace(scroller: RefObject<HTMLDivElement>, all: readonly Row[], height: number): void {
  const before = useRef({ all, order: '' });
  const order = JSON.stringify([sort.value, search.value, pick.value]);
  useLayoutEffect(() => {
    const { current: element } = scroller;
    const last = before.current;
    before.current = { all, order };
    if (!element?.scrollTop || last.all === all) return;
    if (last.order !== order) {
      element.scrollTop = 0;
      return;
    }
    const top = Math.floor(element.scrollTop / height);
    const id = last.all[top]?.batch.id;
    const now = all[top]?.batch.id === id ? top : all.findIndex(({ batch }) => batch.id === id);
    if (now >= 0) element.scrollTop += (now - top) * height;
  });
}

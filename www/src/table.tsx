import { ArrowDown, ArrowUp } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Column, filter, openBatch, search, setOpenBatch, setSort, sort } from './address.ts';
import { columnName, columnsFor, template } from './columns.tsx';
import { copy } from './copy.tsx';
import { cursorAt, moves, moveTo, openAt } from './cursor.ts';
import { short } from './format.ts';
import { Line } from './line.tsx';
import { listing } from './listing.ts';
import { Nothing } from './nothing.tsx';
import type { Row } from './rows.ts';
import { beginRange, select, selected, selectTo, toggleRow } from './selection.ts';
import { shown } from './view.ts';
import { useVirtual } from './virtual.ts';

/** Below this width, in pixels, a row is a card of three lines. */
const NARROW = 660;
const HEIGHT = 38;
const CARD = 96;

/** The batches, of which only those in sight are in the page. */
export function Table() {
  const all = shown.value;
  const at = cursorAt.value;
  const table = useRef<HTMLDivElement>(null);
  const width = useWidth(table);
  const isNarrow = width < NARROW;
  const columns = columnsFor(isNarrow ? Infinity : width);
  const height = isNarrow ? CARD : HEIGHT;
  const { scroller, virtual } = useVirtual(all.length, height, { kept: at });
  useReadingPlace(scroller, all, height);
  const scrollTo = (to: number) => virtual.scrollToIndex(to, { align: 'auto' });
  useFocus(scroller, scrollTo);
  const open = openBatch.value;
  useLayoutEffect(() => {
    // The list goes along from detail to detail.
    if (openAt.peek() >= 0) scrollTo(openAt.peek());
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const isRow = (event.target as HTMLElement).dataset['at'] !== undefined;
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      select(all.map(({ batch }) => batch.id));
      event.preventDefault();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    const { id } = all[at]?.batch ?? {};
    if (to !== undefined) {
      if (event.shiftKey) beginRange(at);
      moveTo(to);
      if (event.shiftKey) selectTo(cursorAt.value);
    } else if (!isRow || !id) return;
    else if (event.key === 'Enter') setOpenBatch(id);
    else if (event.key === ' ') toggleRow(id);
    else if (event.key === 'c') void copy(id, short(id));
    else return;
    event.preventDefault();
  };
  const label = 'Batches: arrows move, Enter opens, Space selects, C copies the id';
  return (
    <div
      class="table"
      ref={table}
      role="grid"
      aria-label={label}
      aria-multiselectable="true"
      aria-rowcount={all.length + 1}
      aria-busy={listing.value.state === 'loading'}
      data-narrow={isNarrow || undefined}
      style={{ '--columns': isNarrow ? '' : template(columns) }}
    >
      <div class="heads" role="rowgroup">
        <div class="row" role="row" aria-rowindex={1}>
          <div role="columnheader" data-column="select">
            <SelectAll />
          </div>
          {columns.map((column) => (
            <Heading key={column} column={column} />
          ))}
        </div>
      </div>
      <div class="scroller" role="rowgroup" ref={scroller} onKeyDown={onKeyDown}>
        {all.length === 0 && <Nothing />}
        <div class="space" role="presentation" style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = all[index];
            return (
              row && (
                <Line key={row.batch.id} row={row} at={index} start={start} columns={columns} active={index === at} />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function SelectAll() {
  const { length } = selected.value;
  const all = shown.value;
  const isAll = length > 0 && length === all.length;
  return (
    <label class="box">
      <input
        type="checkbox"
        aria-label="Select all shown"
        checked={isAll}
        ref={(element) => void (element && (element.indeterminate = length > 0 && !isAll))}
        onChange={() => select(isAll ? [] : all.map(({ batch }) => batch.id))}
      />
    </label>
  );
}

function Heading({ column }: { column: Column }) {
  const by = sort.value?.column === column ? sort.value : undefined;
  const Arrow = by?.descending ? ArrowDown : ArrowUp;
  // Up, down, and back to the server's order.
  const next = !by ? { column, descending: false } : by.descending ? undefined : { column, descending: true };
  return (
    <div
      role="columnheader"
      data-column={column}
      aria-sort={by ? (by.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => setSort(next)}>
        {columnName(column)}
        {by && <Arrow size={12} aria-hidden="true" />}
      </button>
    </div>
  );
}

/**
 * Takes the focus to the row that the keys went to, and keeps it in sight. One that was far away is there only after
 * scrolling.
 */
function useFocus(scroller: RefObject<HTMLDivElement>, scrollTo: (at: number) => void): void {
  const seen = useRef(moves.value);
  const room = useRef(0);
  const isWaiting = useRef(false);
  const count = moves.value;
  const at = cursorAt.value;
  useLayoutEffect(() => {
    if (seen.current !== count) {
      seen.current = count;
      isWaiting.current = true;
      scrollTo(at);
    }
    const { clientHeight = 0 } = scroller.current ?? {};
    if (clientHeight < room.current && scroller.current?.contains(document.activeElement)) scrollTo(at);
    room.current = clientHeight;
    const row = isWaiting.current && scroller.current?.querySelector<HTMLElement>(`[data-at="${at}"]`);
    if (!row) return;
    isWaiting.current = false;
    row.focus({ preventScroll: true });
  });
}

function useWidth(element: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(innerWidth);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    setWidth(current.clientWidth);
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return width;
}

/**
 * Rows that come in above leave what is read, or pointed at, where it is; another order begins at the top.
 */
function useReadingPlace(scroller: RefObject<HTMLDivElement>, all: readonly Row[], height: number): void {
  const before = useRef({ all, order: '' });
  const aim = useAim(scroller);
  const order = JSON.stringify([sort.value, search.value, filter.value]);
  useLayoutEffect(() => {
    const { current: element } = scroller;
    const last = before.current;
    before.current = { all, order };
    if (!element || !(element.scrollTop || aim.current.isOn) || last.all === all) return;
    if (last.order !== order) {
      element.scrollTop = 0;
      return;
    }
    const top = Math.floor(element.scrollTop / height);
    const id = last.all[top]?.batch.id;
    const now = all[top]?.batch.id === id ? top : all.findIndex(({ batch }) => batch.id === id);
    if (now < 0) return;
    const isAtTop = element.scrollTop === aim.current.top;
    element.scrollTop += (now - top) * height;
    if (isAtTop) aim.current.top = element.scrollTop;
  });
}

/** For how long a pointer that stands still is still taken to aim, in milliseconds. */
const REST = 3_000;

/** Whether the pointer moves over the rows; after that, those that came in above at the top are shown. */
function useAim(scroller: RefObject<HTMLDivElement>) {
  const aim = useRef({ isOn: false, top: 0 });
  useLayoutEffect(() => {
    const { current: element } = scroller;
    if (!element) return;
    let rest: ReturnType<typeof setTimeout>;
    const end = () => {
      clearTimeout(rest);
      if (element.scrollTop === aim.current.top) element.scrollTop = 0;
      aim.current = { isOn: false, top: 0 };
    };
    const move = ({ pointerType }: PointerEvent) => {
      if (pointerType === 'touch') return;
      aim.current.isOn = true;
      clearTimeout(rest);
      rest = setTimeout(end, REST);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', end);
    return () => {
      clearTimeout(rest);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', end);
    };
  }, []);
  return aim;
}

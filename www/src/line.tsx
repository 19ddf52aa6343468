import type { ComponentChildren } from 'preact';
import { type Column, linkTo, openBatch, setOpenBatch } from './address.ts';
import { clock } from './clock.ts';
import { CopyButton, Ident } from './copy.tsx';
import { setCursor } from './cursor.ts';
import { job, moment, short, span, wholeMoment } from './format.ts';
import { duration, type Row } from './rows.ts';
import { isSelected, selectTo, toggleRow } from './selection.ts';
import { StatusChip } from './status.tsx';
import { pace, typicalOf } from './typical.ts';

/** For how long a row shows that it is new, or changed, in milliseconds. */
const FRESH = 4_000;

interface Props {
  row: Row;
  at: number;
  /** Where it is, in pixels from the top. */
  start: number;
  columns: readonly Column[];
  /** Whether the keys act on it. */
  active: boolean;
}

/** One batch. A click opens it, with Shift or Ctrl it is selected, and text may be selected in it. */
export function Line({ row, at, start, columns, active }: Props) {
  const { batch, changed } = row;
  const tabIndex = active ? 0 : -1;
  const isPicked = isSelected(batch.id);
  const onClick = (event: MouseEvent) => {
    if (isDrag(event)) return;
    if (event.shiftKey) selectTo(at);
    else if (event.ctrlKey || event.metaKey) toggleRow(batch.id);
    else setOpenBatch(batch.id);
  };
  return (
    <div
      class="row"
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isPicked}
      aria-current={openBatch.value === batch.id ? 'true' : undefined}
      tabIndex={tabIndex}
      data-at={at}
      data-id={batch.id}
      data-fresh={(changed !== undefined && Date.now() - changed < FRESH) || undefined}
      data-odd={at % 2 === 1 || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={() => setCursor(at)}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={onClick}
    >
      <div role="gridcell" data-column="select" onClick={(event) => event.stopPropagation()}>
        <label class="box">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${batch.id}`}
            checked={isPicked}
            onClick={(event) => {
              if (!event.shiftKey) toggleRow(batch.id);
              else selectTo(at);
            }}
          />
        </label>
      </div>
      {columns.map((column) => (
        <Cell key={column} column={column} row={row} tabIndex={tabIndex} />
      ))}
    </div>
  );
}

function Cell({ column, row, tabIndex }: { column: Column; row: Row; tabIndex: number }) {
  const { batch, created, updated } = row;
  const { job: work } = batch.config;
  const cell = (children: ComponentChildren, kind?: 'mono' | 'figure', title?: string) => (
    <div role="gridcell" data-column={column} class={kind} title={title}>
      {children}
    </div>
  );
  switch (column) {
    case 'status':
      return cell(<StatusChip status={batch.status} />);
    case 'id':
      return cell(
        <>
          <BatchLink id={batch.id} tabIndex={-1} />
          <CopyButton text={batch.id} tabIndex={tabIndex} />
        </>,
        'mono',
        batch.id,
      );
    case 'job':
      return cell(
        <>
          <span>{job(work.type)}</span>
          <span class="faint shrink">
            <Ident
              facet="configuration_id"
              value={work.configuration_id}
              text={short(work.configuration_id.replace(/^cfg-/, ''))}
              tabIndex={tabIndex}
            />
          </span>
        </>,
        undefined,
        work.configuration_id,
      );
    case 'directory':
      return cell(
        <Ident
          facet="source_directory_id"
          value={batch.source_directory_id}
          text={short(batch.source_directory_id)}
          tabIndex={tabIndex}
        />,
        'mono',
        batch.source_directory_id,
      );
    case 'project':
      return cell(
        <Ident facet="project_id" value={batch.project_id} text={short(batch.project_id)} tabIndex={tabIndex} />,
        'mono',
        batch.project_id,
      );
    case 'created':
      return cell(<span>{moment(created)}</span>, 'figure', wholeMoment(created));
    case 'updated':
      return cell(<span>{moment(updated)}</span>, 'figure', wholeMoment(updated));
    case 'duration':
      return <Took row={row} />;
  }
}

/** How long a batch took; while it is under way, beside how long such batches took. */
function Took({ row }: { row: Row }) {
  const isOpen = !row.hasEnded;
  const took = duration(row, isOpen ? clock.value : 0);
  const usual = isOpen && row.batch.status === 'RUNNING' ? typicalOf(row.batch) : undefined;
  const how = usual && took !== undefined ? pace(took, usual) : 'usual';
  const title = usual && `Completed ones of its kind: median ${span(usual.median)}, p90 ${span(usual.most)}`;
  return (
    <div
      role="gridcell"
      data-column="duration"
      class="figure"
      data-running={isOpen || undefined}
      data-pace={how}
      title={title}
    >
      {how !== 'usual' && <small>{how === 'stuck' ? 'stuck?' : 'slow'}</small>}
      <span>{span(took)}</span>
    </div>
  );
}

/** A batch's id, as a link that opens its detail here, or elsewhere as links do. */
export function BatchLink({ id, text = short(id), tabIndex }: { id: string; text?: string; tabIndex?: number }) {
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (isDrag(event)) return;
    setOpenBatch(id);
  };
  return (
    <a href={linkTo({ batch: id })} tabIndex={tabIndex} draggable={false} onClick={onClick}>
      {text}
    </a>
  );
}

/** How far, in pixels, a pointer moves before a click is a drag, as over a text that is to be selected. */
const DRAG = 4;
let pressed = { x: 0, y: 0 };
addEventListener('mousedown', ({ clientX: x, clientY: y }) => (pressed = { x, y }), { capture: true });

/** Whether a click ends a drag. One by key has no place. */
function isDrag({ detail, clientX, clientY }: MouseEvent): boolean {
  return detail > 0 && Math.hypot(clientX - pressed.x, clientY - pressed.y) > DRAG;
}

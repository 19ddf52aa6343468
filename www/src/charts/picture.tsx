import { effect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { filter, setFilter } from '../address.ts';
import { listing } from '../listing.ts';
import { isDark } from '../theme.ts';
import type { Drawing, Layout } from './draw.ts';
import { Beyond } from './beyond.tsx';
import { isPicked, pick } from './pick.ts';
import type { Bar, Series } from './series.ts';

interface Props {
  name: string;
  title: string;
  series: { readonly value: Series };
  layout?: Layout;
}

/**
 * A picture whose bars filter the table: by a click, by dragging over several, or by the arrow keys (with
 * Shift for several) and Enter.
 */
export function Picture({ name, title, series, layout = {} }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const [at, setAt] = useState(0);
  const [isLost, setLost] = useState(false);
  const brush = useBrush(drawing, (from, to) => pick(series.value, from, to));
  const heading = useId();
  const { bars } = series.value;
  const last = Math.max(0, bars.length - 1);
  const place = Math.min(at, last);
  const isEmpty = !series.value.layers.some(({ values }) => values.some(Boolean));
  const isTime = bars[0]?.of.kind === 'created';
  const { created } = filter.value;

  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    const begin = ({ start }: typeof import('./draw.ts')) => {
      if (isOver || !canvas.current) return;
      const drawn = (drawing.current = start(
        canvas.current,
        layout,
        (hit, layer) => brush.isOver() && pick(series.value, hit, hit, layer),
      ));
      stop = effect(() => {
        isDark();
        const by = filter.value;
        const { bars } = series.value;
        const isAny = bars.some((bar) => isPicked(bar, by));
        drawn.draw(series.value, (at) => !isAny || isPicked(bars[at] as Bar, by));
      });
    };
    import('./draw.ts').then(begin, () => setLost(true));
    return () => {
      isOver = true;
      stop();
      drawing.current?.end();
    };
  }, []);

  const show = (bar: number | undefined) => {
    if (bar !== undefined) setAt(bar);
    if (bars.length) drawing.current?.point(bar);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Bars that lie are read from the top down.
    const up = layout.lying ? -1 : 1;
    const to = {
      ArrowRight: place + 1,
      ArrowUp: place + up,
      ArrowLeft: place - 1,
      ArrowDown: place - up,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(last, to));
      if (event.shiftKey && !layout.lying) brush.extend(brush.span?.anchor ?? place, next);
      else brush.clear();
      show(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      pick(series.value, brush.span?.anchor ?? place, place);
      brush.clear();
    } else if (event.key === 'Escape' && brush.span) brush.clear();
    else return;
    event.preventDefault();
  };
  return (
    <figure class="card picture" data-picture={name}>
      <figcaption>
        <span id={heading}>{title}</span>
        <span class="space" />
        <Beyond series={series.value} />
        {isTime && created && !('period' in created) && (
          <button type="button" class="link" onClick={() => setFilter({ created: undefined })}>
            Zoom out
          </button>
        )}
      </figcaption>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-labelledby={heading}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={place}
        aria-valuetext={valueText(bars, place, brush.span?.anchor)}
        data-empty={isEmpty || undefined}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && show(place)}
        onBlur={() => show(undefined)}
        {...(isTime && brush.handlers)}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {brush.span && <div class="brush" style={{ left: `${brush.span.left}px`, width: `${brush.span.width}px` }} />}
        {isLost ? (
          <p class="nothing">The chart could not be loaded: reload the page</p>
        ) : (
          isEmpty && listing.value.state !== 'loading' && <p class="nothing">Nothing to show</p>
        )}
      </div>
    </figure>
  );
}

/** How far, in pixels, a pointer moves before a click is a drag. */
const DRAG = 6;

/** Bars that are being chosen, from an anchor on: by dragging or by keys. */
function useBrush(drawing: { current: Drawing | undefined }, onEnd: (from: number, to: number) => void) {
  const [span, setSpan] = useState<{ anchor: number; left: number; width: number }>();
  const pressed = useRef<{ x: number; dragged?: number }>();
  /** The click that ends a drag is none. */
  const justDragged = useRef(false);
  const extend = (anchor: number, to: number) => {
    const edges = drawing.current?.edges(Math.min(anchor, to), Math.max(anchor, to));
    if (edges) setSpan({ anchor, ...edges });
  };
  const xOf = (event: PointerEvent) => event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      justDragged.current = false;
      // A finger scrolls.
      if (event.button === 0 && event.pointerType !== 'touch') pressed.current = { x: xOf(event) };
    },
    onPointerMove: (event: PointerEvent) => {
      const { current: from } = pressed;
      if (!from || !drawing.current || (from.dragged === undefined && Math.abs(xOf(event) - from.x) < DRAG)) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      from.dragged = drawing.current.barAt(xOf(event));
      extend(drawing.current.barAt(from.x), from.dragged);
    },
    onPointerUp: () => {
      const { current: from } = pressed;
      pressed.current = undefined;
      if (from?.dragged === undefined || !drawing.current) return;
      justDragged.current = true;
      setSpan(undefined);
      onEnd(drawing.current.barAt(from.x), from.dragged);
    },
    onPointerCancel: () => {
      pressed.current = undefined;
      setSpan(undefined);
    },
  };
  return { span, extend, handlers, clear: () => setSpan(undefined), isOver: () => !justDragged.current };
}

function valueText(bars: readonly Bar[], at: number, anchor: number | undefined): string {
  const bar = bars[at];
  if (!bar) return 'Nothing to show';
  if (anchor !== undefined && anchor !== at)
    return `${Math.abs(anchor - at) + 1} bars, to ${bar.says}. Enter filters by them`;
  if (bar.of.kind === 'ended') return bar.says;
  return isPicked(bar, filter.value)
    ? `${bar.says}. Filtered by; Enter takes that off`
    : `${bar.says}. Enter filters by it`;
}

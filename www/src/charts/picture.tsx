import { effect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Pick, pick, setPick } from '../address.ts';
import { listing } from '../listing.ts';
import { isDark } from '../theme.ts';
import type { Drawing, Layout } from './draw.ts';
import type { Bar, Series } from './series.ts';

/** A picture whose bars filter the table: by a click, or by the arrow keys and Enter. */
export function Picture({ title, series, layout = {} }: { title: string; series: { readonly value: Series }; layout?: Layout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const [at, setAt] = useState(0);
  const [isLost, setLost] = useState(false);
  const heading = useId();
  const { bars } = series.value;
  const last = Math.max(0, bars.length - 1);
  const place = Math.min(at, last);
  const isEmpty = !series.value.layers.some(({ values }) => values.some(Boolean));

  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    const begin = ({ start }: typeof import('./draw.ts')) => {
      if (isOver || !canvas.current) return;
      const drawn = (drawing.current = start(canvas.current, layout, (hit) => toggle(series.value.bars[hit]?.pick)));
      stop = effect(() => {
        isDark();
        const picked = pick.value;
        const { bars } = series.value;
        const isMine = picked !== undefined && bars.some((bar) => isSame(bar.pick, picked));
        drawn.draw(series.value, (bar) => !isMine || isSame(bars[bar]?.pick, picked));
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
    const to = { ArrowRight: place + 1, ArrowUp: place + up, ArrowLeft: place - 1, ArrowDown: place - up, Home: 0, End: last }[event.key];
    if (to !== undefined) show(Math.max(0, Math.min(last, to)));
    else if (event.key === 'Enter' || event.key === ' ') toggle(bars[place]?.pick);
    else return;
    event.preventDefault();
  };
  return (
    <figure class="card picture">
      <figcaption id={heading}>{title}</figcaption>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-labelledby={heading}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={place}
        aria-valuetext={valueText(bars[place])}
        data-empty={isEmpty || undefined}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && show(place)}
        onBlur={() => show(undefined)}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {isLost ? <p class="nothing">The picture did not come: reload the page</p> : isEmpty && listing.value.state !== 'loading' && <p class="nothing">Nothing to show</p>}
      </div>
    </figure>
  );
}

function valueText(bar: Bar | undefined): string {
  if (!bar) return 'Nothing to show';
  return isSame(bar.pick, pick.value) ? `${bar.says}. The table shows these; Enter shows all again` : `${bar.says}. Enter filters the table`;
}

function toggle(picked: Pick | undefined): void {
  setPick(isSame(pick.value, picked) ? undefined : picked);
}

function isSame(a: Pick | undefined, b: Pick | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

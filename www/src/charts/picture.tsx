import { effect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { isDark } from '../theme.ts';
import { type Pick, pick } from '../view.ts';
import type { Drawing, Layout } from './draw.ts';
import type { Series } from './series.ts';

/** A picture whose bars filter the table: by a click, or by the arrow keys and Enter. */
export function Picture({ title, series, layout = {} }: { title: string; series: { readonly value: Series }; layout?: Layout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing | undefined>(undefined);
  const [at, setAt] = useState(0);
  const heading = useId();
  const { bars } = series.value;
  const last = Math.max(0, bars.length - 1);
  const place = Math.min(at, last);

  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    void import('./draw.ts').then(({ start }) => {
      if (isOver || !canvas.current) return;
      const drawn = (drawing.current = start(canvas.current, layout, (hit) => toggle(series.value.bars[hit]?.pick)));
      stop = effect(() => {
        isDark();
        const picked = pick.value;
        const { bars } = series.value;
        const isMine = picked !== undefined && bars.some((bar) => isSame(bar.pick, picked));
        drawn.draw(series.value, (bar) => !isMine || isSame(bars[bar]?.pick, picked));
      });
    });
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
    const to = { ArrowRight: place + 1, ArrowUp: place + 1, ArrowLeft: place - 1, ArrowDown: place - 1, Home: 0, End: last }[event.key];
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
        aria-valuetext={bars[place] ? `${bars[place].says}. Enter filters the table` : 'Nothing yet'}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && show(place)}
        onBlur={() => show(undefined)}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
    </figure>
  );
}

function toggle(picked: Pick | undefined): void {
  pick.value = isSame(pick.value, picked) ? undefined : picked;
}

function isSame(a: Pick | undefined, b: Pick | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

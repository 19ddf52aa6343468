// The one file that knows the chart library; it comes after the first rows are on the screen.

import { BarController, BarElement, CategoryScale, Chart, type ChartOptions, LinearScale, Tooltip } from 'chart.js';
import { colour } from '../theme.ts';
import type { Series } from './series.ts';
import { labelled } from './ticks.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

export interface Drawing {
  /** Draws anew: what changed moves, what is not picked is pale. */
  draw(series: Series, isPicked: (at: number) => boolean): void;
  /** Shows what a bar says; none to hide it. */
  point(at: number | undefined): void;
  /** Which bar is at this many pixels from the left, or nearest to it. */
  barAt(x: number): number;
  /** Where bars lie from one to another, in pixels from the left. */
  edges(from: number, to: number): { left: number; width: number };
  end(): void;
}

/** How the bars of a picture are laid out. */
export interface Layout {
  /** Bars lie down, with their names before them. */
  lying?: boolean;
  /** Every bar has its label below it; else as many as there is room for. */
  allLabels?: boolean;
}

/** How long, in pixels, the bar of a single batch is at least, where one may be a thousand times another. */
const LEAST = 4;
/** How much, in pixels, the axis of the counts takes, and how far labels are from each other. */
const AXIS = 44;
const BETWEEN = 12;

/** Starts a picture on a canvas. */
export function start(
  canvas: HTMLCanvasElement,
  { lying = false, allLabels = lying }: Layout,
  onPick: (at: number, layer?: number) => void,
): Drawing {
  let series: Series = { bars: [], layers: [] };
  const hasLabel = (at: number) => labelled(startsOf(series), roomFor(series, chart))[at] ?? true;
  const [names, counts] = lying ? (['y', 'x'] as const) : (['x', 'y'] as const);
  const chart = new Chart<'bar', number[], string>(canvas, {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: {
      indexAxis: names,
      responsive: true,
      maintainAspectRatio: false,
      animation: { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250 },
      interaction: { mode: 'index', intersect: false, axis: names },
      onHover: (_, [hit]) => (canvas.style.cursor = hit ? 'pointer' : 'default'),
      onClick: (event, [hit], chart) => {
        const [exact] = event.native
          ? chart.getElementsAtEventForMode(event.native, 'nearest', { intersect: true }, false)
          : [];
        if (hit) onPick(hit.index, exact?.datasetIndex);
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: { title: () => '', label: () => '', beforeBody: (hits) => said(series, hits[0]?.dataIndex) },
        },
      },
      scales: {
        [names]: {
          type: 'category',
          stacked: true,
          grid: { display: false },
          border: { display: false },
          ticks: {
            maxRotation: 0,
            autoSkip: false,
            callback: (_, at) => {
              const label = series.bars[at]?.label ?? '';
              if (lying) return fit(label, chart);
              return allLabels || hasLabel(at) ? label : null;
            },
          },
        },
        [counts]: {
          type: 'linear',
          stacked: true,
          beginAtZero: true,
          bounds: lying ? 'data' : 'ticks',
          display: !lying,
          border: { display: false },
          ticks: { precision: 0, maxTicksLimit: 5 },
        },
      } as ChartOptions<'bar'>['scales'],
    },
  });
  return {
    draw(next, isPicked) {
      series = next;
      const text = colour('faint');
      const font = { family: getComputedStyle(canvas).fontFamily, size: 11 };
      for (const scale of Object.values(chart.options.scales ?? {}))
        Object.assign(scale?.ticks ?? {}, { color: text, font });
      Object.assign(chart.options.scales?.[counts]?.grid ?? {}, { color: colour('line') });
      Object.assign(chart.options.plugins?.tooltip ?? {}, {
        backgroundColor: colour('tip'),
        bodyColor: colour('tip-text'),
        bodyFont: { ...font, size: 12 },
        padding: 9,
      });
      chart.data.labels = next.bars.map(({ label }) => label);
      chart.data.datasets = next.layers.map(({ name, colour: tint, values }) => {
        const full =
          typeof tint === 'string' ? new Array<string>(next.bars.length).fill(colour(tint)) : tint.map(colour);
        const background = full.map((each, at) =>
          isPicked(at) ? each : each.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.25)'),
        );
        return {
          label: name,
          data: values,
          backgroundColor: background,
          hoverBackgroundColor: full,
          borderRadius: 2,
          categoryPercentage: 1,
          barPercentage: lying ? 0.7 : 0.86,
          minBarLength: lying ? LEAST : 0,
          maxBarThickness: lying ? 18 : 40,
        };
      });
      chart.update();
      canvas.dataset['labels'] = chart.scales[names]?.ticks.map(({ label }) => label).join('|');
    },
    point(at) {
      const elements =
        at === undefined ? [] : chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index: at }));
      chart.setActiveElements(elements);
      const place = elements[0] && chart.getDatasetMeta(0).data[at ?? 0];
      chart.tooltip?.setActiveElements(elements, { x: place?.x ?? 0, y: place?.y ?? 0 });
      chart.update('none');
    },
    barAt: (x) => Math.max(0, Math.min(series.bars.length - 1, Number(chart.scales['x']?.getValueForPixel(x) ?? 0))),
    edges(from, to) {
      const [first, last] = [from, to].map((at) => chart.getDatasetMeta(0).data[at] as BarElement | undefined);
      const half = (first?.getProps(['width']).width ?? 0) / 2;
      const left = (first?.x ?? 0) - half;
      return { left, width: (last?.x ?? 0) + half - left };
    },
    end: () => chart.destroy(),
  };
}

function startsOf({ bars }: Series): number[] {
  return bars.flatMap(({ of }) => ('from' in of ? [of.from] : []));
}

/** How many labels have room below a picture. */
function roomFor({ bars }: Series, { ctx, width }: Chart<'bar', number[], string>): number {
  const widest = Math.max(...bars.map(({ label }) => ctx.measureText(label).width));
  return (width - AXIS) / (widest + BETWEEN);
}

/** A name and its count with as much of the name as has room before the bars: half of the picture. */
function fit(label: string, { ctx, width }: Chart<'bar', number[], string>): string {
  const [, name = '', count] = /^(.*)( .*)$/.exec(label) ?? [];
  const most = width / 2 - AXIS / 2;
  let cut = label;
  for (let end = name.length - 1; end > 0 && ctx.measureText(cut).width > most; end--)
    cut = `${name.slice(0, end).trimEnd()}…${count}`;
  return cut;
}

function said({ bars }: Series, at: number | undefined): string[] {
  const says = at === undefined ? '' : (bars[at]?.says ?? '');
  const [head, ...rest] = says.split(/: (?=\S)/);
  return rest.length ? [head ?? '', ...rest.join(': ').split(', ')] : [says];
}

// From rounds to figures.

import { quantileSorted, sort } from 'd3-array';
import { METRICS } from './programs.mjs';

/** The figures of a program in a host: each metric of each contestant, ratios and differences. */
export function figures(program, host, rounds) {
  const metrics = program.metrics.filter((metric) =>
    rounds.some((round) => Object.values(round).some((values) => metric in values)),
  );
  const of = (metric, { name }) => rounds.map((round) => round[name][metric]);
  const compare = (rows = [], join) =>
    rows
      .filter(({ metric }) => metrics.includes(metric))
      .map(({ metric, of: one, to: other, goal, hosts = program.hosts }) => {
        const others = other && of(metric, other);
        const each = of(metric, one).map((value, at) => (others ? join(value, others[at]) : value));
        return {
          metric,
          unit: METRICS[metric].unit,
          of: one.name,
          to: other?.name,
          goal: hosts.includes(host) ? goal : undefined,
          ...spread(each),
        };
      });
  return {
    metrics: metrics.flatMap((metric) =>
      program.contestants
        .map((contestant) => ({
          metric,
          unit: METRICS[metric].unit,
          of: contestant.name,
          ...spread(of(metric, contestant)),
        }))
        .filter(({ median }) => Number.isFinite(median)),
    ),
    ratios: compare(program.ratios, (a, b) => a / b),
    differences: compare(program.differences, (a, b) => a - b),
  };
}

/** The median of some numbers, and the quartiles around it. */
export function spread(values) {
  const sorted = sort(values);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantileSorted(sorted, share));
  return { median, low, high, values };
}

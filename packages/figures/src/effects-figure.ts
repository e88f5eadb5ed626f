import type { Figure, Interval } from './figure.ts';
import { legend } from './legend.ts';
import { seriesTones } from './marks.ts';
import { rowFigure } from './row-figure.ts';

export interface FactorLevel {
  readonly label: string;
  /** Marginal mean of each series, in the order of `series`; a single one without series. */
  readonly means: readonly { readonly estimate: number | null; readonly interval: Interval | null }[];
}

export interface EffectsRequest {
  readonly widthPx: number;
  readonly title: string;
  readonly axis: string;
  /** A factor's levels are joined by a line. */
  readonly factors: readonly { readonly name: string; readonly levels: readonly FactorLevel[] }[];
  /** Levels of a second factor, where an interaction is shown. */
  readonly series?: readonly string[];
  readonly domain: readonly [number, number];
  readonly chance?: { readonly at: number; readonly label: string } | undefined;
  readonly format: (value: number) => string;
}

/** Marginal means of the levels of factors, with their intervals. */
export function effectsFigure({ widthPx, title, axis, factors, series = [], domain, chance, format }: EffectsRequest): Figure {
  const levels = factors.flatMap(({ name, levels: all }) => all.map((level, index) => ({ ...level, factor: name, heading: index === 0 ? name : '' })));
  const key = legend({ labels: series.map((label, index) => ({ label, tone: toneOf(index) })), widthPx });
  const drawn = rowFigure({
    widthPx, domain, axis, bands: [], isConnected: true,
    rules: chance === undefined ? [] : [chance],
    rows: levels.map(({ label, heading, means }) => ({
      label, heading,
      text: means.length === 1 ? saidOf(means[0]!, format) : '',
      points: means.map(({ estimate, interval }, index) => ({ estimate, interval, tone: toneOf(index), shape: index % 2 === 0 ? 'circle' : 'square', isHollow: index >= seriesTones.length })),
    })),
  });
  const description = levels.map(({ factor, label, means }) => `${factor}, ${label}: ${means.map((mean, index) => `${series[index] === undefined ? '' : `${series[index]} `}${saidOf(mean, format)}`).join('; ')}.`).join(' ');
  return {
    widthPx, title, description,
    heightPx: drawn.heightPx + key.heightPx,
    marks: [...drawn.marks, ...key.marksAt(drawn.heightPx)],
    data: {
      columns: ['factor', 'level', 'series', 'estimate', 'lower', 'upper'],
      rows: levels.flatMap(({ factor, label, means }) => means.map(({ estimate, interval }, index) => [factor, label, series[index] ?? '', estimate, interval?.lower ?? null, interval?.upper ?? null])),
    },
  };
}

function toneOf(index: number): (typeof seriesTones)[number] {
  return seriesTones[index % seriesTones.length]!; // Inside by the modulo.
}

function saidOf({ estimate, interval }: FactorLevel['means'][number], format: (value: number) => string): string {
  if (estimate === null) return 'no estimate';
  return interval === null ? format(estimate) : `${format(estimate)} [${format(interval.lower)}, ${format(interval.upper)}]`;
}

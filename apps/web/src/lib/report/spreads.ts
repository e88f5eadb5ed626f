import type { Distribution, RunReport } from '../api/views.ts';
import { formatDecimal, formatPercent } from '../console/format.ts';

/** One chart of the report: distributions on one axis. */
export interface SpreadChart {
  readonly title: string;
  /** What is measured, with its unit. */
  readonly axis: string;
  readonly explanation: string;
  readonly within?: readonly [number, number];
  readonly format: (value: number) => string;
  readonly rows: readonly { readonly label: string; readonly distribution: Distribution }[];
}

const measureNames = { nlpd: 'NLPD', 'ms-ssim': 'MS-SSIM' } as const;

/** The charts that there are numbers for. */
export function spreadCharts({ summary, layers }: Pick<RunReport, 'summary' | 'layers'>): readonly SpreadChart[] {
  const charts: readonly SpreadChart[] = [
    {
      title: 'Distances of the representations',
      axis: 'representation distance d',
      explanation: 'How far each IRI is from its target for the network. Rounding to 8 bits is what makes it a file that people see.',
      format: formatDecimal,
      rows: present([['Before rounding', summary.unroundedDistance], ['After rounding (8-bit file)', summary.representationDistance]]),
    },
    {
      title: 'Null percentile',
      axis: 'share of random pairs at or below d',
      explanation: '0: nearer to its target than any random pair of images of the set are to each other.',
      within: [0, 1],
      format: (value) => String(Number(value.toFixed(3))),
      rows: present([['Null percentile', summary.nullPercentile]]),
    },
    {
      title: 'Perceptual distances',
      axis: 'perceptual distance (0: the same image)',
      explanation: 'How far the IRIs look from their targets and from the seeds that they began at. Scales of different measures are not the same.',
      format: formatDecimal,
      rows: summary.perceptualDistances.flatMap(({ measure, toTarget, toSeed }) => present([[`${measureNames[measure]} to the target`, toTarget], [`${measureNames[measure]} to the seed`, toSeed]])),
    },
    { title: 'Steps', axis: 'optimiser steps per image', explanation: 'Until the image was finished.', format: (value) => String(Math.round(value)), rows: present([['Steps', summary.stepCount]]) },
    {
      title: 'Time',
      axis: 'seconds per image',
      explanation: 'From an image’s first step to its last, together with the others in its batch.',
      format: (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`,
      rows: present([['Time', inSeconds(summary.durationMs)]]),
    },
    {
      title: 'Correlations at the layers',
      axis: 'correlation of IRI and target',
      explanation: 'The run’s layer first, then others in the order of computation.',
      within: [-1, 1],
      format: (value) => value.toFixed(3).replace('-', '−'),
      rows: layers.flatMap(({ layer, pearson, spearman }) => present([[`${layer}: Pearson’s r`, pearson], [`${layer}: Spearman’s ρ`, spearman]])),
    },
  ];
  return charts.filter(({ rows }) => rows.length > 0);
}

function present(rows: readonly (readonly [label: string, distribution: Distribution | undefined])[]): SpreadChart['rows'] {
  return rows.flatMap(([label, distribution]) => (distribution === undefined ? [] : { label, distribution }));
}

function inSeconds(distribution: Distribution | undefined): Distribution | undefined {
  return distribution && { ...distribution, quantiles: distribution.quantiles.map((milliseconds) => milliseconds / 1000) };
}

/** A quantile's name in a table: least, 5 %, median, greatest. */
export function quantileName(probability: number): string {
  const names: Readonly<Record<number, string>> = { 0: 'Least', 0.5: 'Median', 1: 'Greatest' };
  return names[probability] ?? formatPercent(probability);
}

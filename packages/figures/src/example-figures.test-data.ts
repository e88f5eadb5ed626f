import { curveFigure } from './curve-figure.ts';
import { differencesFigure } from './differences-figure.ts';
import { effectsFigure } from './effects-figure.ts';
import type { Figure } from './figure.ts';
import { heatFigure } from './heat-figure.ts';
import { histogramFigure } from './histogram-figure.ts';
import { rankFigure } from './rank-figure.ts';
import { scatterFigure } from './scatter-figure.ts';
import { scoresFigure } from './scores-figure.ts';
import { spreadFigure } from './spread-figure.ts';

const names = ['ResNet-50 robust (ε = 3, ImageNet, seed 1)', 'ResNet-50 standard', 'a_very_long_name_of_a_network_without_any_space_that_somebody_gave_it_in_a_hurry', 'VGG16', 'ViT-B/16 (CLIP)', 'Original: the ceiling'];
const interval = (at: number, half = 0.06): { lower: number; upper: number } => ({ lower: Math.max(0, at - half), upper: Math.min(1, at + half) });
const percent = (value: number): string => `${Math.round(100 * value)} %`;

/** For tests: each figure as it may come, with long labels, at a width. */
export const exampleFigures: Readonly<Record<string, (widthPx: number) => Figure>> = {
  scores: (widthPx) => scoresFigure({
    widthPx, title: 'Scores', domain: [0, 1], axis: 'share of outcomes that went to the target', isSimulated: false,
    chance: { at: 0.5, label: 'chance 50 %' }, bands: [{ lower: 0.9, upper: 0.97, label: 'ceiling' }, { lower: 0.46, upper: 0.55, label: 'floor (another image)' }],
    rows: names.map((label, index) => ({ label, estimate: 0.15 * index, interval: interval(0.15 * index), text: `${percent(0.15 * index)} [9 %, 21 %]`, heading: index % 3 === 0 ? `Group ${index} of networks with a long name` : '', isReference: index === 5 })),
  }),
  'many scores': (widthPx) => scoresFigure({
    widthPx, title: 'Scores', domain: [0, 1], axis: 'score', isSimulated: true,
    rows: Array.from({ length: 20 }, (_, index) => ({ label: `${names[index % names.length]!} ${index}`, estimate: index === 3 ? null : index / 20, interval: index === 3 ? null : interval(index / 20), text: index === 3 ? 'no answers' : `${percent(index / 20)} [9 %, 21 %]`, heading: '', isReference: false })),
  }),
  differences: (widthPx) => differencesFigure({
    widthPx, title: 'Differences', axis: 'difference of scores', margin: 0.05, isSimulated: false,
    rows: names.slice(1).map((label, index) => ({ label: `${names[0]!} − ${label}`, estimate: 0.1 * index - 0.2, interval: { lower: 0.1 * index - 0.3, upper: 0.1 * index - 0.1 }, simultaneous: { lower: 0.1 * index - 0.36, upper: 0.1 * index - 0.04 }, text: '+10 pp [2, 18]', heading: '', isPlanned: index < 2 })),
  }),
  effects: (widthPx) => effectsFigure({
    widthPx, title: 'Effects', axis: 'score', domain: [0, 1], format: percent, chance: { at: 0.5, label: 'chance' }, series: ['regularizer-free', 'human-leaning', 'adversarial'],
    factors: ['loss', 'augmentation of the training images'].map((name) => ({ name, levels: ['robust', 'standard', 'a level with quite a long name that has to be wrapped somewhere'].map((label, level) => ({ label, means: [0, 1, 2].map((series) => ({ estimate: 0.2 * level + 0.1 * series, interval: interval(0.2 * level + 0.1 * series) })) })) })),
  }),
  'plain effects': (widthPx) => effectsFigure({ widthPx, title: 'Effects', axis: 'score', domain: [0, 1], format: percent, factors: [{ name: 'loss', levels: [{ label: 'robust', means: [{ estimate: 0.6, interval: interval(0.6) }] }, { label: 'standard', means: [{ estimate: 0.1, interval: interval(0.1) }] }] }] }),
  ranks: (widthPx) => rankFigure({ widthPx, title: 'Ranks', objectives: ['regularizer-free', 'human-leaning', 'adversarial'], networks: names.map((label, index) => ({ label, ranks: [index + 1, 6 - index, index === 2 ? null : ((index * 5) % 6) + 1] })) }),
  scatter: (widthPx) => scatterFigure({ widthPx, title: 'Score against d', xAxis: 'median representation distance d', yAxis: 'human-alignment score', yDomain: [0, 1], chance: { at: 0.5, label: 'chance' }, points: names.map((label, index) => ({ label, x: 0.02 * (index % 4), y: 0.17 * index, xInterval: interval(0.02 * (index % 4), 0.004), yInterval: interval(0.17 * index), isReference: index === 5 })) }),
  curves: (widthPx) => curveFigure({ widthPx, title: 'Width against raters', xAxis: 'raters', yAxis: 'width of a score’s interval', isLogarithmic: true, wanted: { at: 0.1, label: 'wanted 0.1' }, chosen: { x: 60, y: 0.098, label: '60 raters, 100 targets' }, curves: [20, 50, 100, 200].map((targets) => ({ label: `${targets} targets`, points: [10, 20, 40, 80, 160, 320].map((x) => ({ x, y: 3.92 * Math.sqrt(0.02 / x + 0.04 / targets) })) })) }),
  confusion: (widthPx) => heatFigure({ widthPx, title: 'Confusion', rowAxis: 'label of the target', columnAxis: 'what people said', format: percent, rows: ['airplane', 'automobile', 'bird', 'cat', 'a label that is rather long'], columns: ['airplane', 'automobile', 'bird', 'cat', 'a label that is rather long'], shares: Array.from({ length: 5 }, (_, row) => Array.from({ length: 5 }, (__, column) => (row === column ? 0.6 : column > row ? 0.1 : 0))) }),
  'shares by target': (widthPx) => heatFigure({ widthPx, title: 'Shares', rowAxis: 'target', columnAxis: 'condition', format: percent, rows: Array.from({ length: 12 }, (_, row) => `target ${row}`), columns: Array.from({ length: 40 }, (_, column) => `condition ${column}`), shares: Array.from({ length: 12 }, (_, row) => Array.from({ length: 40 }, (__, column) => (column % 7 === 0 ? null : (row + column) / 60))) }),
  histogram: (widthPx) => histogramFigure({ widthPx, title: 'Distances', axis: 'representation distance d', rules: [{ at: 0.1, label: 'gate 0.1' }], series: [{ label: 'random pairs of the image set', values: Array.from({ length: 200 }, (_, index) => 0.6 + index / 300) }, { label: 'IRIs (8-bit files)', values: Array.from({ length: 80 }, (_, index) => 0.02 + index / 2000) }] }),
  spreads: (widthPx) => spreadFigure({ widthPx, title: 'Response times', axis: 'response time, ms', isSimulated: false, rows: names.map((label, index) => ({ label, heading: index % 3 === 0 ? `Condition ${index} with a long name` : '', text: `${400 + 100 * index} ms`, spread: { median: 400 + 100 * index, quartiles: { lower: 300 + 100 * index, upper: 600 + 100 * index }, deciles: { lower: 200, upper: 1200 + 100 * index } } })) }),
};

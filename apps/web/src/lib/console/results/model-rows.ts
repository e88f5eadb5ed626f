import type { EffectsRequest, ScoreRow } from '@lookalike/figures';
import { formatCount, formatShare } from '../format.ts';
import { formatCoefficient, formatInterval, formatP } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, nothing, textCell, type Cell, type ResultRow } from './result-row.ts';
import type { Interval, ModelResult } from './results-view.ts';

type Value = NonNullable<ModelResult['model']['value']>;
export type FittedModel = Value['main'];
type Test = Value['factors'][number]['test'];
type LogOdds = Pick<FittedModel['coefficients'][number], 'estimate' | 'standardError' | 'interval' | 'p'>;

function logOddsCells({ estimate, standardError, interval, p }: LogOdds): readonly Cell[] {
  return [estimateCell({ estimate, interval }, 'coefficient'), textCell(formatCoefficient(standardError)), { text: formatP(p), isMarked: p < 0.05 }];
}

export const coefficientColumns = ['Fixed effect', 'Log-odds, 95 % interval', 'Standard error', 'p, Wald'] as const;

export function coefficientRows({ coefficients }: FittedModel): readonly ResultRow[] {
  return coefficients.map(({ name, ...of }) => ({ key: name, name, cells: logOddsCells(of) }));
}

export const randomColumns = ['Random intercept of', 'Standard deviation, log-odds', 'Levels'] as const;

export function randomRows({ random }: FittedModel): readonly ResultRow[] {
  return random.map(({ name, sd, levels }) => ({ key: name, name, cells: [textCell(formatCoefficient(sd)), textCell(formatCount(levels))] }));
}

export const contrastColumns = ['Contrast', 'Log-odds, 95 % interval', 'Standard error', 'p, Wald'] as const;

/** Contrasts of all factors. */
export function contrastRows({ factors }: Value): readonly ResultRow[] {
  return factors.flatMap(({ name: factor, contrasts }) => contrasts.map(({ first, second, ...of }) => ({ key: [factor, first, second].join('\n'), name: `${first} − ${second}`, note: factor, cells: logOddsCells(of) })));
}

export function interactionRows({ interactions }: Value): readonly ResultRow[] {
  return interactions.flatMap(({ factors, contrasts }): readonly ResultRow[] => {
    const name = factors.join(' × ');
    if (contrasts.value === null) return [{ key: name, name, cells: [textCell(nothing, contrasts.reason?.text), textCell(nothing), textCell(nothing)] }];
    return contrasts.value.map(({ levels, against, ...of }) => ({ key: [name, ...levels, ...against].join('\n'), name: `(${levels[1]} − ${against[1]}) at ${levels[0]}, against at ${against[0]}`, note: name, cells: logOddsCells(of) }));
  });
}

export const testColumns = ['Test of', 'χ²', 'Degrees of freedom', 'p'] as const;

/** Likelihood-ratio tests of factors, interactions, and of what factors do not say of conditions. */
export function testRows({ factors, interactions, conditions }: Value): readonly ResultRow[] {
  return [
    ...factors.map(({ name, test }) => testRow(`factor ${name}`, name, test)),
    ...interactions.map(({ factors: pair, test }) => testRow(`interaction ${pair.join('\n')}`, pair.join(' × '), test)),
    ...(conditions.value === null ? [] : [testRow('conditions', 'conditions beyond their factors', conditions.value.test)]),
  ];
}

function testRow(key: string, name: string, { value, reason }: Test): ResultRow {
  if (value === null) return { key, name, cells: [textCell(nothing, reason?.text), textCell(nothing), textCell(nothing)] };
  return { key, name, cells: [textCell(value.chiSquared.toFixed(2)), textCell(value.freedom), { text: formatP(value.p), isMarked: value.p < 0.05 }] };
}

export function meanFigureParts({ factors }: Value): EffectsRequest['factors'] {
  return factors.map(({ name, levels }) => ({ name, levels: levels.map(({ level, mean }) => ({ label: level, means: [mean] })) }));
}

export function conditionFigureRows(means: NonNullable<Value['conditions']['value']>['means']): readonly ScoreRow[] {
  return means.map(({ condition, mean: { estimate, interval } }) => ({ label: condition.name, heading: '', isReference: false, estimate, interval, text: `${formatShare(estimate)} ${formatInterval(interval)}` }));
}

export function modelNotes(value: Value): readonly MethodNote[] {
  const { main, factors, conditions } = value;
  const intervals = (what: string, of: readonly { readonly interval: Interval }[]): readonly MethodNote[] => methodNotes(what, of.map(({ interval }) => ({ interval })));
  const tests = [...factors, ...value.interactions].flatMap(({ test }) => test.value?.method ?? []);
  return [
    { what: 'Model', text: `${main.method}. ${formatCount(main.rows)} answers, log-likelihood ${main.logLikelihood.toFixed(2)}.` },
    ...intervals('Fixed effects and contrasts', main.coefficients),
    ...intervals('Means', [...factors.flatMap(({ levels }) => levels.map(({ mean }) => mean)), ...(conditions.value?.means ?? []).map(({ mean }) => mean)]),
    { what: 'Means', text: 'For raters and targets in general: the random effects are integrated out, so that a mean can be compared with a score.' },
    ...[...new Set(tests)].map((text) => ({ what: 'Tests', text: `${text}.` })),
  ];
}

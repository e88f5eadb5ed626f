import type { DifferenceRow, EffectsRequest } from '@lookalike/figures';
import { formatDecimal, formatDifference } from '../format.ts';
import { formatInterval, formatP } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, givenCell, nothing, textCell, type Cell, type ResultRow } from './result-row.ts';
import type { EffectsResult, Interval } from './results-view.ts';

type Value = NonNullable<EffectsResult['effects']['value']>;
export type Factor = Value['factors'][number];
export type Interaction = Value['interactions'][number];
type FactorDifference = Factor['differences'][number];
type Matched = NonNullable<FactorDifference['matched']['value']>;

export function factorFigureParts(factors: readonly Factor[]): EffectsRequest['factors'] {
  return factors.map(({ name, levels }) => ({ name, levels: levels.map(({ level, conditions, mean }) => ({ label: `${level} (${conditions} ${conditions === 1 ? 'condition' : 'conditions'})`, means: [mean] })) }));
}

/** An interaction for a figure: a row for each level of the first factor, a series for each of the second. */
export function interactionFigureParts({ factors: [first], means }: Interaction): { readonly series: readonly string[]; readonly factors: EffectsRequest['factors'] } {
  const distinct = (at: 0 | 1): readonly string[] => [...new Set(means.map(({ levels }) => levels[at]))];
  const series = distinct(1);
  const meanAt = (a: string, b: string) => means.find(({ levels }) => levels[0] === a && levels[1] === b)?.mean ?? { estimate: null, interval: null };
  return { series, factors: [{ name: first, levels: distinct(0).map((level) => ({ label: level, means: series.map((other) => meanAt(level, other)) })) }] };
}

export const differenceColumns = ['Difference', 'As it is', 'p', 'p, Holm', 'Adjusted', 'p', 'Matched', 'Stimuli left', 'Conditions left', 'Mean d, matched'] as const;

/** The three ways of one difference beside each other. */
export function factorDifferenceRows({ name: factor, differences }: Factor, covariates: readonly string[]): readonly ResultRow[] {
  return differences.map(({ first, second, estimate, interval, p, holmP, standing, adjusted: given, matched }) => ({
    key: `${factor} ${first} ${second}`, name: `${first} − ${second}`, ...(standing === 'preregistered' && { note: standing }),
    cells: [
      estimateCell({ estimate, interval }, 'difference'), textCell(formatP(p)), { text: formatP(holmP), isMarked: holmP < 0.05 },
      ...adjustedCells(given, covariates),
      givenCell(matched, ({ difference }) => estimateCell(difference, 'difference')), ...matchedCells(matched.value),
    ],
  }));
}

/** Without a covariate there is nothing that the difference is adjusted for, whatever its model says. */
function adjustedCells(given: FactorDifference['adjusted'], covariates: readonly string[]): readonly Cell[] {
  if (given.value !== null && covariates.length === 0) return [textCell(nothing, 'no covariate can be told from factors and targets'), textCell(nothing)];
  return [givenCell(given, ({ adjusted }) => estimateCell(adjusted, 'difference')), textCell(given.value === null ? nothing : formatP(given.value.adjusted.p))];
}

function matchedCells(matched: Matched | null): readonly Cell[] {
  if (matched === null) return [textCell(nothing), textCell(nothing), textCell(nothing)];
  const { stimulusPairs, conditionPairs, meanDistance } = matched;
  return [textCell(`${stimulusPairs.kept} of ${stimulusPairs.of}`, 'pairs'), textCell(`${conditionPairs.kept} of ${conditionPairs.of}`, 'pairs'), textCell(`${formatDecimal(meanDistance.first)}, ${formatDecimal(meanDistance.second)}`)];
}

/** A forest of a factor's differences: each as it is, adjusted and matched. */
export function factorDifferenceFigureRows({ differences }: Factor, covariates: readonly string[]): readonly DifferenceRow[] {
  return differences.flatMap(({ first, second, estimate, interval, simultaneous, adjusted, matched }) => {
    const row = (label: string, of: { readonly estimate: number | null; readonly interval: Interval | null } | undefined, missing: string, outer: Interval | null = null): Omit<DifferenceRow, 'heading'> => ({
      label, estimate: of?.estimate ?? null, interval: of?.interval ?? null, simultaneous: outer,
      text: of === undefined || of.estimate === null ? missing : `${formatDifference(of.estimate)}${of.interval === null ? '' : ` ${formatInterval(of.interval, 'difference')}`}`,
    });
    return [
      row('as it is', { estimate, interval }, '', simultaneous),
      covariates.length === 0 ? row('adjusted', undefined, 'not given') : row(`adjusted for ${covariates.join(' and ')}`, adjusted.value?.adjusted, 'not given'),
      row('matched on d and acceptance', matched.value?.difference, matched.value === null ? 'not given' : 'nothing alike is left'),
    ].map((each, index) => ({ ...each, heading: index === 0 ? `${first} − ${second}` : '' }));
  });
}

export const contrastColumns = ['Difference of differences', 'Estimate, 95 % interval', 'p', 'p, Holm', 'Targets'] as const;

export function contrastRows({ contrasts }: Interaction): readonly ResultRow[] {
  return contrasts.map(({ levels, against, estimate, interval, p, holmP, n, standing }) => ({
    key: [...levels, ...against].join('\n'), name: `(${levels[1]} − ${against[1]}) at ${levels[0]}, against at ${against[0]}`, ...(standing === 'preregistered' && { note: standing }),
    cells: [estimateCell({ estimate, interval }, 'difference'), textCell(formatP(p)), { text: formatP(holmP), isMarked: holmP < 0.05 }, textCell(n.targets)],
  }));
}

const changes: Readonly<Record<string, string>> = { log2_distance: 'each doubling of d', acceptance: 'acceptance from none to all' };
const covariateNames: Readonly<Record<string, string>> = { log2_distance: 'd', acceptance: 'acceptance' };

export function covariateName(name: string): string {
  return covariateNames[name] ?? name;
}

/** What differences are adjusted for, in words. */
export function covariatesOf({ adjustment }: Value): readonly string[] {
  return (adjustment.value?.covariates ?? []).map(({ name }) => covariateName(name));
}

export function covariateRows({ covariates }: NonNullable<Value['adjustment']['value']>): readonly ResultRow[] {
  return covariates.map(({ name, estimate, interval, p }) => ({ key: name, name: changes[name] ?? name, cells: [estimateCell({ estimate, interval }, 'difference'), textCell(formatP(p))] }));
}

export function meanNotes(factors: readonly Factor[]): readonly MethodNote[] {
  return methodNotes('Means of levels', factors.flatMap(({ levels }) => levels.map(({ mean }) => ({ interval: mean.interval }))));
}

export function effectNotes({ factors, adjustment }: Value, { distanceRatio, acceptanceDifference }: EffectsResult['matchedOn']): readonly MethodNote[] {
  const differences = factors.flatMap((factor) => factor.differences);
  return [
    ...methodNotes('Differences as they are', differences),
    ...methodNotes('Adjusted', differences.flatMap(({ adjusted }) => (adjusted.value === null ? [] : [{ interval: adjusted.value.adjusted.interval, ...(adjustment.value !== null && { n: adjustment.value.n }) }]))),
    ...methodNotes('Matched', differences.flatMap(({ matched }) => matched.value?.difference ?? [])),
    { what: 'Matched', text: `Stimuli of one target whose d differs at most by a factor of ${distanceRatio}, of conditions that differ in this factor only and whose share of accepted IRIs differs at most by ${acceptanceDifference}.` },
    { what: 'p, Holm', text: 'Adjusted for the number of all differences of all factors.' },
  ];
}

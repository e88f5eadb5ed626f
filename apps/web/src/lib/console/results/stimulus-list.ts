import type { ScatterPoint, ScoreRow } from '@lookalike/figures';
import { formatDecimal, formatDifference, formatNumberOf, formatShare } from '../format.ts';
import { formatInterval } from './format-interval.ts';
import { estimateCell, givenCell, nothing, textCell, type ResultRow } from './result-row.ts';
import type { StimuliResult } from './results-view.ts';

export type ConditionStimuli = StimuliResult['conditions'][number];
export type AnsweredStimulus = ConditionStimuli['stimuli'][number];
export type DistanceTrend = NonNullable<ConditionStimuli['trend']['value']>;
export type BetweenReferences = NonNullable<ConditionStimuli['between']>;

/** `split`: raters that disagree most, so a share near one half, first. */
export type StimulusOrder = 'lowest' | 'highest' | 'split';

/** Labels that stimuli have, in the order of the alphabet. */
export function labelsOf(stimuli: readonly AnsweredStimulus[]): readonly string[] {
  return [...new Set(stimuli.flatMap(({ label }) => label ?? []))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

/** Stimuli with a label ('' for all) in an order. Those that nobody answered come last; of equal shares the one with more raters comes first. */
export function orderedStimuli(stimuli: readonly AnsweredStimulus[], { order, label }: { readonly order: StimulusOrder; readonly label: string }): readonly AnsweredStimulus[] {
  const place = (share: number): number => (order === 'lowest' ? share : order === 'highest' ? -share : Math.abs(share - 0.5));
  return stimuli
    .filter((stimulus) => label === '' || stimulus.label === label)
    .toSorted((a, b) => (a.share === null || b.share === null ? Number(a.share === null) - Number(b.share === null) : place(a.share) - place(b.share) || b.raters - a.raters));
}

/** A stimulus' pictures, the one that raters judged between what it could look like. */
export function picturesOf({ queryHash, targetHash, seedHash, targetName }: AnsweredStimulus): readonly { readonly url: string; readonly caption: string; readonly alt: string }[] {
  const of = targetName ?? 'a target';
  const picture = (hash: string, caption: string, alt: string) => ({ url: `/api/files/${hash}`, caption, alt });
  return [
    picture(targetHash, 'Target', of),
    picture(queryHash, 'Stimulus', `Stimulus made for ${of}`),
    ...(seedHash === null ? [] : [picture(seedHash, 'Seed', `Seed of the stimulus for ${of}`)]),
  ];
}

/** A point for each bin of stimuli with a like d, with the range of d and the interval of the score. */
export function trendPoints({ bins }: DistanceTrend): readonly ScatterPoint[] {
  return bins.flatMap(({ from, to, meanDistance, stimuli, score }) => (score.estimate === null ? [] : [{
    label: formatNumberOf(stimuli, 'stimulus', 'stimuli'), x: meanDistance, y: score.estimate, xInterval: { lower: from, upper: to }, yInterval: score.interval,
  }]));
}

/** By how much the score changes with d, as a sentence. */
export function trendSentence({ slope: { estimate, interval, p } }: DistanceTrend): string {
  const change = `${formatDifference(estimate)} ${formatInterval(interval, 'difference')} for each doubling of d`;
  return p < 0.05 ? `The score changes by ${change}.` : `No change of the score with d is shown: ${change}.`;
}

export function labelFigureRows(labels: ConditionStimuli['labels']): readonly ScoreRow[] {
  return labels.map(({ label, score: { estimate, interval } }) => ({
    label, heading: '', isReference: false, estimate, interval,
    text: estimate === null ? 'no answers' : `${formatShare(estimate)}${interval === null ? '' : ` ${formatInterval(interval)}`}`,
  }));
}

export const labelColumns = ['Label', 'Score, 95 % interval', 'Outcomes', 'Raters', 'Targets'] as const;

export function labelRows(labels: ConditionStimuli['labels']): readonly ResultRow[] {
  return labels.map(({ label, score }) => ({ key: label, name: label, cells: [estimateCell(score, 'share'), textCell(score.n.trials), textCell(score.n.raters), textCell(score.n.targets)] }));
}

export function placeColumns(conditions: readonly ConditionStimuli[]): readonly string[] {
  const references = conditions.find(({ between }) => between !== null)?.between?.references ?? [];
  return ['Condition', 'Place, 95 % interval', ...references.map(({ condition }) => `Minus ${condition.name}`)];
}

/** Where each condition stands between floor (0) and ceiling (1), and its difference to each reference. */
export function placeRows(conditions: readonly ConditionStimuli[]): readonly ResultRow[] {
  return conditions.flatMap(({ condition, between }) => (between === null ? [] : [{
    key: condition.id, name: condition.name,
    cells: [
      givenCell(between.place, (place) => estimateCell(place, 'coefficient')),
      ...between.references.map(({ difference }) => (difference.estimate === null ? textCell(nothing, 'no shared answers') : estimateCell(difference, 'difference'))),
    ],
  }]));
}

/** The numbers under a stimulus. */
export function stimulusFacts({ share, interval, answers, distance }: AnsweredStimulus): string {
  if (share === null) return 'no answers';
  return [`${formatShare(share)}${interval === null ? '' : ` ${formatInterval(interval)}`}`, formatNumberOf(answers, 'answer'), ...(distance === null ? [] : [`d ${formatDecimal(distance)}`])].join(' · ');
}

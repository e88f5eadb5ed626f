import { effectsFigure } from '@lookalike/figures';
import type { Block } from '../document.ts';
import { FIGURE_WIDTH_PX } from './figure-width.ts';
import { fixed, inTable, intervalInTable, pInTable } from './in-figures.ts';
import { effectSentence } from './sentences.ts';
import type { SectionResult, StudyReportRequest } from './study-report-request.ts';

type Found = NonNullable<SectionResult<'effects'>['effects']['value']>;
type Difference = Found['factors'][number]['differences'][number];

/** What the factors of conditions do to scores. */
export function effectsBlocks({ results: { effects: computed, scores } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Effects of factors' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { effects: { value, reason }, notFitted, matchedOn } = computed.result;
  const left: Block[] = notFitted.length === 0 ? [] : [{ kind: 'list', items: notFitted.map(({ factors, text }) => `${factors.join(' × ')}: ${text}`) }];
  if (value === null) return [heading, { kind: 'paragraph', text: reason?.text ?? 'Not computed.' }, ...left];
  const chance = 'result' in scores ? scores.result.scores[0]?.score.chance : undefined;
  const differences = value.factors.flatMap(({ name, differences: all }) => all.map((difference) => ({ name, difference })));
  return [
    heading,
    { kind: 'paragraph', text: `Means are at the mean of all other factors, on targets that all conditions share. Adjusted: for d and for the share of accepted IRIs, as “aligns better” is not “converged better”. Matched: on stimuli whose d differs at most by a factor of ${matchedOn.distanceRatio} and conditions whose acceptance differs at most by ${matchedOn.acceptanceDifference}.` },
    ...(value.factors.length === 0 ? [] : [
      { kind: 'figure', figure: effectsFigure({ widthPx: FIGURE_WIDTH_PX, title: 'Means of factors’ levels', axis: 'human-alignment score', domain: [0, 1], chance: chance === undefined ? undefined : { at: chance, label: 'chance' }, format: (share) => fixed(share, 3), factors: value.factors.map(({ name, levels }) => ({ name, levels: levels.map(({ level, mean }) => ({ label: level, means: [mean] })) })) }) } as const,
      { kind: 'table', columns: ['Factor', 'Level', 'Conditions', 'Mean', '95 % interval'], rows: value.factors.flatMap(({ name, levels }) => levels.map(({ level, conditions, mean }) => [name, level, String(conditions), inTable(mean.estimate), intervalInTable(mean.interval)])) } as const,
      { kind: 'table', columns: ['Factor', 'Difference', 'Estimate', '95 % interval', 'p (Holm)', 'Adjusted', 'Matched', 'Standing'], rows: differences.map(({ name, difference }) => differenceRow(name, difference)) } as const,
      { kind: 'list', items: differences.map(({ name, difference }) => effectSentence(name, difference)) } as const,
    ]),
    ...interactionBlocks(value),
    ...left,
  ];
}

function differenceRow(name: string, { first, second, estimate, interval, holmP, adjusted, matched, standing }: Difference): string[] {
  const estimated = ({ value, reason }: { readonly value: { readonly estimate: number | null; readonly interval: { readonly lower: number; readonly upper: number } | null } | null; readonly reason: { readonly text: string } | null }): string =>
    value === null ? (reason?.text ?? '–') : `${inTable(value.estimate)} (${intervalInTable(value.interval)})`;
  return [
    name, `${first} − ${second}`, inTable(estimate), intervalInTable(interval), pInTable(holmP),
    estimated({ value: adjusted.value?.adjusted ?? null, reason: adjusted.reason }), estimated({ value: matched.value?.difference ?? null, reason: matched.reason }), standing,
  ];
}

function interactionBlocks({ interactions }: Found): Block[] {
  if (interactions.length === 0) return [];
  return [
    { kind: 'paragraph', text: 'Interactions: by how much the difference of the second factor’s levels is larger at one level of the first factor than at the other.' },
    { kind: 'table', columns: ['Factors', 'Contrast', 'Estimate', '95 % interval', 'p (Holm)', 'Standing'], rows: interactions.flatMap(({ factors, contrasts }) => contrasts.map(({ levels, against, estimate, interval, holmP, standing }) => [factors.join(' × '), `${levels.join(', ')} against ${against.join(', ')}`, inTable(estimate), intervalInTable(interval), pInTable(holmP), standing])) },
  ];
}

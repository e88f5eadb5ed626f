import type { Interval } from '@lookalike/alignment';
import type { SectionResult } from './study-report-request.ts';
import { counted, decimalsFor, fixed, intervalInWords, listed, percent, pInWords } from './in-figures.ts';

type Score = SectionResult<'scores'>['scores'][number];
type Compared = NonNullable<SectionResult<'comparison'>['comparison']['value']>;
type Reliability = SectionResult<'reliability'>['conditions'][number];
type Factor = NonNullable<SectionResult<'effects'>['effects']['value']>['factors'][number];
type Correlation = SectionResult<'objectives'>['correlations'][number];

/** “Network A’s human-alignment score was 0.62 (95 % interval 0.55 to 0.69; 40 raters, 30 targets).” */
export function scoreSentence({ condition: { name, reference }, score: { estimate, interval, n } }: Pick<Score, 'condition' | 'score'>): string {
  if (estimate === null) return `${reference === null ? name : `The reference ${name}`} has no human-alignment score: nobody whose session counts answered about it.`;
  const decimals = decimalsFor(interval);
  const sizes = `${counted(n.raters, 'rater')}, ${counted(n.targets, 'target')}`;
  return `${reference === null ? `${name}’s human-alignment score was` : `The reference ${name} scored`} ${fixed(estimate, decimals)} (${interval === null ? sizes : `${intervalInWords(interval, decimals)}; ${sizes}`}).`;
}

/** How two scores differ, with its adjusted p. @param family how many differences p is adjusted for */
export function differenceSentence({ first, second, difference: { estimate, interval, holmP, standing }, family }: { readonly first: string; readonly second: string; readonly difference: Pick<Compared['differences'][number], 'estimate' | 'interval' | 'holmP' | 'standing'>; readonly family: number }): string {
  const decimals = decimalsFor(interval);
  const size = fixed(Math.abs(estimate), decimals);
  const said = Number(size) === 0 ? `${first} and ${second} scored alike (difference ${size}; ` : `${first} scored ${size} ${estimate > 0 ? 'higher' : 'lower'} than ${second} (`;
  return `${said}${intervalInWords(interval, decimals)}; ${pInWords(holmP)}${family > 1 ? ` after Holm’s adjustment for ${family} differences` : ''}; ${standing}).`;
}

/** What moving from one level of a factor to another does, as it is. */
export function effectSentence(factor: string, { first, second, estimate, interval, holmP, standing }: Factor['differences'][number]): string {
  const decimals = decimalsFor(interval);
  return `For ${factor}, ${first} minus ${second} was ${fixed(estimate, decimals)} (${intervalInWords(interval, decimals)}; ${pInWords(holmP)} after Holm’s adjustment; ${standing}).`;
}

/** Whether two objectives rank the same networks alike, or why that is not known. */
export function correlationSentence({ first, second, networks, correlation: { value, reason } }: Correlation): string {
  if (value === null) return `Whether ${first} and ${second} IRIs rank networks alike is not known: ${reason?.text ?? 'not computed.'}`;
  const said = (name: string, { estimate, interval }: { readonly estimate: number | null; readonly interval: Interval | null }): string =>
    estimate === null ? `${name} is undefined, as all scores of one objective are equal` : `${name} was ${fixed(estimate, 2)}${interval === null ? '' : ` (${intervalInWords(interval, 2)})`}`;
  return `Between the rankings of ${counted(networks.length, 'network')} by ${first} and by ${second} IRIs, ${said('Kendall’s τ', value.kendall)} and ${said('Spearman’s ρ', value.spearman)}, on ${counted(value.targets, 'shared target')}.`;
}

/** How far raters agree about a condition. */
export function agreementSentence({ condition: { name }, agreement: { alpha, interval } }: Pick<Reliability, 'condition' | 'agreement'>): string {
  if (alpha === null) return `Krippendorff’s α of ${name} is undefined: all ratings are the same, or no stimulus has two.`;
  return `Krippendorff’s α of ${name} was ${fixed(alpha, 2)}${interval === null ? '' : ` (${intervalInWords(interval, 2)})`}.`;
}

/** “52 people entered; 48 consented; …” @param one what one of them is called */
export function attritionSentence({ entered, consented, finished, counted: counting }: Pick<SectionResult<'attrition'>, 'entered' | 'consented' | 'finished' | 'counted'>, who: { readonly one: string; readonly many: string }): string {
  if (entered === 0) return `No ${who.one} has entered.`;
  return `${counted(entered, who.one, who.many)} entered, ${consented} consented, ${finished} gave every answer, and the sessions of ${counting} are what the scores are computed from.`;
}

/** By how much a score changes at most where nobody is excluded; undefined where there is nothing to compare. */
export function exclusionSentence({ rows, conditions }: SectionResult<'exclusions'>): string | undefined {
  const without = rows.find(({ kind }) => kind === 'none');
  const all = rows.find(({ kind }) => kind === 'all');
  if (without === undefined || all === undefined || without.sessions === 0) return undefined;
  const excluded = without.sessions - all.sessions;
  if (excluded === 0) return `No session with answers is excluded (${counted(without.sessions, 'session')}).`;
  const said = `${excluded} of ${counted(without.sessions, 'session')} with answers ${excluded === 1 ? 'is' : 'are'} excluded`;
  if (without.largestChange === null) return `${said}.`;
  const { conditionId, change } = without.largestChange;
  return `${said}; with them, no score changes by more than ${fixed(Math.abs(change), 3)} (${conditions.find(({ id }) => id === conditionId)?.name ?? conditionId}).`;
}

/** Catch trials, side, time. */
export function qualitySentence({ catchAccuracy, leftShare, medianResponseTimeMs, unansweredCount }: SectionResult<'scores'>['quality']): string | undefined {
  const parts = [
    ...(catchAccuracy === null ? [] : [`${percent(catchAccuracy)} of catch trials were answered right`]),
    ...(leftShare === null ? [] : [`${percent(leftShare)} of answers took the left picture`]),
    ...(medianResponseTimeMs === null ? [] : [`the median response time was ${Math.round(medianResponseTimeMs)} ms`]),
    ...(unansweredCount === 0 ? [] : [`the time ran out in ${counted(unansweredCount, 'trial')}`]),
  ];
  return parts.length === 0 ? undefined : `In the sessions that count, ${listed(parts)}.`;
}

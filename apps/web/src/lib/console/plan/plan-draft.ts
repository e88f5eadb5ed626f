import { componentsPresets, costOf, planStudy, type Cost, type EstimatedComponents, type PlanOption, type PlanRequest, type VarianceComponents, type Wanted } from '@lookalike/alignment';
import { LookalikeError } from '@lookalike/errors';
import { taskOf } from '@lookalike/study';
import type { StudyView } from '../../api/views.ts';

/** What the page's form holds. Numbers that are emptied are null. */
export interface PlanDraft {
  kind: Wanted['kind'];
  score: number | null;
  otherScore: number | null;
  width: number | null;
  margin: number | null;
  /** Percent. */
  power: number | null;
  /** A preset's name; `own`: the numbers below; `estimated`: those of another study's answers. */
  assumed: string;
  raterSd: number | null;
  targetSd: number | null;
  /** Percent. */
  raterOwn: number | null;
  targetOwn: number | null;
  perRater: number | null;
  /** Numbers of targets to compare with the study's own, with commas. */
  otherTargets: string;
  secondsPerTrial: number | null;
  fixedMinutes: number | null;
  /** Percent on top of the reward. */
  platformFee: number | null;
  /** Percent of sessions that will not count. */
  excluded: number | null;
}

export interface PlanLine {
  readonly option: PlanOption;
  /** With those that will not count; null where no number of raters is enough. */
  readonly places: number | null;
  readonly cost: Cost | null;
}

export type PlanResult =
  | { readonly kind: 'plan'; readonly request: PlanRequest; readonly lines: readonly PlanLine[]; readonly targetCounts: readonly number[] }
  | { readonly kind: 'problem'; readonly message: string };

/** What the page begins with: the study's own session, and a width, which supposes least. */
export function defaultPlanDraft({ configuration }: Pick<StudyView, 'configuration'>): PlanDraft {
  return {
    kind: 'width', score: 0.5, otherScore: 0.4, width: 0.15, margin: 0.1, power: 80,
    assumed: 'usual', raterSd: 0.3, targetSd: 0.92, raterOwn: 50, targetOwn: 50,
    perRater: configuration.design.perCondition, otherTargets: '20, 50, 100, 200',
    secondsPerTrial: 6, fixedMinutes: 2, platformFee: 0, excluded: 10,
  };
}

/** Another thing wanted. Scores that differ are for a difference, the same ones for equivalence: what was typed for one is no use for the other. */
export function withKind(draft: PlanDraft, kind: PlanDraft['kind']): PlanDraft {
  const { score, otherScore, margin } = draft;
  if (score === null || otherScore === null) return { ...draft, kind };
  const apart = Math.abs(score - otherScore);
  if (kind === 'equivalence' && margin !== null && apart >= margin - 1e-9) return { ...draft, kind, otherScore: score };
  if (kind === 'difference' && apart === 0) return { ...draft, kind, otherScore: Number((score >= 0.1 ? score - 0.1 : score + 0.1).toFixed(3)) };
  return { ...draft, kind };
}

/** What is planned with, or what stands in the way, in words. @param estimated of another study's answers, where the draft asks for them */
export function planOf(draft: PlanDraft, study: Pick<StudyView, 'configuration' | 'operation' | 'conditions' | 'targetCount'>, estimated: EstimatedComponents | undefined): PlanResult {
  const { configuration, operation } = study;
  const emptied = missingIn(draft);
  if (emptied !== undefined) return { kind: 'problem', message: `${emptied} is empty. Give a number.` };
  const targetCounts = targetCountsOf(draft.otherTargets, study.targetCount);
  if (targetCounts.length === 0) return { kind: 'problem', message: 'There is no number of targets to plan with. Give one, or several with commas, from 2.' };
  const share = numberOr(draft.excluded) / 100;
  if (!(share >= 0 && share < 1)) return { kind: 'problem', message: `${draft.excluded} % of sessions are expected not to count. Expected 0 to 99.` };
  try {
    const request: PlanRequest = {
      wanted: wantedOf(draft, taskOf(configuration).chance(configuration.task)), components: componentsOfDraft(draft, estimated),
      perRater: numberOr(draft.perRater), sharesTargets: configuration.design.targets === 'shared', conditionCount: Math.max(1, study.conditions.length),
    };
    const groupSize = taskOf(configuration).groupSize(configuration.task);
    const lines = planStudy(request, targetCounts).map((option): PlanLine => {
      if (option.raters === null) return { option, places: null, cost: null };
      const places = Math.ceil(option.raters / (1 - share));
      return { option, places, cost: costOf(places, {
        scoredTrials: (request.conditionCount * option.perRater) / groupSize, otherTrials: configuration.trials.catchCount + configuration.trials.practiceCount,
        secondsPerTrial: numberOr(draft.secondsPerTrial), fixedMinutes: numberOr(draft.fixedMinutes), reward: operation.reward, platformShare: numberOr(draft.platformFee) / 100,
      }) };
    });
    return { kind: 'plan', request, lines, targetCounts };
  } catch (error) {
    if (error instanceof LookalikeError) return { kind: 'problem', message: error.message };
    throw error;
  }
}

export function wantedOf({ kind, score, otherScore, width, margin, power }: PlanDraft, chance: number): Wanted {
  const [first, second, probability] = [numberOr(score), numberOr(otherScore), numberOr(power) / 100];
  switch (kind) {
    case 'width': return { kind, score: first, width: numberOr(width) };
    case 'chance': return { kind, score: first, chance, power: probability };
    case 'difference': return { kind, score: first, otherScore: second, power: probability };
    case 'equivalence': return { kind, score: first, otherScore: second, margin: numberOr(margin), power: probability };
  }
}

function componentsOfDraft({ assumed, raterSd, targetSd, raterOwn, targetOwn }: PlanDraft, estimated: EstimatedComponents | undefined): VarianceComponents {
  if (assumed === 'estimated' && estimated !== undefined) return estimated;
  const preset = componentsPresets.find(({ name }) => name === assumed);
  return preset ?? { raterSd: numberOr(raterSd), targetSd: numberOr(targetSd), raterOwnShare: numberOr(raterOwn) / 100, targetOwnShare: numberOr(targetOwn) / 100 };
}

/** The study's own number first to be there, then those to compare with; sorted, each once. */
export function targetCountsOf(text: string, own: number): number[] {
  const others = text.split(/[\s,;]+/u).map(Number).filter((count) => Number.isSafeInteger(count) && count >= 2);
  return [...new Set([...(own >= 2 ? [own] : []), ...others])].sort((a, b) => a - b).slice(0, 8);
}

const fieldNames: readonly (readonly [keyof PlanDraft, string, (draft: PlanDraft) => boolean])[] = [
  ['score', 'The true score', () => true],
  ['otherScore', 'The other true score', ({ kind }) => kind === 'difference' || kind === 'equivalence'],
  ['width', 'The width', ({ kind }) => kind === 'width'],
  ['margin', 'The margin', ({ kind }) => kind === 'equivalence'],
  ['power', 'The power', ({ kind }) => kind !== 'width'],
  ...(['raterSd', 'targetSd', 'raterOwn', 'targetOwn'] as const).map((name) => [name, 'A number of how raters and targets differ', ({ assumed }: PlanDraft) => assumed === 'own'] as const),
  ['perRater', 'The number of targets per rater', () => true],
  ['secondsPerTrial', 'The time of a trial', () => true],
  ['fixedMinutes', 'The time of everything else', () => true],
  ['platformFee', 'The platform’s fee', () => true],
  ['excluded', 'The share of sessions that will not count', () => true],
];

function missingIn(draft: PlanDraft): string | undefined {
  return fieldNames.find(([name, , isUsed]) => isUsed(draft) && draft[name] === null)?.[1];
}

/** Only asked of fields that are not empty. */
function numberOr(value: number | null): number {
  return value ?? Number.NaN;
}

/** The query that the preregistration document takes for a plan. */
export function preregistrationQuery({ wanted, components }: PlanRequest, { raters, targets, perRater }: { readonly raters: number; readonly targets: number; readonly perRater: number }): string {
  const { kind, ...numbers } = wanted;
  const { raterSd, targetSd, raterOwnShare, targetOwnShare } = components;
  return new URLSearchParams(Object.entries({ wanted: kind, ...numbers, raterSd, targetSd, raterOwnShare, targetOwnShare, raters, targets, perRater }).map(([name, value]): [string, string] => [name, String(value)])).toString();
}

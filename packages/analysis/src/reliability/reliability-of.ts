import { alphaWithInterval, targetReliability, type TargetReliability } from '@lookalike/alignment';
import { medianOf, scoredItems } from '@lookalike/answers';
import { createRandom } from '@lookalike/random';
import { compared } from '../compared-condition.ts';
import { countedSessions } from '../counted-answers.ts';
import { given, notGiven, type Given } from '../given.ts';
import { ratingsOf } from '../ratings.ts';
import type { AnalysisInput, AnalysisSettings, Report } from '../section.ts';
import type { Reliability } from './reliability.ts';

const BINS = 10;

export function reliabilityOf(input: AnalysisInput, settings: AnalysisSettings, report: Report = () => undefined): Reliability {
  const { study } = input.context;
  const sessions = countedSessions(input, settings);
  const rng = createRandom(study.configuration.randomSeed).child('reliability');
  const conditions = study.conditions.map((condition, index) => {
    const { conditionId } = condition;
    const of = targetReliability(scoredItems(sessions, conditionId), rng.child(conditionId));
    const result = {
      condition: compared(condition),
      agreement: alphaWithInterval(ratingsOf(study, sessions, conditionId)),
      splitHalf: orWhy(of.splitHalf, of),
      ceiling: orWhy(of.ceiling, of),
      difficulty: { targets: of.targets.length, ratersOfTarget: medianOf(of.targets.map(({ raters }) => raters)) ?? null, counts: countsOf(of.targets.map(({ share }) => share)) },
      method: of.method,
      excluded: of.excluded,
    };
    report((index + 1) / study.conditions.length);
    return result;
  });
  return { conditions, randomSeed: rng.seed };
}

function orWhy(value: number | null, { targets, excluded }: TargetReliability): Given<number> {
  if (value !== null) return given(value);
  if (targets.length === 0) return notGiven('no_answers', 'Nobody has answered about this condition whose answers count.');
  const enough = targets.filter(({ raters }) => raters >= 5).length;
  return enough < 3 ? notGiven('few_raters', `${enough} targets have five raters or more; three are needed. ${excluded} answers are about targets with fewer.`) : notGiven('all_alike', 'Raters say the same of every target, so that nothing tells targets apart.');
}

function countsOf(shares: readonly number[]): number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  // A tiny step up: 0.3 is a little less than three tenths.
  for (const share of shares) counts[Math.min(BINS - 1, Math.floor(share * BINS + 1e-9))]!++;
  return counts;
}

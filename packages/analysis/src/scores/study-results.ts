import { conditionTables, differenceOf, DRAWS, LEVEL, scoreOf, type IntervalMethod } from '@lookalike/alignment';
import { type JudgedSession, mainTrials, type RowContext, scoredItems, summaryOf } from '@lookalike/answers';
import { createRandom, type Random } from '@lookalike/random';
import { stimulusKey, taskOf, type Condition, type FrozenStudy } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { confusionTables } from './confusion.ts';
import { qualityOf } from './quality.ts';
import type { ConditionComparison, ConditionScore, Results } from './results.ts';
import { shortfallOfStudy } from './shortfall.ts';

export interface ResultsRequest {
  readonly context: RowContext;
  /** Sessions of one kind of rater, or of all; those without an answer of the main phase are left aside. */
  readonly sessions: readonly JudgedSession[];
  /** Whether sessions that an exclusion rule flags count. */
  readonly includesFlagged: boolean;
  /** Whether places are for the raters of these sessions: else nothing can be short. */
  readonly arePeople: boolean;
  /** How intervals are made; `bootstrap` for results as they were published by earlier versions. */
  readonly method?: IntervalMethod;
}

/** Scores, comparisons and the quality of the answers, by condition. Everything random follows from the study's seed. */
export function studyResults({ context, sessions, includesFlagged, arePeople, method = 'crossed-beta' }: ResultsRequest): Results {
  const { study } = context;
  const answered = sessions.filter((judged) => mainTrials(judged).length > 0);
  const passed = answered.filter(({ exclusionReasons }) => exclusionReasons.length === 0);
  const included = includesFlagged ? answered : passed;
  const tables = conditionTables(study.conditions.map(({ conditionId }) => ({ conditionId, trials: scoredItems(included, conditionId) })));
  return {
    scores: study.conditions.map((condition): ConditionScore => {
      const rng = scoreRandom(study, condition.conditionId);
      return {
        condition: compared(condition),
        network: networkOf(condition, context),
        score: scoreOf(tables, condition.conditionId, { chance: taskOf(study.configuration).chance(study.configuration.task), method, rng }),
        randomSeed: rng.seed,
        distance: summaryOf(shownDistances(context, condition.conditionId)) ?? null,
        acceptance: acceptanceOf(context, condition.conditionId),
      };
    }),
    comparisons: pairsOf(study.conditions).map(([first, second]): ConditionComparison => {
      const rng = differenceRandom(study, first.conditionId, second.conditionId);
      const difference = differenceOf(tables, first.conditionId, second.conditionId, { method, rng });
      return { first: compared(first), second: compared(second), difference, randomSeed: rng.seed };
    }),
    confusions: confusionTables(study, included),
    quality: qualityOf(study, answered, included),
    shortfall: arePeople ? shortfallOfStudy(context, sessions, passed) : null,
    bootstrap: { draws: DRAWS, level: LEVEL },
  };
}

export interface Bootstrap {
  readonly draws: number;
  readonly level: number;
  readonly scores: readonly { readonly conditionId: string; readonly randomSeed: string }[];
  readonly differences: readonly { readonly firstId: string; readonly secondId: string; readonly randomSeed: string }[];
}

/** How the bootstrap of earlier versions draws every interval of a study's results: the same whoever's answers they are of. */
export function bootstrapOf(study: FrozenStudy): Bootstrap {
  return {
    draws: DRAWS,
    level: LEVEL,
    scores: study.conditions.map(({ conditionId }) => ({ conditionId, randomSeed: scoreRandom(study, conditionId).seed })),
    differences: pairsOf(study.conditions).map(([{ conditionId: firstId }, { conditionId: secondId }]) => ({ firstId, secondId, randomSeed: differenceRandom(study, firstId, secondId).seed })),
  };
}

/** The source of everything that the bootstrap of a score draws. */
function scoreRandom({ configuration }: FrozenStudy, conditionId: string): Random {
  return createRandom(configuration.randomSeed).child('results').child(`score-${conditionId}`);
}

/** The source of everything that the bootstrap of a difference draws. */
function differenceRandom({ configuration }: FrozenStudy, firstId: string, secondId: string): Random {
  return createRandom(configuration.randomSeed).child('results').child(`difference-${firstId}-${secondId}`);
}

/** Each two conditions once, in the study's order. */
function pairsOf<T>(conditions: readonly T[]): readonly (readonly [T, T])[] {
  return conditions.flatMap((first, index) => conditions.slice(index + 1).map((second) => [first, second] as const));
}

function networkOf({ conditionId, networkName, networkFileHash }: Condition, { runs }: RowContext): ConditionScore['network'] {
  const network = runs.get(conditionId)?.network;
  const [name, fileHash] = [networkName ?? network?.name, networkFileHash ?? network?.fileHash];
  return name === undefined || fileHash === undefined ? null : { name, fileHash };
}

function shownDistances({ study, auditOf }: RowContext, conditionId: string): readonly number[] {
  return study.stimuli.flatMap((stimulus) => (stimulus.conditionId === conditionId ? (auditOf.get(stimulusKey(stimulus))?.representationDistance ?? []) : []));
}

function acceptanceOf({ runs }: RowContext, conditionId: string): ConditionScore['acceptance'] {
  const run = runs.get(conditionId);
  return run === undefined ? null : { accepted: run.acceptedCount, total: run.totalCount };
}

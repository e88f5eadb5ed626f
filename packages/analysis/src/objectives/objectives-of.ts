import { rankCorrelations } from '@lookalike/alignment';
import { createRandom } from '@lookalike/random';
import type { Condition } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { comparable, compareAll, EQUIVALENCE_MARGIN } from '../comparison/compare.ts';
import { answeredConditions, tablesOf, type AnsweredCondition } from '../counted-answers.ts';
import { given, givenByData, notGiven } from '../given.ts';
import type { AnalysisInput, AnalysisSettings } from '../section.ts';
import type { Objectives } from './objectives.ts';

const OBJECTIVE = 'objective';

export function objectivesOf(input: AnalysisInput, settings: AnalysisSettings): Objectives {
  const rng = createRandom(input.context.study.configuration.randomSeed).child('objectives');
  const { kept } = comparable(answeredConditions(input, settings));
  const objectives = [...new Set(kept.flatMap(({ condition }) => condition.factors[OBJECTIVE] ?? []))].sort();
  const ofObjective = (objective: string): readonly AnsweredCondition[] => kept.filter(({ condition }) => condition.factors[OBJECTIVE] === objective);
  return {
    rankings: objectives.map((objective) => {
      // Only ranks are reported, which no margin changes.
      const comparison = compareAll(ofObjective(objective), { margin: EQUIVALENCE_MARGIN, rng: rng.child(`ranks-${objective}`) });
      if (comparison.reason !== null) return { objective, ranking: comparison };
      const { scores, randomSeed } = comparison.value;
      return { objective, ranking: given({ randomSeed, scores: scores.map(({ simultaneous: _, ...score }) => score).sort((a, b) => b.estimate - a.estimate) }) };
    }),
    correlations: objectives.flatMap((first, index) => objectives.slice(index + 1).map((second) => {
      const pairs = pairsOf(ofObjective(first), ofObjective(second));
      return { first, second, networks: pairs.map((pair) => ({ first: compared(pair.first.condition), second: compared(pair.second.condition) })), correlation: correlationOf(pairs, rng.child(`correlation-${first}-${second}`)) };
    })),
  };
}

interface Pair {
  readonly first: AnsweredCondition;
  readonly second: AnsweredCondition;
}

/** Each network under both objectives; where several conditions of one objective are the same in all else, the first of each. */
function pairsOf(first: readonly AnsweredCondition[], second: readonly AnsweredCondition[]): readonly Pair[] {
  const bySameElse = new Map([...second].reverse().map((each) => [sameElse(each.condition), each]));
  const seen = new Set<string>();
  return first.flatMap((each) => {
    const key = sameElse(each.condition);
    const other = bySameElse.get(key);
    if (other === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ first: each, second: other }];
  });
}

/** What a condition is apart from its objective: its network, and all other factors. */
function sameElse({ networkFileHash, networkName, factors }: Condition): string {
  const others = Object.entries(factors).filter(([name]) => name !== OBJECTIVE).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([networkFileHash ?? networkName ?? '', others]);
}

function correlationOf(pairs: readonly Pair[], rng: ReturnType<typeof createRandom>): Objectives['correlations'][number]['correlation'] {
  if (pairs.length < 3) return notGiven('few_networks', `${pairs.length} networks have answers under both objectives. A correlation of ranks needs three at least.`);
  const all = pairs.flatMap(({ first, second }) => [first, second]);
  const shared = all.map(({ trials }) => new Set(trials.map(({ targetId }) => targetId))).reduce((common, own) => new Set([...common].filter((id) => own.has(id))));
  if (shared.size === 0) return notGiven('no_shared_targets', 'These conditions have no target in common.');
  const onShared = ({ condition, trials }: AnsweredCondition): AnsweredCondition => ({ condition, trials: trials.filter(({ targetId }) => shared.has(targetId)) });
  return givenByData(() => ({
    ...rankCorrelations({ tables: tablesOf(all.map(onShared)), pairs: pairs.map(({ first, second }) => ({ firstId: first.condition.conditionId, secondId: second.condition.conditionId })), rng }),
    targets: shared.size,
    excluded: all.reduce((sum, each) => sum + each.trials.length - onShared(each).trials.length, 0),
    randomSeed: rng.seed,
  }));
}

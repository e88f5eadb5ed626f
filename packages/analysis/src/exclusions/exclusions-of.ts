import { alignmentScore, type Estimate } from '@lookalike/alignment';
import { mainTrials, scoredItems, type JudgedSession } from '@lookalike/answers';
import { taskOf } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { sessionsOfKind, type AnalysisInput, type AnalysisSettings, type Report } from '../section.ts';
import type { Exclusions } from './exclusions.ts';

type Row = Exclusions['rows'][number];

/** The settings' `include` has no say: this is about what it would do. */
export function exclusionsOf(input: AnalysisInput, settings: AnalysisSettings, report: Report = () => undefined): Exclusions {
  const { study } = input.context;
  const chance = taskOf(study.configuration).chance(study.configuration.task);
  const sessions = sessionsOfKind(input, settings).filter((judged) => mainTrials(judged).length > 0);
  const reasons = [...new Set(sessions.flatMap(({ exclusionReasons }) => exclusionReasons))].sort();
  const variants: Pick<Row, 'kind' | 'reason' | 'excluded'>[] = [
    { kind: 'none', reason: null, excluded: [] },
    { kind: 'all', reason: null, excluded: reasons },
    // With one reason each of these is one of the two above.
    ...(reasons.length < 2 ? [] : reasons.flatMap((reason) => [{ kind: 'only' as const, reason, excluded: [reason] }, { kind: 'all_but' as const, reason, excluded: reasons.filter((other) => other !== reason) }])),
  ];
  const computed = variants.map((variant, index) => {
    const left = sessions.filter(({ exclusionReasons }) => !exclusionReasons.some((reason) => variant.excluded.includes(reason)));
    const row = { ...variant, sessions: left.length, scores: study.conditions.map(({ conditionId }) => scoreOf(left, conditionId, chance)) };
    report((index + 1) / variants.length);
    return row;
  });
  const usual = computed[1]!.scores; // The row with all reasons.
  return {
    conditions: study.conditions.map(compared),
    reasons: reasons.map((reason) => ({ reason, sessions: sessions.filter(({ exclusionReasons }) => exclusionReasons.includes(reason)).length })),
    rows: computed.map((row) => ({ ...row, largestChange: largestChange(study.conditions.map(({ conditionId }) => conditionId), row.scores, usual) })),
  };
}

function scoreOf(sessions: readonly JudgedSession[], conditionId: string, chance: number): Estimate {
  const { estimate, interval, n, excluded } = alignmentScore({ trials: scoredItems(sessions, conditionId), chance });
  return { estimate, interval, n, excluded };
}

function largestChange(conditionIds: readonly string[], scores: readonly Estimate[], usual: readonly Estimate[]): Row['largestChange'] {
  const changes = conditionIds.flatMap((conditionId, index) => {
    const [here, there] = [scores[index]?.estimate ?? null, usual[index]?.estimate ?? null];
    return here === null || there === null ? [] : [{ conditionId, change: here - there }];
  });
  return changes.reduce<Row['largestChange']>((most, each) => (most === null || Math.abs(each.change) > Math.abs(most.change) ? each : most), null);
}

import { type JudgedSession, mainTrials } from '@lookalike/answers';
import { stimulusKey, taskOf, type FrozenStudy } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import type { ConfusionTable } from './results.ts';

/** For each condition how often each label was said of the stimuli of each label; null where answers are no labels. */
export function confusionTables(study: FrozenStudy, sessions: readonly JudgedSession[]): ConfusionTable[] | null {
  if (taskOf(study.configuration).form !== 'label') return null;
  const labelOf = new Map(study.stimuli.map((stimulus) => [stimulusKey(stimulus), stimulus.label]));
  return study.conditions.map((condition) => {
    const { conditionId } = condition;
    const answers = sessions.flatMap((judged) => mainTrials(judged)).flatMap(({ trial, items }) => (trial.role === 'scored' ? items : [])).flatMap((item) => {
      const right = item.conditionId === conditionId ? labelOf.get(stimulusKey({ conditionId, targetId: item.targetId })) : undefined;
      return right === undefined ? [] : [{ right, said: item.outcome === undefined ? undefined : item.said }];
    });
    const labels = [...new Set([...labelOf.values(), ...answers.map(({ said }) => said)].flatMap((label) => label ?? []))].sort();
    const count = (right: string, said: string | undefined): number => answers.filter((answer) => answer.right === right && answer.said === said).length;
    return { condition: compared(condition), labels, counts: labels.map((right) => labels.map((said) => count(right, said))), unanswered: labels.map((right) => count(right, undefined)) };
  });
}

import { wilsonInterval } from '@lookalike/alignment';
import type { RowContext } from '@lookalike/answers';
import { stimulusKey } from '@lookalike/study';
import type { AnsweredCondition } from '../counted-answers.ts';
import type { AnsweredStimulus } from './stimuli.ts';

/** Every stimulus that the study shows of a condition, with its answers; the lowest share first, then as many raters as possible, those without answers last. */
export function answeredStimuli({ condition, trials }: AnsweredCondition, { study, targetNameOf, auditOf }: RowContext): AnsweredStimulus[] {
  const byTarget = new Map<string, (typeof trials)[number][]>();
  for (const trial of trials) byTarget.set(trial.targetId, [...(byTarget.get(trial.targetId) ?? []), trial]);
  return study.stimuli
    .filter(({ conditionId }) => conditionId === condition.conditionId)
    .map((stimulus): AnsweredStimulus => {
      const { targetId, label, queryHash, targetHash, seedHash } = stimulus;
      const answers = byTarget.get(targetId) ?? [];
      const sum = answers.reduce((total, { outcome }) => total + outcome, 0);
      return {
        targetId, targetName: targetNameOf.get(targetId) ?? null, label: label ?? null, queryHash, targetHash, seedHash,
        share: answers.length === 0 ? null : sum / answers.length,
        interval: answers.length === 0 ? null : wilsonInterval({ successes: sum, trials: answers.length }),
        answers: answers.length,
        raters: new Set(answers.map(({ raterId }) => raterId)).size,
        distance: auditOf.get(stimulusKey(stimulus))?.representationDistance ?? null,
      };
    })
    .sort((a, b) => (a.share ?? 2) - (b.share ?? 2) || b.raters - a.raters || (a.targetId < b.targetId ? -1 : 1));
}

import { expect, it } from 'vitest';
import { configurationWith, makeStudy } from '../example-study.test-data.ts';
import { plannedCounts, planSession, stimulusKey, type FrozenStudy, type TaskName } from '../index.ts';

function counted(study: FrozenStudy, planCount: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let planIndex = 0; planIndex < planCount; planIndex++) {
    for (const { role, items } of planSession(study, planIndex)) {
      for (const { conditionId, targetId } of role === 'scored' ? items : []) {
        const key = stimulusKey({ conditionId: conditionId ?? '', targetId });
        counts[key] = (counts[key] ?? 0) + 1;
      }
    }
  }
  return counts;
}

const trials = { catchCount: 1, practiceCount: 0, practicePassCount: 0, blockSize: 20 };

it.each<[string, TaskName, 'shared' | 'once', readonly string[][] | undefined]>([
  ['2AFC that shares targets', '2afc', 'shared', undefined],
  ['2AFC that shows a target once', '2afc', 'once', undefined],
  ['matching with sets drawn by the session', 'matching', 'shared', undefined],
  ['matching with sets made at launch', 'matching', 'shared', Array.from({ length: 5 }, (_, set) => [0, 1, 2].map((member) => `target-${3 * set + member}`))],
])('%s: counts what plans show', (_, name, targets, sets) => {
  const study = makeStudy({ conditionCount: 2, targetCount: 15, configuration: configurationWith({ trials, design: { targets, perCondition: 6, answersPerStimulus: null } }, name), sets });
  expect(Object.fromEntries(plannedCounts(study, 7))).toEqual(counted(study, 7));
});

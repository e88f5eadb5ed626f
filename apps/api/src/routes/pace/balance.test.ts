import { expect, it } from 'vitest';
import type { FrozenStudy, PlannedTrial } from '@lookalike/study';
import { askedIn, balanceOf } from './balance.ts';

const stimulus = (iriId: string, conditionId: string) => ({ iriId, conditionId, targetId: 't', queryHash: '', targetHash: '', seedHash: null });
const condition = (conditionId: string) => ({ conditionId, name: conditionId.toUpperCase() }) as FrozenStudy['conditions'][number]; // Its name is all that is asked.

it('counts answers of conditions, and of their least and most answered stimuli', () => {
  const study = { conditions: [condition('a'), condition('b')], stimuli: [stimulus('a1', 'a'), stimulus('a2', 'a'), stimulus('b1', 'b')] };
  expect(balanceOf(study, [['a1', 'b1'], ['a1', 'a2', 'b1'], ['a1']])).toEqual([
    { conditionId: 'a', name: 'A', answerCount: 4, fewest: 1, most: 3 },
    { conditionId: 'b', name: 'B', answerCount: 2, fewest: 2, most: 2 },
  ]);
  expect(balanceOf(study, [])).toMatchObject([{ answerCount: 0, fewest: 0, most: 0 }, { answerCount: 0 }]);
});

it('asks about what is scored, and not about practice, catch trials and foils', () => {
  const trial = (phase: 'practice' | 'main', role: 'scored' | 'catch' | 'foil', iriId?: string): PlannedTrial => ({ trialIndex: 0, blockIndex: 0, round: 0, phase, role, items: [{ targetId: 't', ...(iriId === undefined ? {} : { iriId, conditionId: 'a' }) }] });
  expect(askedIn([trial('practice', 'scored', 'p'), trial('main', 'scored', 'm'), trial('main', 'catch', 'c'), trial('main', 'scored'), trial('main', 'foil', 'f')])).toEqual(['m']);
});

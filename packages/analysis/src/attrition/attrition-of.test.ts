import { judgeSession } from '@lookalike/answers';
import { sessionWith } from '@lookalike/answers/testing';
import { expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy } from '../testing.ts';
import { attritionOf } from './attrition-of.ts';

const context = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 8, perCondition: 4 }));
const answered = plantedSessions(context, { intercept: 0, effects: {}, raterSd: 0, targetSd: 0, randomSeed: 'attrition' }, { count: 2 });
const others = ([
  { id: 'entered', kind: 'simulated', state: 'assigned', consentedAt: undefined },
  { id: 'declined', kind: 'simulated', state: 'no_consent', consentedAt: undefined },
  { id: 'away', kind: 'simulated', state: 'in_progress' },
  { id: 'withdrew', kind: 'simulated', state: 'withdrawn' },
  { id: 'person', kind: 'person', state: 'assigned' },
] as const).map((change) => judgeSession(context.study, sessionWith(change), []));

it('counts everybody who entered, of one kind, down to those that count', () => {
  expect(attritionOf({ context, sessions: [...answered, ...others] }, { raterKind: 'simulated', include: 'passed' })).toEqual({
    entered: 6, consented: 3, finished: 2, counted: 2,
    endings: [{ ending: 'completed', sessions: 2 }, { ending: 'in_progress', sessions: 2 }, { ending: 'declined', sessions: 1 }, { ending: 'withdrawn', sessions: 1 }],
  });
});

it('is all 0 where nobody came', () => {
  expect(attritionOf({ context, sessions: [] }, { raterKind: 'person', include: 'passed' })).toEqual({ entered: 0, consented: 0, finished: 0, counted: 0, endings: [] });
});

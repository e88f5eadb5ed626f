import { defaultStudyConfiguration, defaultStudyOperation } from '@lookalike/study';
import { expect, it } from 'vitest';
import type { StudyView } from '../../api/views.ts';
import { defaultPlanDraft, planOf, preregistrationQuery, targetCountsOf, withKind, type PlanDraft } from './plan-draft.ts';

const study = {
  configuration: defaultStudyConfiguration(),
  operation: { ...defaultStudyOperation(), completionCode: 'x', reward: { amount: 9, currency: 'GBP', basis: 'hour' } },
  conditions: [{}, {}],
  targetCount: 60,
} as unknown as StudyView;
const plan = (changes: Partial<PlanDraft> = {}) => planOf({ ...defaultPlanDraft(study), ...changes }, study, undefined);

it('plans with the study’s own targets, and with others beside it', () => {
  const result = plan();
  expect(result).toMatchObject({ kind: 'plan', targetCounts: [20, 50, 60, 100, 200], request: { wanted: { kind: 'width', score: 0.5, width: 0.15 }, components: { name: 'usual' }, sharesTargets: true, conditionCount: 2 } });
  const own = result.kind === 'plan' ? result.lines.find(({ option }) => option.targets === 60) : undefined;
  // A tenth will not count: for 18 raters that do, 20 places.
  expect(own!.places).toBe(Math.ceil(own!.option.raters! / 0.9));
  expect(own!.cost!.total).toBeGreaterThan(5);
});

it('a difference supposes two scores and a power in percent', () => {
  expect(plan({ kind: 'difference', score: 0.4, otherScore: 0.2, power: 90 })).toMatchObject({ request: { wanted: { kind: 'difference', score: 0.4, otherScore: 0.2, power: 0.9 } } });
});

it('equivalence begins with equal scores, a difference with different ones, and what was typed stays where it can', () => {
  const draft = defaultPlanDraft(study);
  expect(withKind(draft, 'equivalence')).toMatchObject({ kind: 'equivalence', score: 0.5, otherScore: 0.5 });
  expect(withKind({ ...draft, otherScore: 0.45 }, 'equivalence')).toMatchObject({ otherScore: 0.45 });
  expect(withKind({ ...draft, score: 0.02, otherScore: 0.02 }, 'difference')).toMatchObject({ otherScore: 0.12 });
  expect(withKind({ ...draft, score: null }, 'equivalence')).toMatchObject({ kind: 'equivalence', otherScore: 0.4 });
});

it('chance is the task’s', () => {
  expect(plan({ kind: 'chance', score: 0.7 })).toMatchObject({ request: { wanted: { kind: 'chance', chance: 0.5 } } });
});

it.each<[string, Partial<PlanDraft>, string]>([
  ['an emptied field', { width: null }, 'The width is empty. Give a number.'],
  ['an emptied component', { assumed: 'own', targetSd: null }, 'A number of how raters and targets differ is empty. Give a number.'],
  ['a width of nothing', { width: 0 }, 'The width is 0. Expected a number between 0 and 1, such as 0.1.'],
  ['everybody left out', { excluded: 100 }, '100 % of sessions are expected not to count. Expected 0 to 99.'],
])('says what is wrong with %s', (_name, changes, message) => {
  expect(plan(changes)).toEqual({ kind: 'problem', message });
});

it('a field that the wanted thing does not use may be empty', () => {
  expect(plan({ margin: null, otherScore: null, power: null }).kind).toBe('plan');
});

it('numbers of targets are read from a text', () => {
  expect(targetCountsOf('200; 50,x 1 50', 60)).toEqual([50, 60, 200]);
  expect(targetCountsOf('', 0)).toEqual([]);
});

it('the query for the document has every number of the plan', () => {
  const result = plan();
  if (result.kind !== 'plan') throw new Error(result.message);
  expect(preregistrationQuery(result.request, { raters: 18, targets: 60, perRater: 16 })).toBe('wanted=width&score=0.5&width=0.15&raterSd=0.3&targetSd=0.92&raterOwnShare=0.5&targetOwnShare=0.5&raters=18&targets=60&perRater=16');
});

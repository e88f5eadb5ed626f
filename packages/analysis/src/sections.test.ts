import type { JudgedSession, RowContext } from '@lookalike/answers';
import { exampleContext, exampleStudy, observedSession } from '@lookalike/answers/testing';
import type { TaskName } from '@lookalike/study';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { sections, type AnalysisSettings, type Section } from './index.ts';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedStudy, type PlantedTruth } from './testing.ts';

const truth: PlantedTruth = { intercept: 0, effects: { loss: { a: 1 } }, raterSd: 0.5, targetSd: 0.7, randomSeed: 'awkward' };
const crossed = crossedFactors({ architecture: ['resnet', 'vgg'], loss: ['a', 'b'] });

interface Awkward {
  readonly conditions?: PlantedStudy['conditions'];
  readonly targetCount?: number;
  readonly perCondition?: number;
  readonly raters?: number;
  readonly change?: Partial<PlantedTruth>;
  readonly distanceOf?: () => number;
  readonly edit?: (sessions: readonly JudgedSession[]) => readonly JudgedSession[];
}

/** Both kinds of rater answer, so that every section has something to do. */
function inputOf({ conditions = crossed, targetCount = 12, perCondition = 6, raters = 6, change = {}, distanceOf, edit = (sessions) => sessions }: Awkward): { readonly context: RowContext; readonly sessions: readonly JudgedSession[] } {
  const context = plantedContext(plantedStudy({ conditions, targetCount, perCondition }), distanceOf === undefined ? {} : { distanceOf });
  const of = (kind: 'person' | 'simulated') => plantedSessions(context, { ...truth, ...change }, { count: raters, kind });
  return { context, sessions: edit([...of('person'), ...of('simulated')]) };
}

const outcomes = (outcomeOf: (conditionId: string) => number) => (sessions: readonly JudgedSession[]): JudgedSession[] =>
  sessions.map((judged) => ({ ...judged, trials: judged.trials.map((trial) => ({ ...trial, items: trial.items.map((item) => (item.outcome === undefined ? item : { ...item, outcome: outcomeOf(item.conditionId ?? '') })) })) }));

const inputs: Readonly<Record<string, Awkward>> = {
  'answers as usual': {},
  'no answers': { raters: 0 },
  'one rater': { raters: 1 },
  'two raters': { raters: 2 },
  'one target': { targetCount: 1, perCondition: 1 },
  'one condition': { conditions: crossed.slice(0, 1) },
  'no condition but references': { conditions: [{ name: 'Originals', factors: { reference: 'original' }, reference: 'original' }, { name: 'Others', factors: { reference: 'other-image' }, reference: 'other-image' }] },
  'all choose the target': { change: { intercept: 99 } },
  'all choose the seed': { change: { intercept: -99 } },
  'one condition is all target, the others all seed': { edit: outcomes((conditionId) => Number(conditionId.includes('resnet a'))) },
  'ties only': { edit: outcomes(() => 0.5) },
  'conditions without factors': { conditions: crossed.map(({ name }) => ({ name, factors: {} })) },
  'a level for each condition': { conditions: crossed.map(({ name, factors }) => ({ name, factors: { ...factors, network: name } })) },
  'factors that go together': { conditions: [{ name: 'x', factors: { loss: 'a', depth: '18' } }, { name: 'y', factors: { loss: 'b', depth: '50' } }] },
  'one answer': { edit: (sessions) => sessions.slice(0, 1).map((judged) => ({ ...judged, trials: judged.trials.slice(0, 1) })) },
  'answers about one condition only': { edit: (sessions) => sessions.map((judged) => ({ ...judged, trials: judged.trials.filter(({ trial }) => trial.role === 'catch' || trial.items[0]?.conditionId === 'condition-vgg b') })) },
  'conditions without a target in common': { edit: (sessions) => sessions.map((judged, rater) => ({ ...judged, trials: judged.trials.filter(({ trial: { role, items: [item] } }) => role === 'catch' || (item?.conditionId?.charCodeAt(10) ?? 0) % 2 === rater % 2) })) },
  'everybody excluded': { edit: (sessions) => sessions.map((judged) => ({ ...judged, exclusionReasons: ['catch_failed'] })) },
  'd of 0': { distanceOf: () => 0 },
};
/** Each made once for all sections. */
const made = new Map<string, ReturnType<typeof inputOf>>();
function madeInput(name: string): ReturnType<typeof inputOf> {
  const input = made.get(name) ?? inputOf(inputs[name]!);
  made.set(name, input);
  return input;
}
const allSettings: readonly AnalysisSettings[] = [{ raterKind: 'person', include: 'passed' }, { raterKind: 'all', include: 'all' }, { raterKind: 'test', include: 'all' }];

/** Whoever reads the API reads JSON: a number that is none would be null there. */
function expectFits({ result, analyse }: Section, input: Parameters<Section['analyse']>[0], settings: AnalysisSettings): void {
  const shares: number[] = [];
  const value = analyse(input, settings, (share) => shares.push(share));
  expect([...Value.Errors(result, value)]).toEqual([]);
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
}

describe.each(Object.entries(sections as unknown as Readonly<Record<string, Section>>))('the section %s', (name, section) => {
  it.each(Object.keys(inputs))('has a result of its schema, or a reason: %s', (awkward) => {
    for (const settings of allSettings) expectFits(section, madeInput(awkward), settings);
  });

  it.each<TaskName>(['2afc', 'matching', 'classification'])('takes answers of %s', async (task) => {
    const study = exampleStudy(task);
    const sessions: JudgedSession[] = [];
    for (let planIndex = 0; planIndex < 4; planIndex++) for (const kind of ['person', 'simulated'] as const) sessions.push(await observedSession(study, { id: `${kind}-${planIndex}`, kind, planIndex }));
    for (const settings of allSettings) expectFits(section, { context: exampleContext(study), sessions }, settings);
  });

  it('is the same whenever it is computed, and in whatever order sessions come', () => {
    const { context, sessions } = inputOf({});
    const [settings] = allSettings;
    const first = section.analyse({ context, sessions }, settings!);
    expect(section.analyse({ context, sessions }, settings!)).toEqual(first);
    // Sums in another order differ in their last digits.
    if (name !== 'model') expectNear(section.analyse({ context, sessions: [...sessions].reverse() }, settings!), first);
  });
});

/** They count flagged sessions whatever is asked for. */
const ofAllSessions: readonly string[] = ['scores', 'exclusions', 'attrition'];

it.each(Object.entries(sections as unknown as Readonly<Record<string, Section>>).filter(([name]) => !ofAllSessions.includes(name)))('the section %s leaves flagged sessions out unless they are asked for', (_, section) => {
  const { context, sessions } = inputOf({ conditions: crossedFactors({ loss: ['a', 'b'], objective: ['adversarial', 'regularizer-free'] }) });
  const flagged = sessions.map((judged, index) => (index % 3 === 0 ? { ...judged, exclusionReasons: ['catch_failed'] } : judged));
  const of = (these: readonly JudgedSession[], include: AnalysisSettings['include']) => // The script for R says whom it leaves out.
    ({ ...(section.analyse({ context, sessions: these }, { raterKind: 'all', include }) as object), brms: undefined });
  expect(of(flagged, 'passed')).toEqual(of(flagged.filter(({ exclusionReasons }) => exclusionReasons.length === 0), 'all'));
  expect(of(flagged, 'all')).toEqual(of(sessions, 'passed'));
  expect(of(flagged, 'passed')).not.toEqual(of(flagged, 'all'));
});

function expectNear(value: unknown, expected: unknown): void {
  if (typeof value === 'number') expect(value).toBeCloseTo(expected as number, 7);
  else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) expectNear(each, (expected as Readonly<Record<string, unknown>>)[key]);
  else expect(value).toEqual(expected);
}

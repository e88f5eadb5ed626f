import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { observersOf } from './observers-of.ts';
import { Observers } from './observers.ts';

const settings = { raterKind: 'person', include: 'passed' } as const;
const context = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 24, perCondition: 12 }));
const truth: PlantedTruth = { intercept: 0, effects: {}, raterSd: 0.3, targetSd: 2, randomSeed: 'people' };
const people = plantedSessions(context, truth, { count: 16, kind: 'person' });

describe('people beside simulated observers', () => {
  // They know the same targets, and score higher on one condition.
  const alike = plantedSessions(context, { ...truth, effects: { loss: { b: 2 } } }, { count: 8 });
  const result = observersOf({ context, sessions: [...people, ...alike] }, settings);
  const [a, b] = result.conditions;

  it('differ by what was planted', () => {
    expect([...Value.Errors(Observers, result)]).toEqual([]);
    expect(result.sessions).toEqual({ people: 16, simulated: 8 });
    expect(a!.difference.value!.interval!.lower).toBeLessThan(0);
    expect(a!.difference.value!.interval!.upper).toBeGreaterThan(0);
    expect(b!.difference.value!.interval!.upper).toBeLessThan(0);
    expect(b!.people.estimate! - b!.simulated.estimate!).toBeCloseTo(b!.difference.value!.estimate!, 2);
  });

  it('agree by stimulus and in their errors, about as people among themselves', () => {
    expect(a!.agreement.value!.stimuli).toHaveLength(24);
    expect(a!.agreement.value!.interval!.lower).toBeGreaterThan(0.3);
    expect(a!.consistency.value!.interval!.lower).toBeGreaterThan(0);
    expect(Math.abs(a!.consistency.value!.kappa - a!.amongPeople.value!.kappa)).toBeLessThan(0.15);
  });

  it('do not agree where the observers see something else', () => {
    const [other] = observersOf({ context, sessions: [...people, ...plantedSessions(context, { ...truth, randomSeed: 'elsewhere' }, { count: 8 })] }, settings).conditions;
    expect(other!.consistency.value!.kappa).toBeLessThan(a!.consistency.value!.kappa - 0.15);
    expect(other!.agreement.value!.interval!.lower).toBeLessThan(0.1);
  });

  it('are whatever kind the settings name', () => {
    expect(observersOf({ context, sessions: [...people, ...alike] }, { ...settings, raterKind: 'simulated' })).toEqual(result);
  });
});

describe('people beside simulated observers, where something is missing', () => {
  const of = (sessions: typeof people) => observersOf({ context, sessions }, settings).conditions[0]!;

  it('say what', () => {
    expect(of([])).toMatchObject({ people: { estimate: null }, difference: { reason: { code: 'no_people' } }, amongPeople: { reason: { code: 'no_people' } } });
    expect(of(people)).toMatchObject({ difference: { reason: { code: 'no_observers' } }, consistency: { reason: { code: 'no_observers' } }, amongPeople: { value: { pairs: 56 } } });
    expect(of(people.slice(0, 1)).amongPeople.reason?.code).toBe('no_shared_stimuli');
  });

  it('have no consistency and no correlation where all answers are alike', () => {
    const [always, both] = [plantedSessions(context, { ...truth, intercept: 90 }, { count: 4 }), plantedSessions(context, { ...truth, intercept: 90 }, { count: 4, kind: 'person' })];
    expect(of([...both, ...always])).toMatchObject({ difference: { value: { estimate: 0 } }, agreement: { reason: { code: 'all_alike' } }, consistency: { reason: { code: 'all_alike' } } });
  });
});

import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { stimuliOf } from './stimuli-of.ts';
import { Stimuli } from './stimuli.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const conditions = [
  ...crossedFactors({ loss: ['standard', 'robust'] }),
  { name: 'Originals', factors: { reference: 'original' }, reference: 'original' as const },
  { name: 'Others', factors: { reference: 'other-image' }, reference: 'other-image' as const },
];
const truth: PlantedTruth = { intercept: 0, effects: { loss: { standard: -5 }, reference: { original: 3.5, 'other-image': -3.5 } }, distanceSlope: -1, raterSd: 0.4, targetSd: 0.4, randomSeed: 'stimuli' };
const context = plantedContext(plantedStudy({ conditions, targetCount: 30, perCondition: 10 }), { distanceOf: (_, target) => 0.05 * 2 ** (target / 10) });

describe('scores by stimulus', () => {
  const result = stimuliOf({ context, sessions: plantedSessions(context, truth, { count: 45 }) }, settings);
  const of = (name: string) => result.conditions.find(({ condition }) => condition.name === name)!;

  it('have each picture with its share, the lowest first, and its d', () => {
    expect([...Value.Errors(Stimuli, result)]).toEqual([]);
    const { stimuli } = of('robust');
    expect(stimuli).toHaveLength(30);
    const shares = stimuli.map(({ share }) => share!);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(stimuli.every(({ raters, answers, queryHash, targetHash, seedHash }) => raters === 15 && answers === 15 && [queryHash, targetHash, seedHash].every((hash) => hash?.length === 64))).toBe(true);
    expect(stimuli[0]).toMatchObject({ targetName: expect.stringMatching(/photo-\d+\.png/), label: expect.stringMatching(/bird|boat|cat/), distance: expect.any(Number) });
    expect(stimuli[0]!.interval!.upper).toBeGreaterThan(stimuli[0]!.share!);
  });

  it('fall with d as planted, as a line and in bins', () => {
    const { slope, bins, withoutDistance } = of('robust').trend.value!;
    // d runs over three doublings; 1 on the log-odds for each, at most a quarter on a score.
    expect(slope.interval.lower).toBeGreaterThan(-0.27);
    expect(slope.interval.upper).toBeLessThan(-0.1);
    expect(bins.map(({ stimuli }) => stimuli)).toEqual([6, 6, 6, 6, 6]);
    expect(bins[0]!.score.estimate).toBeGreaterThan(bins[4]!.score.estimate! + 0.2);
    expect(bins[1]!.from).toBeGreaterThan(bins[0]!.to);
    expect(withoutDistance).toBe(0);
    expect(of('Originals').trend.reason?.code).toBe('no_distance');
  });

  it('are given by label too', () => {
    const { labels, stimuli } = of('robust');
    expect(labels.map(({ label }) => label)).toEqual(['bird', 'boat', 'cat']);
    const birds = stimuli.filter(({ label }) => label === 'bird');
    expect(labels[0]!.score.estimate).toBeCloseTo(birds.reduce((sum, { share }) => sum + share!, 0) / birds.length, 12);
  });

  it('place each network between the references, with an interval', () => {
    const [robust, standard] = [of('robust').between!, of('standard').between!];
    expect(robust.references.map(({ condition }) => condition.reference)).toEqual(['original', 'other-image']);
    expect(robust.place.value!.estimate).toBeGreaterThan(0.2);
    expect(robust.place.value!.interval.lower).toBeGreaterThan(0.1);
    expect(robust.place.value!.interval.upper).toBeLessThan(0.8);
    expect(robust.place.value!.interval.lower).toBeLessThan(robust.place.value!.estimate);
    // Below the floor: people see the target in other images more often.
    expect(standard.place.value!.interval.lower).toBeLessThan(0);
    expect(standard.place.value!.interval.upper).toBeLessThan(0.1);
    expect(of('Originals').between).toBeNull();
  });
});

describe('scores by stimulus that cannot be given', () => {
  const of = (count: number, change: Partial<PlantedTruth> = {}, in_ = context) => stimuliOf({ context: in_, sessions: plantedSessions(in_, { ...truth, ...change }, { count }) }, settings).conditions[0]!;

  it('keep the pictures without a number, and say why there is no trend and no place', () => {
    const none = of(0);
    expect(none.stimuli).toHaveLength(30);
    expect(none.stimuli[0]).toMatchObject({ share: null, interval: null, answers: 0, raters: 0, distance: expect.any(Number) });
    expect(none).toMatchObject({ trend: { reason: { code: 'no_answers' } }, between: { place: { reason: { code: 'no_answers' } } }, labels: [{ score: { estimate: null } }, {}, {}] });
    expect(of(1)).toMatchObject({ trend: { reason: { code: 'nothing_to_compare' } }, between: { place: { reason: { code: 'nothing_to_compare' } } } });
  });

  it('have no place where the references are alike, or where there are none', () => {
    expect(of(12, { effects: {} }).between!.place.reason?.code).toBe('references_alike');
    const bare = plantedContext(plantedStudy({ conditions: conditions.slice(0, 2), targetCount: 12, perCondition: 4 }));
    const { between, trend } = of(6, {}, bare);
    expect(between).toMatchObject({ references: [], place: { reason: { code: 'no_references' } } });
    expect(trend.reason?.code).toBe('one_level');
  });

  it('have a flat trend where all answers are alike', () => {
    expect(of(8, { intercept: -90 }).trend.value!.slope).toMatchObject({ estimate: 0, p: 1 });
  });
});

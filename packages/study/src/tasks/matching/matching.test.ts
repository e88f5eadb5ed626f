import { createRandom } from '@lookalike/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from '../../example-study.test-data.ts';
import { planPracticeRound, planSession, type FrozenStudy, type PlannedTrial } from '../../index.ts';
import { matching, type MatchingSettings } from './matching.ts';
import type { MatchingTrial } from './trial.ts';
import { querySlot, targetSlot } from './wire.ts';

type Trial = PlannedTrial<MatchingTrial>;

function studyOf({ setSize = 3, targets = 'shared', spare = 8, practiceCount = 2 }: { setSize?: number; targets?: 'shared' | 'once'; spare?: number; practiceCount?: number } = {}): FrozenStudy {
  const configuration = configurationWith({ ...sizesOf({ perCondition: 4 * setSize, targets, catchCount: 3, practiceCount }), task: { name: 'matching', setSize, sets: { kind: 'random' } } }, 'matching');
  return makeStudy({ conditionCount: 2, targetCount: 4 * setSize * (targets === 'once' ? 2 : 1) + Math.max(spare, targets === 'once' ? setSize : 0), configuration });
}

const planOf = (study: FrozenStudy, planIndex = 0): Trial[] => planSession(study, planIndex) as Trial[];
const scoredOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ role }) => role === 'scored');
const knownOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ role }) => role === 'catch');

function forEveryPlan(check: (plan: readonly Trial[], study: FrozenStudy, setSize: number) => void): void {
  fc.assert(fc.property(fc.record({ setSize: fc.integer({ min: 2, max: 6 }), targets: fc.constantFrom('shared' as const, 'once' as const), spare: fc.integer({ min: 0, max: 30 }) }), fc.nat({ max: 500 }), (sizes, planIndex) => {
    const study = studyOf(sizes);
    check(planOf(study, planIndex), study, sizes.setSize);
  }), { numRuns: 40 });
}

describe('a scored trial of matching', () => {
  it('shows the IRIs of one condition and their own targets, which `match` points at', () => {
    forEveryPlan((plan, { stimuli }, setSize) => {
      expect(scoredOf(plan)).toHaveLength(8);
      for (const { items, queryHashes, targetHashes, targetIds, match } of scoredOf(plan)) {
        const shown = items.map(({ iriId }) => stimuli.find((stimulus) => stimulus.iriId === iriId)!);
        expect(new Set(items.map(({ conditionId }) => conditionId)).size).toBe(1);
        expect([...match].sort()).toEqual(Array.from({ length: setSize }, (_, position) => position));
        expect(queryHashes).toEqual(shown.map(({ queryHash }) => queryHash));
        expect(match.map((position) => targetHashes[position])).toEqual(shown.map(({ targetHash }) => targetHash));
        expect(match.map((position) => targetIds[position])).toEqual(shown.map(({ targetId }) => targetId));
      }
    });
  });

  it('has its targets in every order, as often as in any other', () => {
    const counts = new Map<string, number>();
    for (let planIndex = 0; planIndex < 150; planIndex++) for (const { match } of scoredOf(planOf(studyOf(), planIndex))) counts.set(match.join(), (counts.get(match.join()) ?? 0) + 1);
    expect(counts.size).toBe(6);
    // 1200 trials; six standard deviations of a binomial(1200, 1/6).
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(6 * Math.sqrt(1200 * (1 / 6) * (5 / 6)));
  });

  it('draws other sets for another session', () => {
    const study = studyOf({ spare: 0 });
    const setsOf = (planIndex: number) => scoredOf(planOf(study, planIndex)).map(({ targetIds }) => [...targetIds].sort().join()).sort().join(';');
    expect(new Set([0, 1, 2, 3].map(setsOf)).size).toBe(4);
  });
});

describe('a catch trial of matching', () => {
  it('shows the same pictures above and below, each once, and is about no condition', () => {
    forEveryPlan((plan, study, setSize) => {
      expect(knownOf(plan)).toHaveLength(5);
      for (const { items, queryHashes, targetHashes, match } of knownOf(plan)) {
        expect(items).toEqual([]);
        expect([...targetHashes].sort()).toEqual([...queryHashes].sort());
        expect(new Set(queryHashes).size).toBe(setSize);
        expect(match.map((position) => targetHashes[position])).toEqual(queryHashes);
      }
    });
  });

  it('shows targets that the session does not score, as long as there are any', () => {
    const plan = planOf(studyOf({ spare: 15 }));
    const scored = new Set(scoredOf(plan).flatMap(({ targetIds }) => targetIds));
    expect(knownOf(plan).flatMap(({ targetIds }) => targetIds).filter((id) => scored.has(id))).toEqual([]);
  });

  it('shows one photograph once where conditions show it at sizes of their own, whatever the order of the stimuli', () => {
    const study = studyOf({ spare: 0 });
    const stimuli = study.stimuli.map((stimulus) => (stimulus.conditionId === 'network-1' ? { ...stimulus, targetHash: stimulus.targetHash.replace(/0$/, '1') } : stimulus));
    const plan = planOf({ ...study, stimuli });
    for (const { targetIds } of knownOf(plan)) expect(new Set(targetIds).size).toBe(3);
    expect(planOf({ ...study, stimuli: [...stimuli].reverse() })).toEqual(plan);
  });

  it('is right for either of two equal pictures', () => {
    const trial: MatchingTrial = { role: 'catch', items: [], queryHashes: ['a', 'b', 'a'], targetHashes: ['a', 'a', 'b'], targetIds: ['1', '2', '3'], match: [0, 2, 1] };
    expect([[0, 2, 1], [1, 2, 0], [2, 0, 1], [0, 1, 2]].map((assignment) => matching.isRight(trial, { assignment }))).toEqual([true, true, false, false]);
  });
});

describe('practice of matching', () => {
  it('shows the same sets in a later round, with their targets in new places', () => {
    const study = studyOf({ practiceCount: 4 });
    const plan = planOf(study);
    const rounds = Array.from({ length: 8 }, (_, round) => planPracticeRound(study.configuration, plan, round) as Trial[]);
    for (const [round, trials] of rounds.entries()) {
      expect(trials.map(({ trialIndex, round: of }) => [trialIndex, of])).toEqual([0, 1, 2, 3].map((index) => [index, round]));
      expect(trials.map(({ queryHashes }) => queryHashes.join()).sort()).toEqual(rounds[0]!.map(({ queryHashes }) => queryHashes.join()).sort());
      for (const { queryHashes, targetHashes, match } of trials) expect(match.map((position) => targetHashes[position])).toEqual(queryHashes);
    }
    // Of each set, and not only of the order in which the sets come.
    for (const { queryHashes } of rounds[0]!) {
      const places = rounds.map((trials) => trials.find((trial) => trial.queryHashes.join() === queryHashes.join())!.match.join());
      expect(new Set(places).size).toBeGreaterThan(2);
    }
  });
});

describe('an answer to matching', () => {
  const [trial] = scoredOf(planOf(studyOf())) as [Trial];
  /** The first right and the other two exchanged. */
  const partly = { assignment: [trial.match[0]!, trial.match[2]!, trial.match[1]!] };

  it('gives each IRI its own outcome, at a chance of 1/n', () => {
    expect(matching.judge(trial, partly)).toEqual(trial.items.map((item, query) => ({ ...item, outcome: query === 0 ? 1 : 0, chance: 1 / 3, said: trial.targetIds[partly.assignment[query]!] })));
    expect(matching.judge(trial, { assignment: trial.match }).map(({ outcome, said }) => [outcome, said])).toEqual(trial.items.map(({ targetId }) => [1, targetId]));
  });

  it('guessed at random has an outcome of 1/n on average', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 6 }), (setSize) => {
      const [shown] = scoredOf(planOf(studyOf({ setSize }))) as [Trial];
      // Over all rotations each target is given to each IRI once.
      const outcomes = shown.match.flatMap((_, turn) => matching.judge(shown, { assignment: shown.match.map((position) => (position + turn) % setSize) }));
      const mean = outcomes.reduce((sum, { outcome = NaN }) => sum + outcome, 0) / outcomes.length;
      expect(mean).toBeCloseTo(1 / setSize, 12);
      expect(new Set(outcomes.map(({ chance }) => chance))).toEqual(new Set([1 / setSize]));
    }));
  });

  it('that did not come in time has no outcome', () => {
    expect(matching.judge(trial, null)).toEqual(trial.items.map((item) => ({ ...item, said: 'none' })));
  });

  it('fills its columns', () => {
    const row = (answer: Parameters<typeof matching.judge>[1]) => Object.fromEntries(Object.entries(matching.columns).map(([name, { valueOf }]) => [name, valueOf(trial, answer)]));
    const shown = { set_size: 3, query_hashes: trial.queryHashes.join(';'), target_hashes: trial.targetHashes.join(';'), match: trial.match.join(';') };
    expect(row(partly)).toEqual({ ...shown, assignment: partly.assignment.join(';'), matched_count: 1 });
    expect(row(null)).toEqual({ ...shown, assignment: undefined, matched_count: undefined });
  });

  it('has one of n! places', () => {
    expect(matching.placeOf(trial, { assignment: [2, 0, 1] })).toBe('2-0-1');
  });
});

describe('matching', () => {
  it('draws sets at launch where they are hard', () => {
    const settings = (sets: MatchingSettings['sets']): MatchingSettings => ({ name: 'matching', setSize: 2, sets });
    const targets = ['cat', 'cat', 'dog', 'dog'].map((label, index) => ({ targetId: `${index}`, label }));
    const request = { targets, rng: createRandom('sets') };
    expect(matching.sets({ ...request, settings: settings({ kind: 'random' }) })).toBeUndefined();
    expect(matching.sets({ ...request, settings: settings({ kind: 'label' }) })?.map((set) => [...set].sort())).toEqual([['0', '1'], ['2', '3']]);
    const distance = (first: string, second: string) => (Number(first) % 2 === Number(second) % 2 ? 0 : 1);
    expect(matching.sets({ ...request, settings: settings({ kind: 'near', distance: 'ms-ssim' }), distance })).toEqual([['0', '2'], ['1', '3']]);
    expect(() => matching.sets({ ...request, settings: settings({ kind: 'near', distance: 'ms-ssim' }) })).toThrow(/near by ms-ssim/);
    expect([{ kind: 'near', distance: 'ms-ssim' } as const, { kind: 'label' } as const].map((sets) => matching.distanceName(settings(sets)))).toEqual(['ms-ssim', undefined]);
  });

  it('names a slot for every picture, in their order', () => {
    const [trial] = scoredOf(planOf(studyOf())) as [Trial];
    expect(matching.present(trial).pictures).toEqual([
      ...trial.queryHashes.map((hash, position) => ({ slot: querySlot(position), group: 'query', hash })),
      ...trial.targetHashes.map((hash, position) => ({ slot: targetSlot(position), group: 'options', hash })),
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from '../example-study.test-data.ts';
import { planSession, type FrozenStudy, type StudyConfiguration } from '../index.ts';

interface Case {
  readonly study: FrozenStudy;
  /** Sessions that follow one another in which a stimulus comes at most once. */
  readonly cycle: number;
}

/** Random conditions, targets and places, for every way in which targets come together: alone, in sets of a session, in sets made at launch. */
const someCase = (targets: 'shared' | 'once'): fc.Arbitrary<Case> =>
  fc.record({
    kind: fc.constantFrom('2afc' as const, 'classification' as const, 'random sets' as const, 'hard sets' as const),
    conditionCount: fc.integer({ min: 1, max: 5 }),
    trialCount: fc.integer({ min: 1, max: 5 }),
    setSize: fc.integer({ min: 2, max: 4 }),
    spare: fc.integer({ min: 0, max: 12 }),
    randomSeed: fc.string({ minLength: 1, maxLength: 8 }),
  }).map(({ kind, conditionCount, trialCount, setSize, spare, randomSeed }) => {
    const size = kind === '2afc' || kind === 'classification' ? 1 : setSize;
    const perCondition = trialCount * size;
    const shown = perCondition * (targets === 'once' ? conditionCount : 1);
    const isHard = kind === 'hard sets';
    // Sets made at launch are whole; a session that draws its own takes them from any number of targets.
    const targetCount = shown + (isHard ? spare * size : spare);
    const matching: StudyConfiguration['task'] = { name: 'matching', setSize, sets: isHard ? { kind: 'label' } : { kind: 'random' } };
    const sets = Array.from({ length: targetCount / size }, (_, set) => Array.from({ length: size }, (__, member) => `target-${set * size + member}`));
    const name = size > 1 ? 'matching' : kind === 'classification' ? 'classification' : '2afc';
    const configuration = configurationWith({ randomSeed, ...sizesOf({ targets, perCondition }), ...(name === 'matching' ? { task: matching } : {}) }, name);
    return { study: makeStudy({ conditionCount, targetCount, configuration, ...(isHard ? { sets } : {}) }), cycle: Math.floor(targetCount / perCondition) };
  });

/** For each stimulus, how many of these sessions showed it. */
function countsOf(study: FrozenStudy, planIndices: Iterable<number>): readonly number[] {
  const counts = new Map(study.stimuli.map(({ iriId }) => [iriId, 0]));
  for (const planIndex of planIndices) {
    for (const { items } of planSession(study, planIndex)) for (const { iriId = '' } of items) counts.set(iriId, (counts.get(iriId) ?? 0) + 1);
  }
  return [...counts.values()];
}

const spreadOf = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

describe.each(['shared', 'once'] as const)('targets %s', (targets) => {
  it('shows every stimulus at most once in a cycle, so that whichever of its sessions are finished counts differ by at most one', () => {
    const someSessions = someCase(targets).chain(({ study, cycle }) =>
      fc.record({ study: fc.constant(study), finished: fc.integer({ min: 0, max: 1000 }).chain((first) => fc.subarray(Array.from({ length: cycle }, (_, index) => first + index))) }));
    fc.assert(fc.property(someSessions, ({ study, finished }) => {
      expect(Math.max(...countsOf(study, finished))).toBeLessThanOrEqual(1);
    }), { numRuns: 80 });
  });

  it('has shown all stimuli equally often (± 1) after any number of sessions that follow one another', () => {
    fc.assert(fc.property(someCase(targets), fc.integer({ min: 1, max: 30 }), ({ study }, sessionCount) => {
      expect(spreadOf(countsOf(study, Array.from({ length: sessionCount }, (_, planIndex) => planIndex)))).toBeLessThanOrEqual(1);
    }), { numRuns: 60 });
  });

  it('stays balanced while raters give up and their places are taken by others', () => {
    const someEvents = fc.array(fc.record({ kind: fc.constantFrom('enter', 'enter', 'finish', 'give up'), who: fc.nat() }), { maxLength: 60 });
    fc.assert(fc.property(someCase(targets), fc.integer({ min: 1, max: 12 }), someEvents, ({ study, cycle }, places, events) => {
      const finished = new Set<number>();
      const open: number[] = [];
      let gaveUp = 0;
      const enter = (): void => {
        const planIndex = Array.from({ length: places }, (_, index) => index).find((index) => !finished.has(index) && !open.includes(index));
        if (planIndex !== undefined) open.push(planIndex);
      };
      for (const { kind, who } of events) {
        if (kind === 'enter') enter();
        else {
          const [planIndex] = open.length === 0 ? [] : open.splice(who % open.length, 1);
          if (planIndex !== undefined && kind === 'finish') finished.add(planIndex);
          else if (planIndex !== undefined) gaveUp++;
        }
        // What is finished lacks only the plans that are open or wait to be taken again, each of which shows a stimulus once a cycle.
        const lacking = Math.max(-1, ...finished) + 1 - finished.size;
        expect(lacking).toBeLessThanOrEqual(open.length + gaveUp);
        const inFirstCycle = Math.max(0, ...finished) < cycle;
        expect(spreadOf(countsOf(study, finished))).toBeLessThanOrEqual(inFirstCycle ? 1 : 1 + lacking);
      }
      while (finished.size < places) {
        enter();
        for (const planIndex of open.splice(0)) finished.add(planIndex);
      }
      expect([...finished].sort((a, b) => a - b)).toEqual(Array.from({ length: places }, (_, index) => index));
      expect(spreadOf(countsOf(study, finished))).toBeLessThanOrEqual(1);
    }), { numRuns: 40 });
  });
});

it('shows no rater a target twice where each is to be seen once', () => {
  fc.assert(fc.property(someCase('once'), fc.integer({ min: 0, max: 1000 }), ({ study }, planIndex) => {
    const shown = planSession(study, planIndex).flatMap(({ items }) => items.map(({ targetId }) => targetId));
    expect(new Set(shown).size).toBe(shown.length);
  }), { numRuns: 80 });
});

it('shows the pictures of scored targets in no practice or catch trial where each is to be seen once', () => {
  const pictures = (trial: object): string[] => JSON.stringify(trial).match(/[0-9a-f]{64}/g) ?? [];
  fc.assert(fc.property(fc.constantFrom('2afc' as const, 'matching' as const, 'classification' as const), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 3, max: 9 }), (name, planIndex, spare) => {
    const configuration = configurationWith({ design: { targets: 'once', perCondition: 6, answersPerStimulus: null }, trials: { catchCount: 1, practiceCount: 2, practicePassCount: 0, blockSize: 20 } }, name);
    const labelled = name === 'classification' ? { ...configuration, task: { name, labels: ['bird', 'boat', 'cat'], onlyNamedByNetwork: false } } : configuration;
    const plan = planSession(makeStudy({ conditionCount: 2, targetCount: 12 + spare, configuration: labelled }), planIndex);
    const scored = new Set(plan.filter(({ role }) => role === 'scored').flatMap(pictures));
    expect(plan.filter(({ role }) => role === 'catch').flatMap(pictures).filter((hash) => scored.has(hash))).toEqual([]);
  }), { numRuns: 60 });
});

it('shows the same targets for every condition where they share them, in the same sets', () => {
  fc.assert(fc.property(someCase('shared'), fc.integer({ min: 0, max: 1000 }), ({ study }, planIndex) => {
    const setsOf = new Map<string | undefined, string[]>();
    for (const { items } of planSession(study, planIndex)) {
      const conditionId = items[0]?.conditionId;
      expect(new Set(items.map((item) => item.conditionId)).size).toBe(1);
      setsOf.set(conditionId, [...(setsOf.get(conditionId) ?? []), items.map(({ targetId }) => targetId).sort().join()].sort());
    }
    expect(setsOf.size).toBe(study.conditions.length);
    const [first, ...others] = [...setsOf.values()];
    for (const sets of others) expect(sets).toEqual(first);
  }), { numRuns: 80 });
});

it('keeps sets made at launch together', () => {
  const configuration = configurationWith({ ...sizesOf({ perCondition: 6 }), task: { name: 'matching', setSize: 3, sets: { kind: 'label' } } }, 'matching');
  const sets = [['target-0', 'target-4', 'target-8'], ['target-1', 'target-2', 'target-3'], ['target-5', 'target-6', 'target-7']];
  const study = makeStudy({ conditionCount: 2, targetCount: 10, configuration, sets });
  for (let planIndex = 0; planIndex < 6; planIndex++) {
    for (const { items } of planSession(study, planIndex)) expect(sets).toContainEqual(items.map(({ targetId }) => targetId).sort());
  }
});

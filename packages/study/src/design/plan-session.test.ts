import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, planTwoAfc, sizesOf } from '../example-study.test-data.ts';
import { defaultStudyConfiguration, planPracticeRound, planSession, type FrozenStudy, type PlannedTrial, type StudyConfiguration } from '../index.ts';
import type { TwoAfcTrial } from '../tasks/two-afc/trial.ts';
import { MAXIMUM_SIDE_RUN } from './arrange-trials.ts';

type Trial = PlannedTrial<TwoAfcTrial>;

interface Case {
  readonly conditionCount: number;
  readonly targetCount: number;
  readonly planIndex: number;
  readonly configuration: StudyConfiguration;
}

const someCase: fc.Arbitrary<Case> = fc
  .record({
    targets: fc.constantFrom('shared' as const, 'once' as const),
    conditionCount: fc.integer({ min: 1, max: 4 }),
    perCondition: fc.integer({ min: 1, max: 40 }),
    spareTargets: fc.integer({ min: 0, max: 30 }),
    catchShare: fc.double({ min: 0, max: 1, noNaN: true }),
    practiceCount: fc.integer({ min: 0, max: 8 }),
    blockSize: fc.integer({ min: 5, max: 60 }),
    planIndex: fc.integer({ min: 0, max: 5000 }),
    randomSeed: fc.string({ minLength: 1, maxLength: 12 }),
  })
  .map(({ targets, conditionCount, perCondition, spareTargets, catchShare, practiceCount, blockSize, planIndex, randomSeed }) => ({
    conditionCount,
    // Practice and catch trials need a target of their own where no rater is to see one twice.
    targetCount: perCondition * (targets === 'once' ? conditionCount : 1) + Math.max(spareTargets, targets === 'once' ? 1 : 0),
    planIndex,
    configuration: configurationWith({
      randomSeed,
      ...sizesOf({ targets, perCondition, catchCount: Math.floor(catchShare * Math.min(40, perCondition - 1)), practiceCount, blockSize }),
    }),
  }));

const planOf = (from: Case): Trial[] => planTwoAfc(makeStudy(from), from.planIndex);
const mainOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ phase }) => phase === 'main');
const scoredOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ role }) => role === 'scored');
const catchesOf = (plan: readonly Trial[]): Trial[] => mainOf(plan).filter(({ role }) => role === 'catch');
const conditionOf = ({ items: [item] }: Trial): string | undefined => item?.conditionId;
const targetOf = ({ items: [item] }: Trial): string | undefined => item?.targetId;

const someTargets = fc.constantFrom('shared' as const, 'once' as const);

function forEveryPlan(check: (plan: Trial[], from: Case) => void): void {
  fc.assert(fc.property(someCase, (from) => check(planOf(from), from)), { numRuns: 150 });
}

describe('planSession', () => {
  it('plans practice, then every scored and catch trial, numbered from 0', () => {
    forEveryPlan((plan, { conditionCount, configuration: { trials, design } }) => {
      expect(plan.map(({ trialIndex }) => trialIndex)).toEqual(plan.map((_, index) => index));
      expect(plan.map(({ phase }) => phase)).toEqual([...plan].sort((a, b) => (a.phase < b.phase ? 1 : -1)).map(({ phase }) => phase));
      const counts = [plan.length - mainOf(plan).length, scoredOf(mainOf(plan)).length, catchesOf(plan).length];
      expect(counts).toEqual([trials.practiceCount, design.perCondition * conditionCount, trials.catchCount]);
    });
  });

  it('shows the same targets for every condition, or no target twice, as the design says', () => {
    forEveryPlan((plan, { conditionCount, configuration: { design } }) => {
      const targets = [...groupBy(scoredOf(plan), conditionOf).values()].map((trials) => trials.map(targetOf).sort());
      expect(targets.map((list) => new Set(list).size)).toEqual(Array.from({ length: conditionCount }, () => design.perCondition));
      if (design.targets === 'shared') for (const list of targets) expect(list).toEqual(targets[0]);
      else expect(new Set(targets.flat()).size).toBe(design.perCondition * conditionCount);
    });
  });

  it('puts the target left as often as right (± 1) for every condition and among the catch trials', () => {
    forEveryPlan((plan) => {
      const groups = groupBy(mainOf(plan), (trial) => (trial.role === 'catch' ? 'catch' : conditionOf(trial)));
      for (const trials of groups.values()) {
        const left = trials.filter(({ alignedSide }) => alignedSide === 'left').length;
        expect(Math.abs(2 * left - trials.length)).toBeLessThanOrEqual(1);
      }
    });
  });

  it('never has the target on the same side more than four times in a row', () => {
    forEveryPlan((plan) => {
      expect(longestRun(mainOf(plan).map(({ alignedSide }) => alignedSide))).toBeLessThanOrEqual(MAXIMUM_SIDE_RUN);
    });
  });

  it('spreads catch trials: never first, never adjacent, none further apart than twice the mean gap', () => {
    forEveryPlan((plan, { configuration }) => {
      const main = mainOf(plan);
      const positions = main.flatMap(({ role }, index) => (role === 'catch' ? [index] : []));
      const gaps = [...positions, main.length].map((position, index) => position - (positions[index - 1] ?? -1) - 1);
      const meanGap = (main.length - positions.length) / (configuration.trials.catchCount + 1);
      expect(positions[0] ?? 1).toBeGreaterThan(0);
      expect(Math.min(...gaps.slice(0, -1), 1)).toBeGreaterThan(0);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * meanGap + 1);
    });
  });

  it('takes turns between the conditions', () => {
    forEveryPlan((plan, { conditionCount }) => {
      const conditions = scoredOf(mainOf(plan)).map(conditionOf);
      for (let start = 0; start < conditions.length; start += conditionCount) {
        expect(new Set(conditions.slice(start, start + conditionCount)).size).toBe(conditionCount);
      }
    });
  });

  it('offers the target and its seed in a scored trial, the query itself and something else in a catch trial', () => {
    forEveryPlan((plan, from) => {
      const stimuli = new Map(makeStudy(from).stimuli.map((stimulus) => [stimulus.iriId, stimulus]));
      for (const { role, items: [item], queryHash, leftHash, rightHash, alignedSide } of plan) {
        const [aligned, other] = alignedSide === 'left' ? [leftHash, rightHash] : [rightHash, leftHash];
        const stimulus = stimuli.get(item?.iriId ?? '');
        if (role === 'scored') expect([queryHash, aligned, other]).toEqual([stimulus?.queryHash, stimulus?.targetHash, stimulus?.seedHash]);
        else expect([aligned === queryHash, other === queryHash]).toEqual([true, false]);
        if (item !== undefined) expect(item).toEqual({ conditionId: stimulus?.conditionId, targetId: stimulus?.targetId, iriId: stimulus?.iriId });
      }
    });
  });

  it('takes practice pictures from targets that the session does not show, as long as there are any', () => {
    forEveryPlan((plan, from) => {
      const targetOfFile = new Map(makeStudy(from).stimuli.map(({ targetHash, targetId }) => [targetHash, targetId]));
      const shown = new Set(scoredOf(plan).map(targetOf));
      const practiceTargets = plan.filter(({ phase }) => phase === 'practice').map((trial) => targetOf(trial) ?? targetOfFile.get(trial.queryHash));
      const spare = from.targetCount - shown.size;
      expect(practiceTargets).not.toContain(undefined);
      expect(practiceTargets.slice(0, spare).filter((targetId) => shown.has(targetId))).toEqual([]);
    });
  });

  it('makes blocks of nearly equal length, none longer than blockSize', () => {
    forEveryPlan((plan, { configuration }) => {
      const sizes = [...groupBy(mainOf(plan), ({ blockIndex }) => blockIndex).values()].map(({ length }) => length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(configuration.trials.blockSize);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    });
  });

  it('is a pure function of its arguments, whatever the order of the stimuli', () => {
    forEveryPlan((plan, from) => {
      const study = makeStudy(from);
      expect(planSession({ ...study, stimuli: [...study.stimuli].reverse() }, from.planIndex)).toEqual(plan);
    });
  });

  it('shows every target equally often over the sessions (± 1)', () => {
    fc.assert(fc.property(someTargets, fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 40 }), (targets, perCondition, spare, sessionCount) => {
      const counts = [...countShowings({ targets, perCondition, spare, sessionCount }).values()].map(({ shown }) => shown);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }), { numRuns: 60 });
  });

  it('has shown each stimulus exactly as often left as right whenever the targets have come round twice', () => {
    fc.assert(fc.property(someTargets, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 6 }), (targets, perCondition, spare) => {
      const sessionCount = 2 * targetCountOf({ targets, perCondition, spare });
      for (const { shown, left } of countShowings({ targets, perCondition, spare, sessionCount }).values()) expect(2 * left).toBe(shown);
    }), { numRuns: 40 });
  });

  it('gives different sessions different orders', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 16, configuration: defaultStudyConfiguration() });
    const orders = [0, 1, 2, 3].map((planIndex) => planTwoAfc(study, planIndex).map(({ queryHash }) => queryHash).join());
    expect(new Set(orders).size).toBe(4);
  });

  it('does not repeat a target in the next trial', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 32, configuration: defaultStudyConfiguration() });
    for (let planIndex = 0; planIndex < 50; planIndex++) {
      const targets = mainOf(planTwoAfc(study, planIndex)).map(targetOf);
      expect(targets.some((target, index) => target !== undefined && target === targets[index - 1])).toBe(false);
    }
  });

  it('leaves out a target that one condition has no stimulus of', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 17, configuration: defaultStudyConfiguration() });
    const stimuli = study.stimuli.filter(({ conditionId, targetId }) => !(conditionId === 'network-1' && targetId === 'target-3'));
    for (let planIndex = 0; planIndex < 17; planIndex++) {
      expect(scoredOf(planTwoAfc({ ...study, stimuli }, planIndex)).map(targetOf)).not.toContain('target-3');
    }
  });

  it('refuses what cannot be planned, with the issue of checkStimuli', () => {
    const configuration = defaultStudyConfiguration();
    const planning = (study: Partial<FrozenStudy>, planIndex = 0) => () => planSession({ ...makeStudy({ conditionCount: 1, targetCount: 20, configuration }), ...study }, planIndex);
    expect(planning(makeStudy({ conditionCount: 2, targetCount: 15, configuration }))).toThrow(/only 15 have an accepted IRI.*Lower it to at most 15/);
    expect(planning({ stimuli: [] })).toThrow(/no accepted IRIs/);
    const { stimuli } = makeStudy({ conditionCount: 1, targetCount: 20, configuration });
    expect(planning({ stimuli: [...stimuli, ...stimuli.slice(0, 1)] })).toThrow(/two stimuli of target/);
    expect(planning({}, -1)).toThrow(/whole number from 0/);
  });

  it('gives a stored planIndex the same plan in every version', () => {
    const configuration = configurationWith({ randomSeed: 'pinned', ...sizesOf({ perCondition: 4, catchCount: 1, practiceCount: 2, practicePassCount: 1, blockSize: 5 }) });
    const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 8, configuration }), 5);
    expect(plan.map(({ queryHash, alignedSide }) => `${Buffer.from(queryHash.replace(/0+$/, ''), 'hex').toString()} ${alignedSide}`)).toEqual([
      'target-4 right', 'iri-1-3 left', 'iri-0-5 right', 'iri-1-1 right', 'iri-0-2 left', 'iri-1-7 left',
      'target-6 right', 'iri-0-1 left', 'iri-1-5 left', 'iri-1-2 right', 'iri-0-7 right',
    ]);
  });

  it('plans 400 trials for each of two conditions', () => {
    const configuration = configurationWith(sizesOf({ perCondition: 400, catchCount: 40, practiceCount: 8, practicePassCount: 6, blockSize: 50 }));
    const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 400, configuration }), 7);
    expect(longestRun(mainOf(plan).map(({ alignedSide }) => alignedSide))).toBeLessThanOrEqual(MAXIMUM_SIDE_RUN);
  });
});

describe('planPracticeRound', () => {
  const configuration = defaultStudyConfiguration();
  const plan = planTwoAfc(makeStudy({ conditionCount: 2, targetCount: 32, configuration }), 0);
  const roundOf = (round: number) => planPracticeRound(configuration, plan, round) as Trial[];

  it('shows the same pictures again under the same indices, with the right side still right', () => {
    for (const round of [1, 2, 9]) {
      const trials = roundOf(round);
      expect(trials.map(({ trialIndex, round: r }) => [trialIndex, r])).toEqual([0, 1, 2, 3].map((index) => [index, round]));
      expect(trials.map(({ queryHash }) => queryHash).sort()).toEqual(roundOf(0).map(({ queryHash }) => queryHash).sort());
      for (const { alignedSide, queryHash, leftHash, rightHash } of trials) expect(alignedSide === 'left' ? leftHash : rightHash).toBe(queryHash);
    }
  });

  it('cannot be passed by repeating the sides of an earlier round', () => {
    const sides = Array.from({ length: 20 }, (_, round) => roundOf(round).map(({ alignedSide }) => alignedSide).join());
    expect(new Set(sides).size).toBeGreaterThan(3);
  });
});

function longestRun(sides: readonly string[]): number {
  let longest = 0;
  let run = 0;
  sides.forEach((side, index) => {
    run = side === sides[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

/** Node 20 has no Map.groupBy. */
function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

interface Sizes {
  readonly targets: 'shared' | 'once';
  readonly perCondition: number;
  readonly spare: number;
}

/** For two conditions. */
function targetCountOf({ targets, perCondition, spare }: Sizes): number {
  return perCondition * (targets === 'once' ? 2 : 1) + spare;
}

function countShowings({ sessionCount, ...sizes }: Sizes & { readonly sessionCount: number }): Map<string, { shown: number; left: number }> {
  const study = makeStudy({ conditionCount: 2, targetCount: targetCountOf(sizes), configuration: configurationWith(sizesOf(sizes)) });
  const counts = new Map(study.stimuli.map(({ iriId }) => [iriId, { shown: 0, left: 0 }]));
  for (let planIndex = 0; planIndex < sessionCount; planIndex++) {
    for (const { items: [item], alignedSide } of planTwoAfc(study, planIndex)) {
      const count = counts.get(item?.iriId ?? '');
      if (count === undefined) throw new Error('A scored trial without a known IRI.');
      count.shown += 1;
      if (alignedSide === 'left') count.left += 1;
    }
  }
  return counts;
}

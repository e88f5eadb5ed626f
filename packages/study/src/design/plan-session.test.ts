import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultStudyConfiguration, planPracticeRound, planSession, presentTrial, type PlannedTrial, type StudyConfiguration } from './index.ts';
import { MAXIMUM_SIDE_RUN } from './arrange-trials.ts';
import { configurationWith, makeTriplets } from './example-triplets.test-data.ts';

interface Case {
  readonly networkCount: number;
  readonly targetCount: number;
  readonly planIndex: number;
  readonly configuration: StudyConfiguration;
}

const someCase: fc.Arbitrary<Case> = fc
  .record({
    networkCount: fc.integer({ min: 1, max: 4 }),
    perNetwork: fc.integer({ min: 1, max: 40 }),
    spareTargets: fc.integer({ min: 0, max: 30 }),
    catchShare: fc.double({ min: 0, max: 1, noNaN: true }),
    practiceCount: fc.integer({ min: 0, max: 8 }),
    blockSize: fc.integer({ min: 5, max: 60 }),
    planIndex: fc.integer({ min: 0, max: 5000 }),
    randomSeed: fc.string({ minLength: 1, maxLength: 12 }),
  })
  .map(({ networkCount, perNetwork, spareTargets, catchShare, practiceCount, blockSize, planIndex, randomSeed }) => ({
    networkCount,
    targetCount: perNetwork + spareTargets,
    planIndex,
    configuration: configurationWith({
      randomSeed,
      trials: { perNetwork, catchCount: Math.floor(catchShare * Math.min(40, perNetwork - 1)), practiceCount, practicePassCount: 0, blockSize },
    }),
  }));

const planOf = ({ networkCount, targetCount, planIndex, configuration }: Case): PlannedTrial[] =>
  planSession({ configuration, triplets: makeTriplets({ networkCount, targetCount }), planIndex });
const mainOf = (plan: readonly PlannedTrial[]): PlannedTrial[] => plan.filter(({ phase }) => phase === 'main');

function forEveryPlan(check: (plan: PlannedTrial[], from: Case) => void): void {
  fc.assert(fc.property(someCase, (from) => check(planOf(from), from)), { numRuns: 150 });
}

describe('planSession', () => {
  it('plans practice, then every comparison and catch trial, numbered from 0', () => {
    forEveryPlan((plan, { networkCount, configuration: { trials } }) => {
      expect(plan.map(({ trialIndex }) => trialIndex)).toEqual(plan.map((_, index) => index));
      expect(plan.map(({ phase }) => phase)).toEqual([...plan].sort((a, b) => (a.phase < b.phase ? 1 : -1)).map(({ phase }) => phase));
      const counts = [plan.filter(({ phase }) => phase === 'practice').length, mainOf(plan).filter(({ kind }) => kind === 'comparison').length, mainOf(plan).filter(({ kind }) => kind === 'catch').length];
      expect(counts).toEqual([trials.practiceCount, trials.perNetwork * networkCount, trials.catchCount]);
    });
  });

  it('shows the same targets for every network, each once', () => {
    forEveryPlan((plan, { configuration }) => {
      const byNetwork = groupBy(mainOf(plan).filter(({ kind }) => kind === 'comparison'), ({ triplet }) => triplet?.networkId);
      const targets = [...byNetwork.values()].map((trials) => trials.map(({ triplet }) => triplet?.targetId).sort());
      for (const list of targets) {
        expect(list).toEqual(targets[0]);
        expect(new Set(list).size).toBe(configuration.trials.perNetwork);
      }
    });
  });

  it('puts the target left as often as right (± 1) for every network and among the catch trials', () => {
    forEveryPlan((plan) => {
      const groups = groupBy(mainOf(plan), ({ kind, triplet }) => (kind === 'catch' ? 'catch' : triplet?.networkId));
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
      const positions = main.flatMap(({ kind }, index) => (kind === 'catch' ? [index] : []));
      const gaps = [...positions, main.length].map((position, index) => position - (positions[index - 1] ?? -1) - 1);
      const meanGap = (main.length - positions.length) / (configuration.trials.catchCount + 1);
      expect(positions[0] ?? 1).toBeGreaterThan(0);
      expect(Math.min(...gaps.slice(0, -1), 1)).toBeGreaterThan(0);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * meanGap + 1);
    });
  });

  it('takes turns between the networks', () => {
    forEveryPlan((plan, { networkCount }) => {
      const networks = mainOf(plan).filter(({ kind }) => kind === 'comparison').map(({ triplet }) => triplet?.networkId);
      for (let start = 0; start < networks.length; start += networkCount) {
        expect(new Set(networks.slice(start, start + networkCount)).size).toBe(networkCount);
      }
    });
  });

  it('offers the target and its seed in a comparison, the query itself and something else in a catch trial', () => {
    forEveryPlan((plan) => {
      for (const { kind, triplet, queryHash, leftHash, rightHash, alignedSide } of plan) {
        const [aligned, other] = alignedSide === 'left' ? [leftHash, rightHash] : [rightHash, leftHash];
        if (kind === 'comparison') expect([queryHash, aligned, other]).toEqual([triplet?.queryHash, triplet?.targetHash, triplet?.seedHash]);
        else expect([aligned === queryHash, other === queryHash]).toEqual([true, false]);
      }
    });
  });

  it('takes practice pictures from targets that the session does not show, as long as there are any', () => {
    forEveryPlan((plan, { targetCount, configuration: { trials } }) => {
      const shown = new Set(mainOf(plan).filter(({ kind }) => kind === 'comparison').map(({ triplet }) => triplet?.targetHash));
      const practiceTargets = plan.filter(({ phase }) => phase === 'practice').map((trial) => trial.triplet?.targetHash ?? trial.queryHash);
      const spare = targetCount - trials.perNetwork;
      expect(practiceTargets.slice(0, spare).filter((hash) => shown.has(hash))).toEqual([]);
    });
  });

  it('makes blocks of nearly equal length, none longer than blockSize', () => {
    forEveryPlan((plan, { configuration }) => {
      const sizes = [...groupBy(mainOf(plan), ({ blockIndex }) => blockIndex).values()].map(({ length }) => length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(configuration.trials.blockSize);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    });
  });

  it('is a pure function of its arguments, whatever the order of the triplets', () => {
    forEveryPlan((plan, { networkCount, targetCount, planIndex, configuration }) => {
      const reversed = makeTriplets({ networkCount, targetCount }).reverse();
      expect(planSession({ configuration, triplets: reversed, planIndex })).toEqual(plan);
    });
  });

  it('shows every target equally often over the sessions (± 1)', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 40 }), (perNetwork, spare, sessionCount) => {
      const counts = [...countShowings({ perNetwork, targetCount: perNetwork + spare, sessionCount }).values()].map(({ shown }) => shown);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }), { numRuns: 60 });
  });

  it('has shown each triplet exactly as often left as right whenever the targets have come round twice', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 6 }), (perNetwork, spare) => {
      const targetCount = perNetwork + spare;
      for (const { shown, left } of countShowings({ perNetwork, targetCount, sessionCount: 2 * targetCount }).values()) expect(2 * left).toBe(shown);
    }), { numRuns: 40 });
  });

  it('gives different sessions different orders', () => {
    const triplets = makeTriplets({ networkCount: 2, targetCount: 16 });
    const orders = [0, 1, 2, 3].map((planIndex) => planSession({ configuration: defaultStudyConfiguration(), triplets, planIndex }).map(({ queryHash }) => queryHash).join());
    expect(new Set(orders).size).toBe(4);
  });

  it('does not repeat a target in the next trial', () => {
    const triplets = makeTriplets({ networkCount: 2, targetCount: 32 });
    for (let planIndex = 0; planIndex < 50; planIndex++) {
      const targets = mainOf(planSession({ configuration: defaultStudyConfiguration(), triplets, planIndex })).map(({ triplet }) => triplet?.targetId);
      expect(targets.some((target, index) => target !== undefined && target === targets[index - 1])).toBe(false);
    }
  });

  it('leaves out a target that one network has no IRI of', () => {
    const triplets = makeTriplets({ networkCount: 2, targetCount: 17 }).filter(({ networkId, targetId }) => !(networkId === 'network-1' && targetId === 'target-3'));
    for (let planIndex = 0; planIndex < 17; planIndex++) {
      const comparisons = planSession({ configuration: defaultStudyConfiguration(), triplets, planIndex }).filter(({ kind }) => kind === 'comparison');
      expect(comparisons.some(({ triplet }) => triplet?.targetId === 'target-3')).toBe(false);
    }
  });

  it('refuses what cannot be planned, with the issue of checkTriplets', () => {
    const configuration = defaultStudyConfiguration();
    expect(() => planSession({ configuration, triplets: makeTriplets({ networkCount: 2, targetCount: 15 }), planIndex: 0 })).toThrow(/only 15 have an accepted IRI.*Lower it to at most 15/);
    expect(() => planSession({ configuration, triplets: [], planIndex: 0 })).toThrow(/no accepted IRIs/);
    const triplets = makeTriplets({ networkCount: 1, targetCount: 20 });
    expect(() => planSession({ configuration, triplets: [...triplets, ...triplets.slice(0, 1)], planIndex: 0 })).toThrow(/two IRIs of target/);
    expect(() => planSession({ configuration, triplets, planIndex: -1 })).toThrow(/whole number from 0/);
  });

  it('gives a stored planIndex the same plan in every version', () => {
    const configuration = configurationWith({ randomSeed: 'pinned', trials: { perNetwork: 4, catchCount: 1, practiceCount: 2, practicePassCount: 1, blockSize: 5 } });
    const plan = planSession({ configuration, triplets: makeTriplets({ networkCount: 2, targetCount: 8 }), planIndex: 5 });
    expect(plan.map(({ queryHash, alignedSide }) => `${Buffer.from(queryHash.replace(/0+$/, ''), 'hex').toString()} ${alignedSide}`)).toEqual([
      'target-4 right', 'iri-1-3 left', 'iri-0-5 right', 'iri-1-1 right', 'iri-0-2 left', 'iri-1-7 left',
      'target-6 right', 'iri-0-1 left', 'iri-1-5 left', 'iri-1-2 right', 'iri-0-7 right',
    ]);
  });

  it('plans 400 trials for each of two networks', () => {
    const configuration = configurationWith({ trials: { perNetwork: 400, catchCount: 40, practiceCount: 8, practicePassCount: 6, blockSize: 50 } });
    const plan = planSession({ configuration, triplets: makeTriplets({ networkCount: 2, targetCount: 400 }), planIndex: 7 });
    expect(longestRun(mainOf(plan).map(({ alignedSide }) => alignedSide))).toBeLessThanOrEqual(MAXIMUM_SIDE_RUN);
  });
});

describe('planPracticeRound', () => {
  const plan = planSession({ configuration: defaultStudyConfiguration(), triplets: makeTriplets({ networkCount: 2, targetCount: 32 }), planIndex: 0 });

  it('shows the same pictures again under the same indices, with the right side still right', () => {
    for (const round of [1, 2, 9]) {
      const trials = planPracticeRound(plan, round);
      expect(trials.map(({ trialIndex, round: r }) => [trialIndex, r])).toEqual([0, 1, 2, 3].map((index) => [index, round]));
      expect(trials.map(({ queryHash }) => queryHash).sort()).toEqual(planPracticeRound(plan, 0).map(({ queryHash }) => queryHash).sort());
      for (const { alignedSide, queryHash, leftHash, rightHash } of trials) expect(alignedSide === 'left' ? leftHash : rightHash).toBe(queryHash);
    }
  });

  it('cannot be passed by repeating the sides of an earlier round', () => {
    const sides = Array.from({ length: 20 }, (_, round) => planPracticeRound(plan, round).map(({ alignedSide }) => alignedSide).join());
    expect(new Set(sides).size).toBeGreaterThan(3);
  });
});

describe('presentTrial', () => {
  it('gives the browser three addresses and nothing that tells the answer', () => {
    forEveryPlan((plan) => {
      for (const trial of plan.slice(0, 5)) {
        expect(Object.keys(presentTrial(trial, (hash) => `/api/stimuli/${hash}.png`)).sort()).toEqual(
          ['blockIndex', 'leftUrl', 'phase', 'queryUrl', 'rightUrl', 'round', 'trialIndex']);
      }
    });
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

function countShowings({ perNetwork, targetCount, sessionCount }: { perNetwork: number; targetCount: number; sessionCount: number }): Map<string, { shown: number; left: number }> {
  const configuration = configurationWith({ trials: { perNetwork, catchCount: 0, practiceCount: 0, practicePassCount: 0, blockSize: 20 } });
  const triplets = makeTriplets({ networkCount: 2, targetCount });
  const counts = new Map(triplets.map(({ iriId }) => [iriId, { shown: 0, left: 0 }]));
  for (let planIndex = 0; planIndex < sessionCount; planIndex++) {
    for (const { triplet, alignedSide } of planSession({ configuration, triplets, planIndex })) {
      const count = counts.get(triplet?.iriId ?? '');
      if (count === undefined) throw new Error('A comparison without a known IRI.');
      count.shown += 1;
      if (alignedSide === 'left') count.left += 1;
    }
  }
  return counts;
}

import { createRandom } from '@lookalike/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from '../../example-study.test-data.ts';
import { planPracticeRound, planSession, type FrozenStudy, type PlannedTrial, type Stimulus } from '../../index.ts';
import { classification } from './classification.ts';
import type { ClassificationTrial } from './trial.ts';
import { choiceKeys } from './wire.ts';

type Trial = PlannedTrial<ClassificationTrial>;

const originalOf = (targetId: string): string => Buffer.from(`original-${targetId}`).toString('hex').padEnd(64, '0');
const configuration = configurationWith(sizesOf({ perCondition: 6, catchCount: 4, practiceCount: 3 }), 'classification');
function studyOf(targetCount = 30): FrozenStudy {
  const study = makeStudy({ conditionCount: 2, targetCount, configuration });
  return { ...study, stimuli: study.stimuli.map((stimulus) => ({ ...stimulus, originalHash: originalOf(stimulus.targetId) })) };
}

const planOf = (study: FrozenStudy, planIndex = 0): Trial[] => planSession(study, planIndex) as Trial[];
const scoredOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ role }) => role === 'scored');
const knownOf = (plan: readonly Trial[]): Trial[] => plan.filter(({ role }) => role === 'catch');

describe('the labels of classification', () => {
  it('are all there in every trial, in an order that a session keeps', () => {
    const orders = Array.from({ length: 60 }, (_, planIndex) => {
      const plan = planOf(studyOf(), planIndex);
      const rounds = [1, 2].flatMap((round) => planPracticeRound(configuration, plan, round) as Trial[]);
      const ofSession = new Set([...plan, ...rounds].map(({ labels }) => labels.join()));
      expect(ofSession.size).toBe(1);
      expect([...plan[0]!.labels].sort()).toEqual(['bird', 'boat', 'cat']);
      return [...ofSession][0];
    });
    expect(new Set(orders).size).toBe(6);
  });

  it('each have a key', () => {
    expect(new Set(choiceKeys).size).toBe(24);
  });
});

describe('a scored trial of classification', () => {
  it('shows the IRI alone, and is right for the label of its target', () => {
    const study = studyOf();
    const plan = scoredOf(planOf(study));
    expect(plan).toHaveLength(12);
    for (const { items: [item], queryHash, label } of plan) {
      const stimulus = study.stimuli.find(({ iriId }) => iriId === item?.iriId);
      expect([queryHash, label]).toEqual([stimulus?.queryHash, stimulus?.label]);
    }
    for (const trial of plan) expect(classification.present(trial).choices).toEqual(trial.labels.map((each) => ({ id: each, text: each })));
  });
});

describe('a catch trial of classification', () => {
  it('shows an original at its full size, of a target that the session does not score, and is about no condition', () => {
    fc.assert(fc.property(fc.nat({ max: 500 }), (planIndex) => {
      const study = studyOf();
      const plan = planOf(study, planIndex);
      const scored = new Set(scoredOf(plan).map(({ items: [item] }) => originalOf(item!.targetId)));
      expect(knownOf(plan)).toHaveLength(7);
      for (const { items, queryHash, label } of knownOf(plan)) {
        const target = study.stimuli.find(({ originalHash }) => originalHash === queryHash);
        expect([items, target?.label, scored.has(queryHash)]).toEqual([[], label, false]);
      }
      expect(new Set(knownOf(plan).map(({ queryHash }) => queryHash)).size).toBe(7);
    }), { numRuns: 30 });
  });

  it('shows what raters see where the original is not known', () => {
    const study = makeStudy({ conditionCount: 2, targetCount: 30, configuration });
    const targets = new Set(study.stimuli.map(({ targetHash }) => targetHash));
    for (const { queryHash } of knownOf(planOf(study))) expect(targets).toContain(queryHash);
  });

  it('finds the original with whichever condition has it, whatever the order of the stimuli', () => {
    const study = studyOf();
    const stimuli = study.stimuli.map((stimulus): Stimulus => {
      const { originalHash: _without, ...rest } = stimulus;
      return stimulus.conditionId === 'network-0' ? rest : { ...stimulus, targetHash: stimulus.targetHash.replace(/0$/, '1') };
    });
    const plan = planOf({ ...study, stimuli });
    expect(knownOf(plan).map(({ queryHash }) => queryHash).filter((hash) => !study.stimuli.some(({ originalHash }) => originalHash === hash))).toEqual([]);
    expect(planOf({ ...study, stimuli: [...stimuli].reverse() })).toEqual(plan);
  });

  it('takes turns between the labels, so that always the same one fails', () => {
    for (let planIndex = 0; planIndex < 20; planIndex++) {
      const labels = knownOf(planOf(studyOf(60), planIndex)).filter(({ phase }) => phase === 'main').map(({ label }) => label);
      for (const label of ['bird', 'boat', 'cat']) expect(labels.filter((each) => each === label).length).toBeLessThanOrEqual(2);
    }
  });
});

describe('an answer to classification', () => {
  const [trial] = scoredOf(planOf(studyOf())) as [Trial];
  const other = trial.labels.find((label) => label !== trial.label)!;

  it('has outcome 1 for the label of the target and 0 for another, at a chance of 1/n', () => {
    expect(classification.judge(trial, { label: trial.label })).toEqual([{ ...trial.items[0], outcome: 1, chance: 1 / 3, said: trial.label }]);
    expect(classification.judge(trial, { label: other })).toEqual([{ ...trial.items[0], outcome: 0, chance: 1 / 3, said: other }]);
    expect(classification.judge(trial, null)).toEqual([{ ...trial.items[0], said: 'none' }]);
  });

  it('has the place that its label has on the screen', () => {
    expect(trial.labels.map((label) => classification.placeOf(trial, { label }))).toEqual(['0', '1', '2']);
  });

  it('fills its columns', () => {
    const row = (answer: Parameters<typeof classification.judge>[1]) => Object.fromEntries(Object.entries(classification.columns).map(([name, { valueOf }]) => [name, valueOf(trial, answer)]));
    const shown = { query_hash: trial.queryHash, label_order: trial.labels.join(';'), right_label: trial.label };
    expect(row({ label: other })).toEqual({ ...shown, chosen_label: other });
    expect(row(null)).toEqual({ ...shown, chosen_label: undefined });
  });
});

describe('accepts', () => {
  const stimulus = studyOf().stimuli[0]!;
  const settings = { name: 'classification' as const, labels: ['bird', 'cat'], onlyNamedByNetwork: false };
  const strict = { ...settings, onlyNamedByNetwork: true };

  it('takes a stimulus only with a label that can be chosen', () => {
    expect(['bird', 'boat'].map((label) => classification.accepts({ ...stimulus, label }, settings))).toEqual([true, false]);
    const { label: _without, ...unlabelled } = stimulus;
    expect(classification.accepts(unlabelled, settings)).toBe(false);
  });

  it('asks under the strict rule that the network names the class, which a reference without a network need not', () => {
    const taken = (isNamedByNetwork?: boolean) => [settings, strict].map((rule) => classification.accepts({ ...stimulus, label: 'bird', ...(isNamedByNetwork === undefined ? {} : { isNamedByNetwork }) }, rule));
    expect([taken(true), taken(false), taken()]).toEqual([[true, true], [true, false], [true, true]]);
  });
});

describe('observe', () => {
  const presentation = classification.present(scoredOf(planOf(studyOf()))[0]!);
  const sight = (distances: Readonly<Record<string, number>>) => ({
    distance: (_query: string, exemplar: string) => Promise.resolve(distances[exemplar] ?? 9),
    labelled: (label: string) => [`${label}-1`, `${label}-2`],
  });

  it('names the label of the nearest original', async () => {
    expect(await classification.observe(presentation, sight({ 'boat-2': 1, 'cat-1': 2 }), createRandom('x'))).toEqual({ label: 'boat' });
  });

  it('draws where nothing is nearer, or no original is known', async () => {
    const rng = createRandom('ties');
    const said = async (of: ReturnType<typeof sight>): Promise<unknown[]> => [...new Set(await Promise.all(Array.from({ length: 60 }, async () => (await classification.observe(presentation, of, rng)).label)))].sort();
    expect(await said(sight({ 'boat-2': 1, 'cat-1': 1, 'cat-2': 1 }))).toEqual(['boat', 'cat']);
    expect(await said({ ...sight({}), labelled: () => [] })).toEqual(['bird', 'boat', 'cat']);
  });
});

import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, planTwoAfc, sizesOf } from '../../example-study.test-data.ts';
import { identicalTrials } from './identical-trials.ts';
import { twoAfc } from './two-afc.ts';
import { sideKeys } from './wire.ts';

const study = makeStudy({ conditionCount: 2, targetCount: 30, configuration: configurationWith(sizesOf({ perCondition: 8, catchCount: 4, practiceCount: 4 })) });
const plan = planTwoAfc(study, 0);
const scored = plan.find(({ role }) => role === 'scored')!;
const other = scored.alignedSide === 'left' ? 'right' : 'left';

describe('an answer to 2AFC', () => {
  it('has outcome 1 for the target and 0 for the seed, at a chance of one half', () => {
    expect(twoAfc.judge(scored, { side: scored.alignedSide })).toEqual([{ ...scored.items[0], outcome: 1, chance: 0.5, said: 'target' }]);
    expect(twoAfc.judge(scored, { side: other })).toEqual([{ ...scored.items[0], outcome: 0, chance: 0.5, said: 'seed' }]);
    expect(twoAfc.judge(scored, null)).toEqual([{ ...scored.items[0], said: 'none' }]);
  });

  it('says of an IRI in a catch trial what was chosen, without an outcome', () => {
    const known = plan.find(({ role, items }) => role === 'catch' && items.length === 1)!;
    const sides = known.alignedSide === 'left' ? (['left', 'right'] as const) : (['right', 'left'] as const);
    expect(sides.map((side) => twoAfc.judge(known, { side }))).toEqual([[{ ...known.items[0], said: 'identical' }], [{ ...known.items[0], said: 'other' }]]);
    expect(sides.map((side) => twoAfc.isRight(known, { side }))).toEqual([true, false]);
  });

  it('fills its columns', () => {
    const row = (answer: Parameters<typeof twoAfc.judge>[1]) => Object.fromEntries(Object.entries(twoAfc.columns).map(([name, { valueOf }]) => [name, valueOf(scored, answer)]));
    const shown = { query_hash: scored.queryHash, left_hash: scored.leftHash, right_hash: scored.rightHash, aligned_side: scored.alignedSide };
    expect(row({ side: 'left' })).toEqual({ ...shown, chosen_side: 'left', chosen_hash: scored.leftHash });
    expect(row({ side: 'right' })).toEqual({ ...shown, chosen_side: 'right', chosen_hash: scored.rightHash });
    expect(row(null)).toEqual({ ...shown, chosen_side: undefined, chosen_hash: undefined });
  });

  it('has a side for its place, and keys for both', () => {
    expect(twoAfc.placeOf(scored, { side: 'left' })).toBe('left');
    expect(new Set(Object.values(sideKeys))).toEqual(new Set(['left', 'right']));
  });
});

describe('catch trials of 2AFC', () => {
  it('take turns between a photograph and an IRI as query, so that neither is always right', () => {
    for (let planIndex = 0; planIndex < 10; planIndex++) {
      const catches = planTwoAfc(study, planIndex).filter(({ role, phase }) => role === 'catch' && phase === 'main');
      expect(catches.filter(({ items }) => items.length === 1)).toHaveLength(2);
    }
  });

  it('can be made of one stimulus, and show only photographs then', () => {
    const { practice, catches } = identicalTrials({ pool: study.stimuli.slice(0, 1), avoid: new Set(), practiceCount: 2, catchCount: 2, rng: createRandom('one') });
    for (const { queryHash, leftHash, rightHash, items } of [...practice, ...catches]) {
      expect([leftHash, rightHash].sort()).toEqual([study.stimuli[0]!.targetHash, study.stimuli[0]!.seedHash].sort());
      expect([queryHash, items]).toEqual([study.stimuli[0]!.targetHash, []]);
    }
  });
});

describe('observe', () => {
  it('takes the nearer option, and draws between equally near ones', async () => {
    const presentation = twoAfc.present(scored);
    const nearer = (hash: string) => ({ distance: (_query: string, option: string) => Promise.resolve(option === hash ? 0.2 : 0.3), labelled: () => [] });
    const rng = createRandom('ties');
    expect(await twoAfc.observe(presentation, nearer(scored.leftHash), rng)).toEqual({ side: 'left' });
    expect(await twoAfc.observe(presentation, nearer(scored.rightHash), rng)).toEqual({ side: 'right' });
    const drawn = await Promise.all(Array.from({ length: 40 }, () => twoAfc.observe(presentation, nearer('neither'), rng)));
    expect(new Set(drawn.map(({ side }) => side))).toEqual(new Set(['left', 'right']));
  });
});

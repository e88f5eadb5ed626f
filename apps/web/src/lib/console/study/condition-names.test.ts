import { expect, it } from 'vitest';
import { defaultNames, unusableNames } from './condition-names.ts';
import type { ConditionSource } from './condition-source.ts';

const run = (networkName: string, others: Partial<Extract<ConditionSource, { kind: 'run' }>> = {}): ConditionSource =>
  ({ kind: 'run', networkName, imageSetName: 'Kodak', layer: 'fc', objective: 'regularizer-free', objectiveName: 'regularizer-free', seedKind: 'super-noise', tags: {}, ...others });

it('a network with one condition gives it its name', () => {
  expect(defaultNames([run('VGG'), run('ResNet'), { kind: 'reference', reference: 'original' }])).toEqual(['VGG', 'ResNet', 'Original']);
});

it('conditions of one network are told apart by what they differ in', () => {
  expect(defaultNames([run('VGG'), run('VGG', { objectiveName: 'adversarial (nlpd)' }), run('ResNet')])).toEqual(['VGG, regularizer-free', 'VGG, adversarial (nlpd)', 'ResNet']);
  expect(defaultNames([run('VGG', { layer: 'a' }), run('VGG', { layer: 'b', seedKind: 'image' })])).toEqual(['VGG, a', 'VGG, b']);
  expect(defaultNames([run('VGG', { layer: 'a' }), run('VGG', { layer: 'b' }), run('VGG', { layer: 'b', seedKind: 'image' })])).toEqual(['VGG, a, super-noise seed', 'VGG, b, super-noise seed', 'VGG, b, image seed']);
});

it('stimuli made elsewhere are named by their condition, and their set where two sets have it', () => {
  const stimuli = (condition: string, setName: string): ConditionSource => ({ kind: 'stimuli', condition, setName, stimulusCount: 30 });
  expect(defaultNames([stimuli('robust', 'Metamers'), stimuli('plain', 'Metamers'), stimuli('robust', 'Others')])).toEqual(['robust, Metamers', 'plain', 'robust, Others']);
});

it('the same run twice gets a number', () => {
  expect(defaultNames([run('VGG'), run('VGG'), run('VGG')])).toEqual(['VGG', 'VGG 2', 'VGG 3']);
});

it('a long name keeps its end, and no two are equal', () => {
  const layer = 'features.'.repeat(12);
  const names = defaultNames([run('VGG', { layer: `${layer}1` }), run('VGG', { layer: `${layer}2` }), run('VGG', { layer: `${layer}2` })]);
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(80);
  expect(names[1]).toMatch(/2$/);
});

it('a name that is missing or there twice cannot be used', () => {
  expect([...unusableNames(['A', ' ', 'B', 'a '])].map(([position]) => position)).toEqual([0, 1, 3]);
});

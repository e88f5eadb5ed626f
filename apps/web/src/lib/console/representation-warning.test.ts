import { expect, it } from 'vitest';
import { representationWarning } from './representation-warning.ts';

const layer = (name: string, valueCount: number) => ({ name, operator: 'Relu', shape: [valueCount], valueCount, isDefault: false, parts: ['all' as const] });
const network = (defaultLayerRule: string) => ({ layers: [layer('age', 1), layer('pooled', 512)], defaultLayer: 'pooled', defaultLayerRule });

it('a layer of few values, and an output taken for the representation, are warned of', () => {
  expect(representationWarning(network('input of the last fully connected layer'), 'pooled')).toBeUndefined();
  expect(representationWarning(network('input of the last fully connected layer'), 'age')).toMatch(/has one value per image only/);
  expect(representationWarning(network('output of a network without a fully connected last layer'), 'pooled')).toMatch(/is the network’s output/);
});

import { layerParts } from '@lookalike/graph';
import { layerPartLabels } from '@lookalike/iri-configuration';
import { expect, it } from 'vitest';

it('a configuration can name every part that a graph can take of a layer, and no others', () => {
  expect(Object.keys(layerPartLabels)).toEqual(layerParts);
});

import type { AcceptedIri } from '@lookalike/store';
import { expect, it } from 'vitest';
import { stimuliOf } from './triplets.ts';

const iri = (networkId: string, targetId: string): AcceptedIri => ({
  iriId: `${networkId}-${targetId}`, runId: `run-${networkId}`, networkId, layer: 'l', targetId,
  fileHash: `iri-${networkId}-${targetId}`, targetFileHash: `target-${targetId}`, seedFileHash: `seed-${targetId}`, representationDistance: 0.1,
});

it('with several networks only targets that all of them have are shown', () => {
  const { triplets, targetRule } = stimuliOf([iri('a', '1'), iri('a', '2'), iri('b', '2'), iri('b', '3')], ['a', 'b']);
  expect(triplets.map(({ iriId }) => iriId)).toEqual(['a-2', 'b-2']);
  expect(targetRule).toBe('The 1 target with an accepted IRI for every one of the 2 networks. 2 more targets have one for some networks only and are left out.');
});

it('one network shows all of its accepted IRIs', () => {
  expect(stimuliOf([iri('a', '1'), iri('a', '2')], ['a'])).toMatchObject({ triplets: [{ queryHash: 'iri-a-1', targetHash: 'target-1', seedHash: 'seed-1' }, {}], targetRule: 'The 2 targets with an accepted IRI.' });
});

it('a network without any accepted IRI leaves nothing to show', () => {
  expect(stimuliOf([iri('a', '1')], ['a', 'b']).triplets).toEqual([]);
});

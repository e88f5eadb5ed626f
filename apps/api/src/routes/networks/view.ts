import type { NetworkRecord } from '@lookalike/store';
import type { NetworkView } from './schemas.ts';

const shownClasses = 10;
const nothingComputed = { relativeError: null, meanLevels: null, message: null, device: null };

export function toNetworkView({ blockedLayers, createdAt, files, layers, notes, tags, classNames, proof, operatorCounts, ...network }: NetworkRecord): NetworkView {
  return {
    ...network,
    files: files.map((file) => ({ ...file })),
    blockedLayers: blockedLayers.map(({ by, ...layer }) => ({ ...layer, by: { ...by } })),
    notes: [...notes],
    tags: { ...tags },
    classCount: classNames.length,
    classExamples: classNames.slice(0, shownClasses),
    proof: proof === null ? null : { ...nothingComputed, ...proof },
    operatorCounts: { ...operatorCounts },
    layers: layers.map(({ shape, parts = ['all'], ...layer }) => ({ ...layer, shape: [...shape], parts: [...parts], isDefault: layer.name === network.defaultLayer })),
    createdAt: createdAt.toISOString(),
  };
}

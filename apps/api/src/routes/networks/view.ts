import type { NetworkRecord } from '@lookalike/store';
import type { NetworkView } from './schemas.ts';

export function toNetworkView({ createdAt, files, layers, notes, operatorCounts, ...network }: NetworkRecord): NetworkView {
  return {
    ...network,
    files: files.map((file) => ({ ...file })),
    notes: [...notes],
    operatorCounts: { ...operatorCounts },
    layers: layers.map(({ shape, parts = ['all'], ...layer }) => ({ ...layer, shape: [...shape], parts: [...parts], isDefault: layer.name === network.defaultLayer })),
    createdAt: createdAt.toISOString(),
  };
}

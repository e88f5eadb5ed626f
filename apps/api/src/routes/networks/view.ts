import type { NetworkRecord } from '@lookalike/store';
import type { NetworkView } from './schemas.ts';

export function toNetworkView({ createdAt, layers, operatorCounts, ...network }: NetworkRecord): NetworkView {
  return {
    ...network,
    operatorCounts: { ...operatorCounts },
    layers: layers.map(({ shape, ...layer }) => ({ ...layer, shape: [...shape], isDefault: layer.name === network.defaultLayer })),
    createdAt: createdAt.toISOString(),
  };
}

import type { Issue } from '@lookalike/errors';
import { StudyError } from './study-error.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import type { Triplet } from './trial.ts';

/**
 * What stands in the way of showing these triplets under this configuration; to be asked before launch.
 * Codes: `study.no_triplets`, `study.triplet_repeated`, `study.too_few_targets`.
 */
export function checkTriplets({ configuration, triplets }: { readonly configuration: StudyConfiguration; readonly triplets: readonly Triplet[] }): Issue[] {
  if (triplets.length === 0) {
    return [{ path: '', code: 'study.no_triplets', message: 'The study has no accepted IRIs to show.', fix: 'Add a generation run with accepted IRIs.' }];
  }
  const seen = new Set<string>();
  const repeated = triplets.find(({ networkId, targetId }) => {
    const key = keyOf(networkId, targetId);
    return seen.has(key) || !seen.add(key);
  });
  if (repeated !== undefined) {
    return [{
      path: '', code: 'study.triplet_repeated',
      message: `Network ${repeated.networkId} has two IRIs of target ${repeated.targetId}.`,
      fix: 'Choose one run per network.',
    }];
  }
  const { networkIds, sharedTargetIds } = groupTriplets(triplets);
  const { perNetwork } = configuration.trials;
  if (sharedTargetIds.length >= perNetwork) return [];
  const counts = networkIds.map((networkId) => `${networkId}: ${triplets.filter((triplet) => triplet.networkId === networkId).length}`);
  return [{
    path: '/trials/perNetwork', code: 'study.too_few_targets',
    message: `${perNetwork} targets per session are wanted, but only ${sharedTargetIds.length} have an accepted IRI for every network (${counts.join(', ')}).`,
    fix: sharedTargetIds.length > 0 ? `Lower it to at most ${sharedTargetIds.length}, or make more IRIs.` : 'Make IRIs of the same targets for every network.',
  }];
}

export interface GroupedTriplets {
  /** Sorted, so that the order of the triplets does not matter. */
  readonly networkIds: readonly string[];
  /** Targets with a triplet for every network; sorted. */
  readonly sharedTargetIds: readonly string[];
  readonly tripletOf: (networkId: string, targetId: string) => Triplet;
}

export function groupTriplets(triplets: readonly Triplet[]): GroupedTriplets {
  const byKey = new Map(triplets.map((triplet) => [keyOf(triplet.networkId, triplet.targetId), triplet]));
  const networkIds = [...new Set(triplets.map(({ networkId }) => networkId))].sort();
  const targetIds = [...new Set(triplets.map(({ targetId }) => targetId))].sort();
  return {
    networkIds,
    sharedTargetIds: targetIds.filter((targetId) => networkIds.every((networkId) => byKey.has(keyOf(networkId, targetId)))),
    tripletOf: (networkId, targetId) => {
      const triplet = byKey.get(keyOf(networkId, targetId));
      if (triplet === undefined) throw new StudyError('study.triplet_missing', `There is no IRI of target ${targetId} for network ${networkId}.`, { networkId, targetId });
      return triplet;
    },
  };
}

function keyOf(networkId: string, targetId: string): string {
  return JSON.stringify([networkId, targetId]);
}

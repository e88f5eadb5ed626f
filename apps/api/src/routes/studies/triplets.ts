import type { AcceptedIri } from '@lookalike/store';
import type { Triplet } from '@lookalike/study';

export interface StudyStimuli {
  readonly triplets: readonly Triplet[];
  /** Which targets they show, for people. */
  readonly targetRule: string;
}

/**
 * What a study shows of its runs' accepted IRIs. With several networks only targets that each of them has an accepted IRI
 * for: networks are compared on the targets they share, else a network with easy targets would look better.
 */
export function stimuliOf(iris: readonly AcceptedIri[], networkIds: readonly string[]): StudyStimuli {
  const networksOfTarget = new Map<string, Set<string>>();
  for (const { targetId, networkId } of iris) networksOfTarget.set(targetId, (networksOfTarget.get(targetId) ?? new Set()).add(networkId));
  const shared = new Set([...networksOfTarget].filter(([, networks]) => networkIds.every((id) => networks.has(id))).map(([targetId]) => targetId));
  const triplets = iris
    .filter(({ targetId, networkId }) => shared.has(targetId) && networkIds.includes(networkId))
    .map(({ iriId, networkId, targetId, fileHash, targetFileHash, seedFileHash }): Triplet => ({ iriId, networkId, targetId, queryHash: fileHash, targetHash: targetFileHash, seedHash: seedFileHash }));
  return { triplets, targetRule: ruleInWords(shared.size, networksOfTarget.size - shared.size, networkIds.length) };
}

function ruleInWords(sharedCount: number, leftOutCount: number, networkCount: number): string {
  const targets = sharedCount === 1 ? 'The 1 target' : `The ${sharedCount} targets`;
  const which = networkCount === 1 ? `${targets} with an accepted IRI.` : `${targets} with an accepted IRI for every one of the ${networkCount} networks.`;
  return leftOutCount === 0 || networkCount === 1 ? which : `${which} ${leftOutCount} more ${leftOutCount === 1 ? 'target has' : 'targets have'} one for some networks only and ${leftOutCount === 1 ? 'is' : 'are'} left out.`;
}

import type { StimulusRecord } from '@lookalike/store';
import { fileUrl } from '../files/urls.ts';
import type { StimulusView } from './schemas.ts';

type AuditView = NonNullable<StimulusView['audit']>;

const nothingKnown = { representationDistance: null, nullPercentile: null, nullPairCount: null, topClass: null, device: null, message: null };

/** @param classNames of its network, in the order of the scores; may be empty */
export function toStimulusView(stimulus: StimulusRecord, classNames: readonly string[]): StimulusView {
  const { id, condition, factors, label, targetName, targetFileHash, name, fileHash, seedName, seedFileHash, networkId, networkName, layer, audit } = stimulus;
  return {
    id,
    condition,
    factors: { ...factors },
    target: { name: targetName, url: fileUrl(targetFileHash) },
    stimulus: { name, url: fileUrl(fileHash) },
    seed: seedFileHash === null ? null : { name: seedName ?? '', url: fileUrl(seedFileHash) },
    label,
    network: networkId === null || networkName === null || layer === null ? null : { id: networkId, name: networkName, layer },
    audit: audit === undefined ? null : auditView(audit, classNames),
  };
}

function auditView(audit: NonNullable<StimulusRecord['audit']>, classNames: readonly string[]): AuditView {
  switch (audit.state) {
    case 'pending': return { ...nothingKnown, state: audit.state };
    case 'failed': return { ...nothingKnown, state: audit.state, message: audit.message };
    case 'done': {
      const { topClass, ...facts } = audit;
      const nameOf = (index: number): string | null => classNames[index] ?? null;
      return { ...nothingKnown, ...facts, topClass: topClass && { ...topClass, targetName: nameOf(topClass.target), stimulusName: nameOf(topClass.stimulus), isSame: topClass.target === topClass.stimulus } };
    }
  }
}

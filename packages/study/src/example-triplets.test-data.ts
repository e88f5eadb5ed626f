import { defaultStudyConfiguration } from './default-study-configuration.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import type { Triplet } from './trial.ts';

/** A hash-like name that says what it stands for. */
const fakeHash = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0');

/** For tests: one triplet per network and target, all files different. */
export function makeTriplets({ networkCount, targetCount }: { readonly networkCount: number; readonly targetCount: number }): Triplet[] {
  return Array.from({ length: networkCount }, (_, network) =>
    Array.from({ length: targetCount }, (__, target): Triplet => ({
      iriId: `iri-${network}-${target}`,
      networkId: `network-${network}`,
      targetId: `target-${target}`,
      queryHash: fakeHash(`iri-${network}-${target}`),
      targetHash: fakeHash(`target-${target}`),
      seedHash: fakeHash(`seed-${target}`),
    }))).flat();
}

/** For tests: the default configuration with some fields replaced. */
export function configurationWith(changes: Partial<StudyConfiguration>): StudyConfiguration {
  return { ...defaultStudyConfiguration(), ...changes };
}

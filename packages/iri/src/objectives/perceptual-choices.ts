import type { Issue } from '@lookalike/errors';
import { keyOf, perceptualChoicesOf, type Objective } from '@lookalike/iri-configuration';
import { appendMsSsim, appendNlpd } from '@lookalike/perception';
import type { PerceptualDistance, PerceptualNetwork } from '@lookalike/perception';

/**
 * Looks up the distances of an objective, by {@link keyOf}.
 * @param networks the files that the experimenter gave.
 * @returns what is missing or differs as issues: `iri.weights_missing`, `iri.weights_differ`.
 */
export function perceptualDistances(objective: Objective, networks: readonly PerceptualNetwork[]): { readonly distances: ReadonlyMap<string, PerceptualDistance>; readonly issues: readonly Issue[] } {
  const distances = new Map<string, PerceptualDistance>();
  const issues: Issue[] = [];
  for (const choice of perceptualChoicesOf(objective)) {
    if (choice === 'nlpd' || choice === 'ms-ssim') {
      distances.set(choice, choice === 'nlpd' ? appendNlpd : appendMsSsim);
      continue;
    }
    const given = networks.find(({ sha256 }) => sha256 === choice.sha256);
    const sameName = networks.find(({ name }) => name === choice.name);
    if (given !== undefined) distances.set(keyOf(choice), given.append);
    else if (sameName !== undefined) {
      issues.push({ path: '/objective', code: 'iri.weights_differ', message: `The file of "${choice.name}" has the SHA-256 ${sameName.sha256}, the objective names ${choice.sha256}.`, fix: 'Give the file that the objective was written for, or write the hash of this one into the objective.' });
    } else {
      issues.push({ path: '/objective', code: 'iri.weights_missing', message: `The objective needs the weights of "${choice.name}" (SHA-256 ${choice.sha256}), and no such file was given.`, fix: 'Make the file with tools/export-lpips.py or tools/export-dists.py and give it, or choose nlpd or ms-ssim, which need none.' });
    }
  }
  return { distances, issues };
}

/** What is worth knowing about an objective's distances at this size, though nothing is wrong: `iri.image_small_for_distance`. */
export function perceptualWarnings(objective: Objective, networks: readonly PerceptualNetwork[], [, heightPx, widthPx]: readonly [number, number, number]): Issue[] {
  return perceptualChoicesOf(objective).flatMap((choice) => {
    const network = typeof choice === 'string' ? undefined : networks.find(({ sha256 }) => sha256 === choice.sha256);
    if (network?.leastSidePx === undefined || Math.min(heightPx, widthPx) >= network.leastSidePx) return [];
    return [{
      path: '/objective', code: 'iri.image_small_for_distance',
      message: `"${network.name}" was made for images of ${network.leastSidePx} px and more, and these are ${heightPx} × ${widthPx} px: its layers see little but borders.`,
      fix: 'Report it with the results, or use nlpd, which needs no minimum of this kind.',
    }];
  });
}

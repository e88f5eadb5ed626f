import { expect, it } from 'vitest';
import { chainSeeds, compareSlopes, randomChain, surrogateCases, tellSlopes } from '@lookalike/graph/cases';
import type { SlopeCase } from '@lookalike/graph/cases';
import type { Device } from '../device.ts';
import { runOn } from './run-on.ts';

/** So many chains are one test. */
const together = 10;

/**
 * Compares gradients with slopes: chains of operators, the same on every device, and what has the gradient of something else by declaration.
 * `npm run fuzz:gradients -- --device … --seed "gradients 17" --count 1` does one of them again.
 */
export function describeSlopes(device: () => Device, chains: number): void {
  const compare = async (slopeCase: SlopeCase): Promise<boolean> => {
    const comparison = await compareSlopes(slopeCase, runOn(device()));
    expect(comparison.agrees, `${slopeCase.name}\n${tellSlopes(comparison)}`).toBe(true);
    return comparison.isConclusive;
  };

  const seeds = chainSeeds(chains);
  for (let first = 0; first < seeds.length; first += together) {
    const group = seeds.slice(first, first + together);
    it(`along chains of operators: ${group[0]!} to ${group.at(-1)!}`, async () => {
      let conclusive = 0;
      for (const seed of group) if (await compare(randomChain(seed))) conclusive += 1;
      expect(conclusive, 'chains whose slope is known well enough').toBeGreaterThanOrEqual(group.length / 2);
    }, 120_000);
  }

  it.each(surrogateCases.map((slopeCase) => [slopeCase.name, slopeCase] as const))('or of what stands for it: %s', async (_name, slopeCase) => {
    expect(await compare(slopeCase)).toBe(true);
  }, 60_000);
}

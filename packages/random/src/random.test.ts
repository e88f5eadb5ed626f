import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('replays the same draws from the same seed', () => {
    const a = createRandom('seed');
    const b = createRandom('seed');
    expect(Array.from({ length: 100 }, () => a.uniform())).toEqual(Array.from({ length: 100 }, () => b.uniform()));
  });

  it('gives a child draws that depend on its purpose and not on the parent’s position', () => {
    const parent = createRandom('seed');
    const early = parent.child('order').integer(1e9);
    parent.uniform();
    expect(parent.child('order').integer(1e9)).toBe(early);
    expect(parent.child('side').integer(1e9)).not.toBe(early);
  });

  it('draws integers evenly', () => {
    const random = createRandom('even');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[random.integer(6)]! += 1;
    // Six standard deviations of a binomial(60000, 1/6).
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(6 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)));
  });

  it('draws normals with mean 0, variance 1 and kurtosis 3', () => {
    const random = createRandom('normal');
    const n = 100_000;
    const draws = Array.from({ length: n }, () => random.normal());
    const moment = (power: number): number => draws.reduce((sum, x) => sum + x ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(6 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(6 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(6 * Math.sqrt(96 / n));
  });

  it('shuffles into every order equally often', () => {
    const random = createRandom('shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffled(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(6000 * (1 / 6) * (5 / 6)));
  });

  it('refuses a range it cannot draw from', () => {
    expect(() => createRandom('x').integer(0)).toThrow(/from 1 to 2\^32/);
  });
});

import { describe, expect, it } from 'vitest';
import { StallWatch } from './stall-watch.ts';

/** The step at which a row of values has stalled. */
function stallOf(values: readonly number[], rule = { steps: 3, share: 0.1 }): number | undefined {
  const watch = new StallWatch(rule);
  const step = values.findIndex((value, i) => watch.isStalled(i, value));
  return step < 0 ? undefined : step;
}

describe('StallWatch', () => {
  it('stalls after so many steps without the gain, counted from the last gain', () => {
    expect(stallOf([1, 0.95, 0.94, 0.93])).toBe(3);
    expect(stallOf([1, 0.8, 0.79, 0.78, 0.77])).toBe(4);
    expect(stallOf([1, 0.95, 0.9])).toBeUndefined();
  });

  it('adds small gains up', () => {
    expect(stallOf([1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76])).toBeUndefined();
  });

  it('is not misled by a value that rises and comes back', () => {
    expect(stallOf([1, 2, 1.1, 1.01])).toBe(3);
  });

  it('takes the share of the amount where values are below 0', () => {
    expect(stallOf([-1, -1.05, -1.06, -1.07])).toBe(3);
    expect(stallOf([-1, -1.2, -1.5, -1.8, -2.2])).toBeUndefined();
    expect(stallOf([0, 0, 0, 0])).toBe(3);
  });
});

import { defaultIriConfiguration, type IriConfiguration } from '@lookalike/iri-configuration';
import { describe, expect, it } from 'vitest';
import { gradientPhases } from './gradient-phases.ts';

const { rectifierSlope: _, ...standard } = defaultIriConfiguration();
const exact: IriConfiguration = { ...standard, straightThroughLastRelu: false, stopping: { maximumSteps: 90, targetDistance: 0.01 } };

describe('gradientPhases', () => {
  it('gives the exact gradient to all steps where nothing else is asked for', () => {
    expect(gradientPhases(exact)).toEqual([{ end: Infinity, straightThrough: false, rectifierSlope: 0 }]);
  });

  it('keeps the paper’s straight-through gradient to the end unless its steps are limited', () => {
    expect(gradientPhases({ ...exact, straightThroughLastRelu: true })).toEqual([{ end: Infinity, straightThrough: true, rectifierSlope: 0 }]);
    expect(gradientPhases({ ...exact, straightThroughLastRelu: true, straightThroughSteps: 10 }).map(({ end, straightThrough }) => [end, straightThrough])).toEqual([[10, true], [Infinity, false]]);
    expect(gradientPhases({ ...exact, straightThroughLastRelu: true, straightThroughSteps: 91 })).toHaveLength(1);
  });

  it('combines a slope for a share of the steps with straight-through steps', () => {
    expect(gradientPhases({ ...exact, straightThroughLastRelu: true, straightThroughSteps: 10, rectifierSlope: { slope: 0.2, share: 0.5 } })).toEqual([
      { end: 10, straightThrough: true, rectifierSlope: 0.2 },
      { end: 45, straightThrough: false, rectifierSlope: 0.2 },
      { end: Infinity, straightThrough: false, rectifierSlope: 0 },
    ]);
    expect(gradientPhases({ ...exact, rectifierSlope: { slope: 0.2, share: 0.5 } }, false)).toEqual(gradientPhases(exact));
    expect(gradientPhases({ ...exact, rectifierSlope: { slope: 0.2, share: 1 } })).toEqual([{ end: Infinity, straightThrough: false, rectifierSlope: 0.2 }]);
  });
});

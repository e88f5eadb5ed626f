import { describe, expect, it } from 'vitest';
import { DistanceCurve } from './distance-curve.ts';
import type { IriDetail, SummarisedIri } from './index.ts';
import { summariseRun } from './index.ts';

/** The curve of a search whose least d after so many steps is given. */
function curve(lastStep: number, leastAfter: (step: number) => number): IriDetail['curve'] {
  const collected = new DistanceCurve();
  for (let step = 0; step <= lastStep; step++) collected.add(step, leastAfter(step));
  return collected.points();
}

const iri = (d: number, changes: Partial<SummarisedIri> = {}): SummarisedIri => ({ representationDistance: d, unroundedDistance: d / 2, nullPercentile: 0, stepCount: 100 * d, durationMs: 1000 * d, ...changes });
const detail = (changes: Partial<IriDetail> = {}): IriDetail => ({ bestStep: 1, curve: [], layerCorrelations: [], perceptualDistances: [], ...changes });

describe('summariseRun', () => {
  it('counts what is accepted, what is rejected and why, and what failed, with failed images in the share', () => {
    const far = { rejectionReason: 'distance_above_maximum' };
    expect(summariseRun({
      iris: [iri(0.1), iri(0.2), iri(0.9, far), iri(0.3, { rejectionReason: 'inside_null_distribution' }), iri(0.8, far)],
      failed: [{ code: 'iri.not_finite' }, { code: 'iri.zero_representation' }, { code: 'iri.not_finite' }],
    }).counts).toEqual({
      accepted: 2,
      rejected: { distance_above_maximum: 2, inside_null_distribution: 1 },
      failed: { 'iri.not_finite': 2, 'iri.zero_representation': 1 },
      acceptedShare: 2 / 8,
    });
  });

  it('gives the quantiles that R gives by default', () => {
    // R: quantile(c(.5, .1, .3, .2), c(0, .05, .25, .5, .75, .95, 1))
    const { probabilities, representationDistance, unroundedDistance, stepCount, durationMs } = summariseRun({ iris: [iri(0.5), iri(0.1), iri(0.3), iri(0.2)] });
    const quantiles = [0.1, 0.115, 0.175, 0.25, 0.35, 0.47, 0.5];
    expect(probabilities).toEqual([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]);
    for (const [given, factor] of [[representationDistance, 1], [unroundedDistance, 0.5], [stepCount, 100], [durationMs, 1000]] as const) {
      expect(given!.count).toBe(4);
      given!.quantiles.forEach((value, i) => expect(value).toBeCloseTo(factor * quantiles[i]!, 10));
    }
  });

  it('takes correlations at the represented layer, and perceptual distances by their measure', () => {
    const audits = [0.2, 0.4].map((r) => iri(0.1, { detail: detail({
      layerCorrelations: [{ layer: 'pooled', pearson: r, spearman: r + 0.1 }, { layer: 'block', pearson: -1 }],
      perceptualDistances: [{ measure: 'nlpd', toTarget: r, toSeed: 2 * r }],
    }) }));
    const summary = summariseRun({ iris: [...audits, iri(0.1)] });
    expect(summary.pearson).toMatchObject({ count: 2, quantiles: expect.arrayContaining([0.2, 0.4]) });
    expect(summary.spearman!.quantiles[3]).toBeCloseTo(0.4, 10);
    expect(summary.perceptualDistances).toHaveLength(1);
    expect(summary.perceptualDistances[0]).toMatchObject({ measure: 'nlpd', toTarget: { count: 2 }, toSeed: { count: 2 } });
    expect(summary.perceptualDistances[0]!.toSeed.quantiles[3]).toBeCloseTo(0.6, 10);
  });

  it('gives the share with the target’s class among those whose network has classes', () => {
    const ofClass = (mine: number) => iri(0.1, { detail: detail({ topClass: { target: 3, iri: mine, isSame: mine === 3 } }) });
    expect(summariseRun({ iris: [ofClass(3), ofClass(3), ofClass(1), ofClass(3), iri(0.1, { detail: detail() })] }).sameTopClass).toEqual({ count: 4, share: 0.75 });
  });

  it('draws the curve as it would be without thinning, finished images staying at their last d', () => {
    const leasts = [(step: number) => 1 / (1 + step), (step: number) => 2 / (1 + step), (step: number) => 3 / (1 + step)];
    const lasts = [37, 90, 123];
    const { curve: drawn } = summariseRun({ iris: leasts.map((least, i) => iri(0.1, { detail: detail({ curve: curve(lasts[i]!, least) }) })) });
    expect(drawn!.count).toBe(3);
    expect(drawn!.points[0]!.step).toBe(0);
    expect(drawn!.points.at(-1)!.step).toBe(123);
    expect(drawn!.points.length).toBeLessThan(45);
    for (const { step, lowerQuartile, median, upperQuartile } of drawn!.points) {
      // Values of images that ended between two points show at the next one.
      const values = leasts.map((least, i) => least(Math.min(step, lasts[i]!))).sort((a, b) => a - b) as [number, number, number];
      expect(median).toBeCloseTo(values[1], 12);
      expect(lowerQuartile).toBeCloseTo((values[0] + values[1]) / 2, 12);
      expect(upperQuartile).toBeCloseTo((values[1] + values[2]) / 2, 12);
    }
  });

  it('says nothing of what nothing is known of', () => {
    expect(summariseRun({ iris: [] })).toEqual({ counts: { accepted: 0, rejected: {}, failed: {} }, probabilities: [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1], perceptualDistances: [] });
    expect(summariseRun({ iris: [iri(0.1)] })).not.toHaveProperty('curve');
  });
});

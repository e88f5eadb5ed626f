import type { IriRecord, RunRecord } from '@lookalike/store';
import { expect, it } from 'vitest';
import { runReport } from './report.ts';

const moment = new Date(0);
const run = {
  id: 'run', network: { id: 'n', name: 'net' }, imageSet: { id: 's', name: 'set' }, createdAt: moment, progress: undefined, nullDistribution: undefined, environment: undefined,
} as RunRecord; // The rest of a run is passed on as it is.
const iri = (layerCorrelations: { layer: string; pearson?: number; spearman?: number }[] | undefined): IriRecord => ({
  id: 'i', runId: 'run', targetId: 't', targetName: 't.png', targetFileHash: '', fileHash: '', seedFileHash: '', representationDistance: 0.1, unroundedDistance: 0.1, nullPercentile: 0, seedDistance: 1, accepted: true,
  rejectionReason: undefined, stepCount: 1, durationMs: 1, createdAt: moment, detail: layerCorrelations && { bestStep: 1, curve: [], layerCorrelations, perceptualDistances: [] },
});

it('every layer has its own correlations, of the IRIs that have them', () => {
  const { layers } = runReport(run, [iri([{ layer: 'pool', pearson: 0.5, spearman: 0.25 }, { layer: 'conv', pearson: -0.5 }]), iri([{ layer: 'pool', pearson: 0.5 }, { layer: 'conv' }]), iri(undefined)], []);
  expect(layers).toEqual([
    { layer: 'pool', pearson: { count: 2, quantiles: Array(7).fill(0.5) }, spearman: { count: 1, quantiles: Array(7).fill(0.25) } },
    { layer: 'conv', pearson: { count: 1, quantiles: Array(7).fill(-0.5) } },
  ]);
});

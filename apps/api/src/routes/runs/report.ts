import { summariseRun, type RunSummary } from '@lookalike/iri';
import type { FailedIriRecord, IriRecord, RunRecord } from '@lookalike/store';
import type { RunReport } from './report-schemas.ts';
import { toRunView } from './view.ts';

/** What a run came to, with the correlations at every layer that its audits looked at. */
export function runReport(run: RunRecord, iris: readonly IriRecord[], failed: readonly FailedIriRecord[]): RunReport {
  return { run: toRunView(run), summary: summariseRun({ iris, failed }), failed: [...failed], layers: layersOf(iris).map((layer) => ({ layer, ...correlationsAt(layer, iris) })) };
}

function layersOf(iris: readonly IriRecord[]): readonly string[] {
  return [...new Set(iris.flatMap(({ detail }) => detail?.layerCorrelations.map(({ layer }) => layer) ?? []))];
}

/** A summary is of the first layer of every audit: given only one layer, it is of that one. */
function correlationsAt(wanted: string, iris: readonly IriRecord[]): Pick<RunSummary, 'pearson' | 'spearman'> {
  const { pearson, spearman } = summariseRun({ iris: iris.map((iri) => ({ ...iri, detail: iri.detail && { ...iri.detail, layerCorrelations: iri.detail.layerCorrelations.filter(({ layer }) => layer === wanted) } })) });
  return { ...(pearson && { pearson }), ...(spearman && { spearman }) };
}

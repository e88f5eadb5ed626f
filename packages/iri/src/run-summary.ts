import { nextCurveStep } from './distance-curve.ts';
import type { CurvePoint } from './distance-curve.ts';
import type { GeneratedIri, IriDetail } from './generation.ts';
import { quantile } from './quantile.ts';
import type { Distribution, RunSummary } from './run-summary-schema.ts';

/** What a summary needs of an IRI, wherever it is kept. */
export interface SummarisedIri extends Pick<GeneratedIri, 'representationDistance' | 'unroundedDistance' | 'nullPercentile' | 'stepCount' | 'durationMs'> {
  /** Absent when accepted. */
  readonly rejectionReason?: string | undefined;
  /** Absent for IRIs of versions that did not record it. */
  readonly detail?: IriDetail | undefined;
}

/** An image that has no IRI. */
export interface SummarisedFailure {
  readonly code: string;
}

const probabilities = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

/** Sums up the finished images of a run: how many are accepted, how their audits spread, and how d fell with the steps. */
export function summariseRun({ iris, failed = [] }: { readonly iris: readonly SummarisedIri[]; readonly failed?: readonly SummarisedFailure[] }): RunSummary {
  const total = iris.length + failed.length;
  const reasons = iris.flatMap(({ rejectionReason }) => rejectionReason ?? []);
  const accepted = iris.length - reasons.length;
  const details = iris.flatMap(({ detail }) => detail ?? []);
  // The representation is the first layer of every audit.
  const atLayer = details.flatMap(({ layerCorrelations }) => layerCorrelations[0] ?? []);
  const perceptual = details.flatMap(({ perceptualDistances }) => perceptualDistances);
  const classes = details.flatMap(({ topClass }) => topClass ?? []);
  const curves = details.map(({ curve }) => curve).filter(({ length }) => length > 0);
  return {
    counts: { accepted, rejected: tally(reasons), failed: tally(failed.map(({ code }) => code)), ...(total > 0 && { acceptedShare: accepted / total }) },
    probabilities,
    ...spread('representationDistance', iris.map((iri) => iri.representationDistance)),
    ...spread('unroundedDistance', iris.map((iri) => iri.unroundedDistance)),
    ...spread('nullPercentile', iris.map((iri) => iri.nullPercentile)),
    ...spread('stepCount', iris.map((iri) => iri.stepCount)),
    ...spread('durationMs', iris.map((iri) => iri.durationMs)),
    ...spread('pearson', atLayer.flatMap(({ pearson }) => pearson ?? [])),
    ...spread('spearman', atLayer.flatMap(({ spearman }) => spearman ?? [])),
    perceptualDistances: [...new Set(perceptual.map(({ measure }) => measure))].map((measure) => {
      const values = perceptual.filter((one) => one.measure === measure);
      return { measure, toTarget: distribution(values.map(({ toTarget }) => toTarget)), toSeed: distribution(values.map(({ toSeed }) => toSeed)) };
    }),
    ...(classes.length > 0 && { sameTopClass: { count: classes.length, share: classes.filter(({ isSame }) => isSame).length / classes.length } }),
    ...(curves.length > 0 && { curve: curveOf(curves) }),
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

function spread<Name extends string>(name: Name, values: readonly number[]): { readonly [K in Name]?: Distribution } {
  // A computed key loses its literal type.
  return (values.length === 0 ? {} : { [name]: distribution(values) }) as { readonly [K in Name]?: Distribution };
}

function distribution(values: readonly number[]): Distribution {
  const ascending = Float64Array.from(values).sort();
  return { count: values.length, quantiles: probabilities.map((probability) => quantile(ascending, probability)) };
}

/** Every curve has its points at the same steps, but for its last one. */
function curveOf(curves: readonly (readonly CurvePoint[])[]): NonNullable<RunSummary['curve']> {
  const lastStep = curves.reduce((most, curve) => Math.max(most, curve.at(-1)!.step), 0);
  const steps: number[] = [];
  for (let step = 0; step < lastStep; step = nextCurveStep(step)) steps.push(step);
  steps.push(lastStep);
  const reached = curves.map(() => 0);
  return {
    count: curves.length,
    points: steps.map((step) => {
      const ascending = Float64Array.from(curves, (curve, i) => {
        while (reached[i]! + 1 < curve.length && curve[reached[i]! + 1]!.step <= step) reached[i]! += 1;
        return curve[reached[i]!]!.distance;
      }).sort();
      return { step, lowerQuartile: quantile(ascending, 0.25), median: quantile(ascending, 0.5), upperQuartile: quantile(ascending, 0.75) };
    }),
  };
}

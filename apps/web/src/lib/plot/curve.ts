import type { Scale } from './scale.ts';

/** Quartiles of a number at one step. */
export interface CurvePoint {
  readonly step: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

/** SVG paths of the medians (a line) and of what lies between the quartiles (an area). */
export function curvePaths(points: readonly CurvePoint[], { x, y }: { readonly x: Scale; readonly y: Scale }): { readonly line: string; readonly band: string } {
  const at = (step: number, value: number): string => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
  const upper = points.map(({ step, upperQuartile }) => at(step, upperQuartile));
  const lower = points.map(({ step, lowerQuartile }) => at(step, lowerQuartile)).reverse();
  return { line: path(points.map(({ step, median }) => at(step, median))), band: points.length === 0 ? '' : `${path([...upper, ...lower])}Z` };
}

/** A logarithmic axis has no 0: the range of what is above it, never empty. */
export function curveDomain(points: readonly CurvePoint[]): readonly [number, number] {
  const values = points.flatMap(({ lowerQuartile, median, upperQuartile }) => [lowerQuartile, median, upperQuartile]).filter((value) => value > 0);
  if (values.length === 0) return [0.1, 1];
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return greatest > least * 1.5 ? [least / 1.1, greatest * 1.1] : [least / 2, greatest * 2];
}

/** So many of the points, evenly spaced in their order, the first and the last among them: what a table can show. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]).filter((point) => point !== undefined);
}

function path(corners: readonly string[]): string {
  return corners.map((corner, i) => `${i === 0 ? 'M' : 'L'}${corner}`).join('');
}

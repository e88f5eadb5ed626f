import { planCurves, type CrossedDesign, type PlanRequest } from '@lookalike/alignment';
import { curveFigure, type Figure } from '@lookalike/figures';
import { number, percent } from './plan-words.ts';

export interface PlanFigureRequest extends PlanRequest {
  readonly widthPx: number;
  readonly targetCounts: readonly number[];
  /** The design that was chosen; marked where there is one. */
  readonly chosen?: Pick<CrossedDesign, 'raters' | 'targets'> | undefined;
}

/** Steps of a curve: closer would not be seen. */
const STEPS = 16;

/** Width, or power, against the number of raters, a curve for each number of targets. @throws as `planCurves` */
export function planFigure({ widthPx, targetCounts, chosen, ...request }: PlanFigureRequest): Figure {
  const { wanted } = request;
  const most = Math.max(200, 2 * (chosen?.raters ?? 0));
  const raterCounts = [...new Set(Array.from({ length: STEPS }, (_, step) => Math.round(4 * (most / 4) ** (step / (STEPS - 1)))))];
  const curves = planCurves(request, { targetCounts, raterCounts });
  const isWidth = wanted.kind === 'width';
  const value = chosen === undefined ? undefined : planCurves(request, { targetCounts: [chosen.targets], raterCounts: [chosen.raters] })[0]?.points[0]?.value;
  return curveFigure({
    widthPx,
    title: isWidth ? 'Width of a score’s interval by raters and targets' : 'Power by raters and targets',
    xAxis: 'raters', isLogarithmic: true,
    yAxis: isWidth ? 'mean width of the interval' : 'power',
    ...(isWidth ? {} : { yDomain: [0, 1] as const }),
    wanted: isWidth ? { at: wanted.width, label: `wanted: ${number(wanted.width)}` } : { at: wanted.power, label: `wanted: ${percent(wanted.power)}` },
    chosen: chosen === undefined || value === undefined ? undefined : { x: chosen.raters, y: value, label: `${chosen.raters} raters, ${chosen.targets} targets` },
    curves: curves.map(({ targets, points }) => ({ label: `${targets} targets`, points: points.map(({ raters, value: y }) => ({ x: raters, y })) })),
  });
}

export type { Figure, FigureData, Interval } from './figure.ts';
export { seriesTones } from './marks.ts';
export type { Mark, Tone } from './marks.ts';
export { themes } from './theme.ts';
export type { Theme } from './theme.ts';

export { elementOf } from './element-of.ts';
export type { MarkElement } from './element-of.ts';
export { svgOf } from './svg-of.ts';
export { csvOf } from './csv-of.ts';
export { drawFigure } from './draw-figure.ts';
export type { CanvasTools } from './draw-figure.ts';

export { scoresFigure } from './scores-figure.ts';
export type { ScoreRow, ScoresRequest } from './scores-figure.ts';
export { differencesFigure } from './differences-figure.ts';
export type { DifferenceRow, DifferencesRequest } from './differences-figure.ts';
export { effectsFigure } from './effects-figure.ts';
export type { EffectsRequest, FactorLevel } from './effects-figure.ts';
export { rankFigure } from './rank-figure.ts';
export type { RankedNetwork, RankRequest } from './rank-figure.ts';
export { scatterFigure } from './scatter-figure.ts';
export type { ScatterPoint, ScatterRequest } from './scatter-figure.ts';
export { curveFigure } from './curve-figure.ts';
export type { CurvePoint, CurveRequest } from './curve-figure.ts';
export { heatFigure } from './heat-figure.ts';
export type { HeatRequest } from './heat-figure.ts';
export { histogramFigure } from './histogram-figure.ts';
export type { HistogramRequest } from './histogram-figure.ts';

import type { IriConfiguration } from '@lookalike/iri-configuration';

/** The gradient that an image's steps follow for a while. */
export interface GradientPhase {
  /** The first step that is no longer of it; Infinity for the last. */
  readonly end: number;
  /** The last ReLU passes its gradient unchanged. */
  readonly straightThrough: boolean;
  /** Slope of the network's rectifiers where they are flat. */
  readonly rectifierSlope: number;
}

/**
 * The gradients that a configuration asks for, in the order of an image's steps. One in most configurations, three at most.
 * @param hasRectifiers whether the network has any that could take a slope; without, the exact gradient is all that there is.
 */
export function gradientPhases({ stopping: { maximumSteps }, straightThroughLastRelu, straightThroughSteps = Infinity, ...rest }: IriConfiguration, hasRectifiers = true): readonly GradientPhase[] {
  const rectifierSlope = hasRectifiers ? rest.rectifierSlope : undefined;
  const straightUntil = straightThroughLastRelu ? straightThroughSteps : 0;
  const slopeUntil = rectifierSlope === undefined ? 0 : rectifierSlope.share === 1 ? Infinity : Math.round(rectifierSlope.share * maximumSteps);
  // The image of the last step is evaluated too.
  const ends = [...new Set([straightUntil, slopeUntil].filter((end) => end > 0 && end <= maximumSteps))].sort((a, b) => a - b);
  return [...ends, Infinity].map((end, i) => {
    const start = ends[i - 1] ?? 0;
    return { end, straightThrough: start < straightUntil, rectifierSlope: rectifierSlope !== undefined && start < slopeUntil ? rectifierSlope.slope : 0 };
  });
}

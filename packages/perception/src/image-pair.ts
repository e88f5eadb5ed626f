import { GraphBuilder, type Graph } from '@lookalike/graph';
import { PerceptionError } from './perception-error.ts';

export interface ImageSize {
  readonly heightPx: number;
  readonly widthPx: number;
}

/**
 * A perceptual distance as something to append to a graph: takes the names of two values [N, C, H, W] with pixels in
 * [0, 1] and returns the name of the distances [N], 0 for identical images.
 */
export type PerceptualDistance = (builder: GraphBuilder, a: string, b: string) => string;

/** A graph of a distance alone: inputs `a` and `b` [N, 3, H, W] in [0, 1], output `distance` [N]. */
export function distanceGraph(distance: PerceptualDistance, { heightPx, widthPx }: ImageSize): Graph {
  const builder = new GraphBuilder({ name: 'perceptual-distance' });
  const type = { type: 'float32', shape: ['N', 3, heightPx, widthPx] } as const;
  const result = distance(builder, builder.input('a', type), builder.input('b', type));
  builder.append('Identity', [result], {}, { outputs: ['distance'] });
  builder.output('distance');
  return builder.build();
}

export interface FixedImages extends ImageSize {
  readonly channels: number;
}

/** Size of the images of a pair. @throws perception.bad_images unless both are float images of the same fixed size. */
export function sizeOfPair(builder: GraphBuilder, a: string, b: string): FixedImages {
  const [first, second] = [builder.typeOf(a), builder.typeOf(b)];
  const [, channels, heightPx, widthPx] = first.shape;
  if (first.shape.length !== 4 || first.shape.join() !== second.shape.join() || typeof channels !== 'number' || typeof heightPx !== 'number' || typeof widthPx !== 'number') {
    throw new PerceptionError('perception.bad_images', `Got images of shapes [${first.shape.join(', ')}] and [${second.shape.join(', ')}]. Expected the same shape [N, C, H, W] for both, with fixed C, H and W.`, { a: first.shape, b: second.shape });
  }
  return { channels, heightPx, widthPx };
}

/** Sides of an image that is halved again and again, rounding up; the first is the image itself. */
export function halvedSides(side: number, scales: number): number[] {
  return Array.from({ length: scales }, (_, scale) => Math.ceil(side / 2 ** scale));
}

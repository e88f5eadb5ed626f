import type { Graph, GraphInput, Shape } from '@lookalike/graph';
import type { ImageInput, ImageShape } from './image-shape.ts';
import { refusedInputs } from './refused-inputs.ts';

/**
 * Finds the one input of a network that takes images. Where a shape could be read in several ways, colour goes before grey, and channels
 * first before channels last: [N, 3, H, W], [N, H, W, 3], [N, 1, H, W], [N, H, W, 1].
 * @param stated by the user, for a file that takes images as flat vectors, or in any other shape that does not tell.
 * @throws graph.unfit_input when the network takes no image; graph.image_shape_unknown when it takes a flat vector of unstated shape;
 *   graph.other_inputs_unknown when there is an image, and more.
 */
export function imageInputOf({ inputs }: Pick<Graph, 'inputs'>, stated?: ImageShape): ImageInput {
  // Beside others a fixed batch is no fault of the image: with their values it is opened.
  const open = (input: GraphInput): GraphInput => (inputs.length > 1 && input.shape.length > 0 ? { ...input, shape: ['N', ...input.shape.slice(1)] } : input);
  const candidates = inputs.flatMap((input) => imageOf(open(input), stated) ?? []);
  // A mask or a map beside a colour image is no image.
  const best = candidates.some(({ channels }) => channels === 3) ? candidates.filter(({ channels }) => channels === 3) : candidates;
  const [image] = best;
  if (image === undefined || best.length > 1 || inputs.length > 1) throw refusedInputs(inputs, { images: best, stated });
  return image;
}

function imageOf({ name, type, shape }: GraphInput, stated: ImageShape | undefined): ImageInput | undefined {
  if ((type !== 'float32' && type !== 'uint8') || (shape[0] !== 'N' && typeof shape[0] !== 'number')) return undefined;
  const seen = shapeOfImage(shape);
  if (seen !== undefined) return stated === undefined || isSame(seen, stated) ? { name, type, isFlat: false, ...seen } : undefined;
  return stated !== undefined && valuesOf(shape) === stated.channels * stated.heightPx * stated.widthPx ? { name, type, isFlat: true, ...stated } : undefined;
}

function shapeOfImage(shape: Shape): ImageShape | undefined {
  const [, a, b, c] = shape;
  if (shape.length !== 4 || typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return undefined;
  for (const channels of [3, 1] as const) {
    if (a === channels) return { layout: 'NCHW', channels, heightPx: b, widthPx: c };
    if (c === channels) return { layout: 'NHWC', channels, heightPx: a, widthPx: b };
  }
  return undefined;
}

function isSame(a: ImageShape, b: ImageShape): boolean {
  return a.channels === b.channels && a.heightPx === b.heightPx && a.widthPx === b.widthPx && (a.layout === b.layout || a.channels === 1);
}

/** Values of one image; undefined where a size is no number. */
function valuesOf(shape: Shape): number | undefined {
  return shape.slice(1).reduce<number | undefined>((product, size) => (product === undefined || typeof size !== 'number' ? undefined : product * size), 1);
}

import { GraphError } from '@lookalike/graph';
import type { Dimension, Shape } from '@lookalike/graph';
import { isList, malformed } from './json-reader.ts';
import type { Json } from './json-reader.ts';

/**
 * Whether an image is [N, H, W, C]: seen from its shape where only one end can be channels, else as the file's convolutions have it.
 */
export function isChannelsLast(sizes: Json | undefined, ofFile: boolean): boolean {
  if (!isList(sizes) || sizes.length !== 4) return ofFile;
  const isChannels = (size: Json | undefined): boolean => size === 1 || size === 3 || size === 4;
  const [first, last] = [isChannels(sizes[1]), isChannels(sizes[3])];
  return first === last ? ofFile : last;
}

/** The batch size that the file fixes, if it does. */
export function fileBatchOf(sizes: Json | undefined): number | undefined {
  const batch = isList(sizes) ? sizes[0] : undefined;
  return typeof batch === 'number' && batch > 0 ? batch : undefined;
}

/** Of an axis of an input. */
const largestSize = 2 ** 24;

export interface GivenSize {
  readonly inputSizes: Readonly<Record<string, readonly number[]>>;
  readonly isChannelsLast: boolean;
}

/**
 * The shape of an input, with the batch as `'N'`, in TensorFlow's order. Sizes that the file leaves open are the caller's, who gives
 * [C, H, W].
 * @param sizes as the file has them; null and −1 are open.
 * @throws graph.dynamic_size
 */
export function inputShape(name: string, sizes: Json | undefined, { inputSizes, isChannelsLast }: GivenSize): Shape {
  if (!isList(sizes) || sizes.length === 0) throw malformed(`input "${name}"`, 'has no shape');
  if (sizes.length > 8) throw malformed(`input "${name}"`, `has ${sizes.length} axes`);
  const rest = sizes.slice(1).map((size) => (typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && size <= largestSize ? size : undefined));
  const given = Object.hasOwn(inputSizes, name) ? inputSizes[name]! : undefined;
  const wanted = given === undefined ? rest : given.length === 3 && isChannelsLast ? [given[1], given[2], given[0]] : given;
  const describe = (values: readonly (number | undefined)[]): string => values.map((size) => size ?? '?').join(', ');
  if (wanted.length !== rest.length || rest.some((size, axis) => size !== undefined && size !== wanted[axis])) {
    throw new GraphError('graph.dynamic_size', `Input "${name}" takes [${describe(rest)}] for each image, which [${describe(wanted)}] does not fit.`, { input: name });
  }
  const fixed = wanted.filter((size): size is number => size !== undefined);
  if (fixed.length !== wanted.length) {
    throw new GraphError('graph.dynamic_size', `Input "${name}" leaves sizes open ([N, ${describe(rest)}]). Only the batch may be open: say what size the images have.`, { input: name, dims: ['N', ...rest] });
  }
  return ['N' as Dimension, ...fixed];
}

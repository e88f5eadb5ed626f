import { elementTypeOf, GraphError } from '@lookalike/graph';
import type { ElementType, Shape } from '@lookalike/graph';
import type { ValueMessage } from './messages.ts';

/** The batch size that the file fixes, if every input has the same one. */
export function batchOf(inputs: readonly ValueMessage[]): number | undefined {
  const sizes = new Set(inputs.map(({ dims }) => dims[0]));
  const [size] = sizes;
  return sizes.size === 1 && typeof size === 'number' && size > 0 ? size : undefined;
}

export function sizesFor(inputSizes: Readonly<Record<string, readonly number[]>>, name: string): readonly number[] | undefined {
  return Object.hasOwn(inputSizes, name) ? inputSizes[name] : undefined;
}

/** The first size is the batch when the file leaves it open. */
export function inputType(input: ValueMessage, given: readonly number[] | undefined): { type: ElementType; shape: Shape } {
  const type = elementTypeOf(input.type, `Input "${input.name}"`);
  if (input.hasShape && input.dims.length === 0) return { type, shape: [] };
  const [first, ...rest] = input.dims;
  const isFixed = (size: number | string | undefined): size is number => typeof size === 'number' && size > 0;
  const batch = isFixed(first) ? first : 'N';
  if (given !== undefined && (given.length !== rest.length || rest.some((size, axis) => isFixed(size) && size !== given[axis]))) {
    throw new GraphError('graph.dynamic_size', `Input "${input.name}" takes [${rest.map((size) => size ?? '?').join(', ')}] for each image, which [${given.join(', ')}] does not fit.`, { input: input.name });
  }
  const sizes = given ?? rest;
  const fixed = sizes.filter(isFixed);
  if (input.dims.length === 0 || fixed.length !== sizes.length) {
    throw new GraphError('graph.dynamic_size', `Input "${input.name}" leaves sizes open ([${input.dims.map((size) => size ?? '?').join(', ')}]). Only the batch may be open: say what size the images have.`, { input: input.name, dims: input.dims });
  }
  return { type, shape: [batch, ...fixed] };
}

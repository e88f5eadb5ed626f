import { elementCount, GraphBuilder, makeTensor, sizeAt } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import type { OperatorCase } from './operator-case.ts';

export interface BuiltCase {
  /** Outputs: the result, and its projection. */
  readonly graph: Graph;
  readonly result: string;
  /** Σ result · fixed weights, per image where the result has a batch, else one number: something to differentiate. */
  readonly projection: string;
}

/** Builds the graph of a case. */
export function buildCase(operatorCase: OperatorCase): BuiltCase {
  const b = new GraphBuilder({ name: operatorCase.name });
  for (const [name, { shape, type = 'float32' }] of Object.entries(operatorCase.inputs)) b.input(name, { type, shape });
  const result = operatorCase.build(b, Object.fromEntries(Object.keys(operatorCase.inputs).map((name) => [name, name])));
  b.output(result);
  const { shape } = b.typeOf(result);
  const random = createRandom(`${operatorCase.name}/projection`);
  // Sizes that depend on the batch have weight 1 throughout, since their number is not known.
  const sizes = shape.map((size) => (typeof size === 'number' ? size : 1));
  const weighted = b.mul(result, b.floats(sizes, Array.from({ length: elementCount(sizes) }, () => 2 * random.uniform() - 1)));
  const axes = shape.flatMap((size, axis) => (axis === 0 && size === 'N' ? [] : [axis]));
  const projection = axes.length === 0 ? weighted : b.reduceSum(weighted, axes);
  b.output(projection);
  return { graph: b.build(), result, projection };
}

/** Random values for every input of a case, the same for the same seed. */
export function caseFeeds(operatorCase: OperatorCase, { batch = 2, seed = 'feeds' }: { batch?: number; seed?: string } = {}): Map<string, Tensor> {
  return new Map(Object.entries(operatorCase.inputs).map(([name, { shape, type = 'float32', range: [least, most] = [-1, 1] }]) => {
    const random = createRandom(`${operatorCase.name}/${seed}/${name}`);
    const sizes = shape.map((size) => sizeAt(size, batch));
    const draw = (): number => (type === 'float32' ? least + (most - least) * random.uniform() : least + random.integer(most - least + 1));
    return [name, makeTensor(type, sizes, Array.from({ length: elementCount(sizes) }, draw))];
  }));
}

import { inferTypes } from '@lookalike/graph';
import type { Graph, GraphNode, Shape, ValueType } from '@lookalike/graph';

/** Which of a graph's inputs and outputs have the batch as their first axis. */
export interface BatchAxes {
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
}

/**
 * Finds out whether a graph treats the images of a batch one by one, so that parts of a batch give what the whole does; `undefined` where
 * that is not certain. It is certain if every value that depends on the batch has it on the first axis and there alone, except for
 * shapes, and no operator moves anything along that axis.
 */
export function batchAxes(graph: Graph): BatchAxes | undefined {
  const types = inferTypes(graph);
  const inputs = new Set(graph.inputs.filter(({ shape }) => shape.some(isBatch)).map(({ name }) => name));
  if (inputs.size === 0 || graph.inputs.some(({ name, shape }) => inputs.has(name) && !isFirstOnly(shape))) return undefined;
  const images = new Set(inputs);
  const shapes = new Set<string>();
  for (const node of graph.nodes) {
    const readsImages = node.inputs.some((name) => images.has(name));
    const readsShapes = node.inputs.some((name) => shapes.has(name));
    if (!readsImages && !readsShapes) continue;
    const isShape = node.operator === 'Shape' || node.operator === 'Size' || !readsImages;
    for (const output of node.outputs.filter((name) => name !== '')) {
      const { type, shape } = types.get(output)!;
      if (isFirstOnly(shape) && (!readsShapes || takesShapes.has(node.operator))) images.add(output);
      else if (isShape && type === 'int64' && !shape.some(isBatch)) shapes.add(output);
      else return undefined;
    }
    if (node.operator !== 'Shape' && node.inputs.some((name) => images.has(name)) && mayMix(node, { graph, types, images })) return undefined;
  }
  if (graph.outputs.some((name) => shapes.has(name))) return undefined;
  return { inputs, outputs: new Set(graph.outputs.filter((name) => images.has(name))) };
}

/** Operators that take the batch as a size. In others, it would be a number that the images are computed with. */
const takesShapes: ReadonlySet<string> = new Set(['Reshape', 'Expand', 'ConstantOfShape', 'Slice', 'Pad', 'Resize', 'Tile']);

function isBatch(size: Shape[number]): boolean {
  return typeof size !== 'number';
}

function isFirstOnly([first, ...others]: Shape): boolean {
  return first !== undefined && isBatch(first) && !others.some(isBatch);
}

/** What each operator with an axis takes where the axis is not given; the others here never work along one axis of their own choice. */
const defaultAxis: Readonly<Record<string, number>> = { Softmax: -1, LogSoftmax: -1, LayerNormalization: -1, Concat: 0, Split: 0, Gather: 0, GatherElements: 0, ScatterElements: 0, Flatten: 1 };

/** Whether an operator whose result still has the batch first may have mixed the images, or changed their order. */
function mayMix({ operator, inputs, attributes }: GraphNode, { graph, types, images }: { readonly graph: Graph; readonly types: ReadonlyMap<string, ValueType>; readonly images: ReadonlySet<string> }): boolean {
  const rankOf = (name: string): number => types.get(name)!.shape.length;
  const numbersAt = (at: number): readonly number[] | undefined => {
    const tensor = graph.constants.get(inputs[at] ?? '');
    return tensor === undefined ? undefined : Array.from(tensor.data, Number);
  };
  const isFirst = (axis: number, rank: number): boolean => axis === 0 || axis === -rank;
  const [data] = inputs as [string];
  switch (operator) {
    case 'GatherND': case 'ScatterND': return true;
    case 'Pad': return inputs[3] ? numbersAt(3)?.some((axis) => isFirst(axis, rankOf(data))) ?? true : [0, rankOf(data)].some((at) => numbersAt(1)?.[at] !== 0);
    case 'Slice': return numbersAt(3)?.some((axis) => isFirst(axis, rankOf(data))) ?? true;
    case 'CumSum': return numbersAt(1)?.some((axis) => isFirst(axis, rankOf(data))) ?? true;
    case 'Tile': return images.has(data) && numbersAt(1)?.[0] !== 1;
    case 'Gather': return images.has(data) && isFirst(Number(attributes['axis'] ?? 0), rankOf(data));
    default: {
      const axis = attributes['axis'] ?? defaultAxis[operator];
      return axis !== undefined && isFirst(Number(axis), rankOf(data));
    }
  }
}

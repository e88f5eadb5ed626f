import { inferTypes } from '@lookalike/graph';
import type { Graph, GraphNode, Shape, ValueType } from '@lookalike/graph';

/** Which of a graph's inputs and outputs have the batch as their first axis. */
export interface BatchAxes {
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
}

/**
 * Finds out whether a graph treats the images of a batch one by one, so that parts of a batch give what the whole does; `undefined` where
 * that is not certain. It is certain if every value that depends on the batch has it on one axis alone, except for shapes, no operator moves
 * anything along that axis, and inputs and outputs have it first.
 */
export function batchAxes(graph: Graph): BatchAxes | undefined {
  const types = inferTypes(graph);
  const inputs = new Set(graph.inputs.filter(({ shape }) => shape.some(isBatch)).map(({ name }) => name));
  if (inputs.size === 0 || graph.inputs.some(({ name, shape }) => inputs.has(name) && batchAxisOf(shape) !== 0)) return undefined;
  const images = new Set(inputs);
  const shapes = new Set<string>();
  for (const node of graph.nodes) {
    const readsImages = node.inputs.some((name) => images.has(name));
    const readsShapes = node.inputs.some((name) => shapes.has(name));
    if (!readsImages && !readsShapes) continue;
    const isShape = node.operator === 'Shape' || node.operator === 'Size' || !readsImages;
    for (const output of node.outputs.filter((name) => name !== '')) {
      const { type, shape } = types.get(output)!;
      if (batchAxisOf(shape) !== undefined && (!readsShapes || takesShapes.has(node.operator))) images.add(output);
      else if (isShape && type === 'int64' && !shape.some(isBatch)) shapes.add(output);
      else return undefined;
    }
    if (node.operator !== 'Shape' && node.inputs.some((name) => images.has(name)) && mayMix(node, { graph, types, images })) return undefined;
  }
  if (graph.outputs.some((name) => shapes.has(name) || (images.has(name) && batchAxisOf(types.get(name)!.shape) !== 0))) return undefined;
  return { inputs, outputs: new Set(graph.outputs.filter((name) => images.has(name))) };
}

/** Operators that take the batch as a size. In others, it would be a number that the images are computed with. */
const takesShapes: ReadonlySet<string> = new Set(['Reshape', 'Expand', 'ConstantOfShape', 'Slice', 'Pad', 'Resize', 'Tile']);

function isBatch(size: Shape[number]): boolean {
  return typeof size !== 'number';
}

/** The one axis that has the batch. */
function batchAxisOf(shape: Shape): number | undefined {
  const axis = shape.findIndex(isBatch);
  return axis === -1 || shape.slice(axis + 1).some(isBatch) ? undefined : axis;
}

/** Operators that give the first axes a meaning of their own: the batch has to be where they expect it. */
const expectBatchFirst: ReadonlySet<string> = new Set([
  'Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization',
  'LayerNormalization', 'LRN', 'Resize', 'DepthToSpace', 'SpaceToDepth', 'Flatten', 'Gemm',
]);

/** What each operator with an axis takes where the axis is not given; the others here never work along one axis of their own choice. */
const defaultAxis: Readonly<Record<string, number>> = { Softmax: -1, LogSoftmax: -1, LayerNormalization: -1, Concat: 0, Split: 0, Gather: 0, GatherElements: 0, ScatterElements: 0, TopK: -1, Flatten: 1 };

/** Whether an operator whose result still has the batch may have mixed the images, or changed their order. */
function mayMix({ operator, inputs, outputs, attributes }: GraphNode, { graph, types, images }: { readonly graph: Graph; readonly types: ReadonlyMap<string, ValueType>; readonly images: ReadonlySet<string> }): boolean {
  const rankOf = (name: string): number => types.get(name)!.shape.length;
  const numbersAt = (at: number): readonly number[] | undefined => {
    const tensor = graph.constants.get(inputs[at] ?? '');
    return tensor === undefined ? undefined : Array.from(tensor.data, Number);
  };
  const [data] = inputs as [string];
  const batchAxis = batchAxisOf(types.get(data)!.shape) ?? 0;
  const isBatchAxis = (axis: number): boolean => axis === batchAxis || axis === batchAxis - rankOf(data);
  if (expectBatchFirst.has(operator) && inputs.some((name) => images.has(name) && batchAxisOf(types.get(name)!.shape) !== 0)) return true;
  switch (operator) {
    case 'GatherND': case 'ScatterND': return true;
    case 'Reshape': return countBefore(types.get(data)!.shape) !== countBefore(types.get(outputs[0]!)!.shape);
    case 'Pad': return inputs[3] ? numbersAt(3)?.some((axis) => isBatchAxis(axis)) ?? true : [batchAxis, batchAxis + rankOf(data)].some((at) => numbersAt(1)?.[at] !== 0);
    case 'Slice': return numbersAt(3)?.some((axis) => isBatchAxis(axis)) ?? true;
    case 'CumSum': return numbersAt(1)?.some((axis) => isBatchAxis(axis)) ?? true;
    case 'Tile': return images.has(data) && numbersAt(1)?.[batchAxis] !== 1;
    case 'Gather': return images.has(data) && isBatchAxis(Number(attributes['axis'] ?? 0));
    default: {
      const axis = attributes['axis'] ?? defaultAxis[operator];
      return axis !== undefined && isBatchAxis(Number(axis));
    }
  }
}

/** How many rows lie before the batch: a Reshape that keeps their number keeps the images apart. */
function countBefore(shape: Shape): number {
  return shape.slice(0, batchAxisOf(shape)).reduce<number>((product, size) => product * Number(size), 1);
}

import { inferTypes, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode, OperatorName, Shape, ValueType } from '@lookalike/graph';

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
    const { reach, takesSizes = false } = traitsOf(node) ?? {};
    const isShape = reach === 'shape' || !readsImages;
    for (const output of node.outputs.filter((name) => name !== '')) {
      const { type, shape } = types.get(output)!;
      // An operator that takes no sizes would compute with the size of the batch.
      if (batchAxisOf(shape) !== undefined && (!readsShapes || takesSizes)) images.add(output);
      else if (isShape && type === 'int64' && !shape.some(isBatch)) shapes.add(output);
      else return undefined;
    }
    if (node.inputs.some((name) => images.has(name)) && mayMix(node, { graph, types, images })) return undefined;
  }
  if (graph.outputs.some((name) => shapes.has(name) || (images.has(name) && batchAxisOf(types.get(name)!.shape) !== 0))) return undefined;
  return { inputs, outputs: new Set(graph.outputs.filter((name) => images.has(name))) };
}

function isBatch(size: Shape[number]): boolean {
  return typeof size !== 'number';
}

/** The one axis that has the batch. */
function batchAxisOf(shape: Shape): number | undefined {
  const axis = shape.findIndex(isBatch);
  return axis === -1 || shape.slice(axis + 1).some(isBatch) ? undefined : axis;
}

interface Surroundings {
  readonly graph: Graph;
  readonly types: ReadonlyMap<string, ValueType>;
  readonly images: ReadonlySet<string>;
}

/** Whether an operator whose result still has the batch may have mixed the images, or changed their order. */
function mayMix(node: GraphNode, { graph, types, images }: Surroundings): boolean {
  const { operator, inputs, outputs, attributes } = node;
  const shapeOf = (name: string): Shape => types.get(name)!.shape;
  const [data] = inputs as [string];
  const rank = shapeOf(data).length;
  const batchAxis = batchAxisOf(shapeOf(data)) ?? 0;
  const fromStart = (axis: number): number => (axis < 0 ? axis + rank : axis);
  const reach = traitsOf(node)?.reach;
  if (typeof reach === 'object') {
    const axis = fromStart(Number(attributes['axis'] ?? ('axis' in reach ? reach.axis : reach.from)));
    return images.has(data) && ('axis' in reach ? axis === batchAxis : axis <= batchAxis);
  }
  switch (reach) {
    // What it still has on an axis was kept apart, or the axis is gone.
    case 'entry': case 'axes': case 'shape': return false;
    case 'channel': case 'image': return inputs.some((name) => images.has(name) && batchAxisOf(shapeOf(name)) !== 0);
    case 'order': return countBefore(shapeOf(data)) !== countBefore(shapeOf(outputs[0]!));
    case 'operand': {
      const numbersAt = (at: number): readonly number[] | undefined => {
        const tensor = graph.constants.get(inputs[at] ?? '');
        return tensor === undefined ? undefined : Array.from(tensor.data, Number);
      };
      const touches = touching[operator as OperatorName];
      return images.has(data) && (touches?.({ inputs, numbersAt, rank, axis: batchAxis, isNamed: (axes) => axes?.some((axis) => fromStart(axis) === batchAxis) ?? true }) ?? true);
    }
    case 'anything': case undefined: return true;
  }
}

interface Operands {
  readonly inputs: readonly string[];
  /** The numbers of an operand, if it is a constant. */
  readonly numbersAt: (at: number) => readonly number[] | undefined;
  readonly rank: number;
  readonly axis: number;
  /** Whether the axis is among these; it may be where they are not known. */
  readonly isNamed: (axes: readonly number[] | undefined) => boolean;
}

/** Whether an operator that works along axes which its operands name does so along this one. */
const touching: Partial<Record<OperatorName, (operands: Operands) => boolean>> = {
  CumSum: ({ numbersAt, isNamed }) => isNamed(numbersAt(1)),
  // Without a list of axes the pads are for all of them, first the beginnings and then the ends.
  Pad: ({ inputs, numbersAt, isNamed, axis, rank }) => (inputs[3] ? isNamed(numbersAt(3)) : [axis, axis + rank].some((at) => numbersAt(1)?.[at] !== 0)),
  Slice: ({ numbersAt, isNamed }) => isNamed(numbersAt(3)),
  Tile: ({ numbersAt, axis }) => numbersAt(1)?.[axis] !== 1,
};

/** How many rows lie before the batch: a Reshape that keeps their number keeps the images apart. */
function countBefore(shape: Shape): number {
  return shape.slice(0, batchAxisOf(shape)).reduce<number>((product, size) => product * Number(size), 1);
}

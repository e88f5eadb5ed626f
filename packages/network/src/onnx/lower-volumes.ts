import { AttributeReader, GraphError, operators, readWindow, windowAxes } from '@lookalike/graph';
import type { Attribute, GraphNode, OperatorName, UpgradeContext } from '@lookalike/graph';

/**
 * Windows over volumes [N, C, D, H, W] written as windows over planes, which every device has. A mean or a maximum over a box is one over
 * its face and then one over its depth; a convolution takes the slices of its depth as channels.
 */

const volumeRank = 5;

/** Attributes that have an entry, or a begin and an end, for each spatial axis. */
const perAxis = ['kernel_shape', 'strides', 'dilations', 'pads'] as const;

function isVolume({ b, node }: UpgradeContext): boolean {
  return b.shapeOf(node.inputs[0]!).length === volumeRank;
}

/** AveragePool and MaxPool of a volume; `undefined` for what is not a volume. Tied cells share the gradient within each face, and then among faces. */
export function lowerVolumePool(context: UpgradeContext): readonly string[] | undefined {
  if (!isVolume(context)) return undefined;
  const { b, node } = context;
  const [channels, depth, height, width] = b.shapeOf(node.inputs[0]!).slice(1) as [number, number, number, number];
  const read = new AttributeReader(node);
  windowAxes(readWindow(read), [depth, height, width], read.integers('kernel_shape'), failer(node));
  const across = windowAttributes(node, [1, 2]);
  const faces = across === undefined ? undefined : append(context, {
    inputs: [b.reshape(node.inputs[0]!, [0, channels * depth, height, width])], attributes: across,
  });
  const [rows, columns] = (faces === undefined ? [height, width] : b.shapeOf(faces).slice(2)) as [number, number];
  const along = windowAttributes(node, [0]);
  const planes = b.reshape(faces ?? node.inputs[0]!, [0, channels, depth, rows * columns]);
  const pooled = along === undefined ? planes : append(context, { inputs: [planes], attributes: withTrivialAxis(along) });
  const newDepth = b.shapeOf(pooled)[2] as number;
  return b.append('Reshape', [pooled, b.integers([0, channels, newDepth, rows, columns])], {}, { name: node.name, outputs: node.outputs });
}

/**
 * The attributes of a window over some of its axes, or `undefined` where it does nothing along them.
 * @param axes those that are kept, counted among the spatial ones
 */
function windowAttributes(node: GraphNode, axes: readonly number[]): Record<string, Attribute> | undefined {
  const kept = Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => {
    const list = Array.isArray(value) && perAxis.some((one) => one === name) ? value as readonly number[] : undefined;
    if (list === undefined) return [name, value];
    const ends = name === 'pads' ? axes.map((axis) => list[axis + volumeRank - 2]!) : [];
    return [name, [...axes.map((axis) => list[axis]!), ...ends]];
  }));
  const isAll = (name: string, value: number): boolean => !Array.isArray(kept[name]) || (kept[name] as readonly number[]).every((entry) => entry === value);
  return isAll('kernel_shape', 1) && isAll('strides', 1) && isAll('pads', 0) ? undefined : kept;
}

/** A window along one axis as one over a plane whose other axis stays as it is. */
function withTrivialAxis(attributes: Readonly<Record<string, Attribute>>): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => {
    if (!Array.isArray(value) || !perAxis.some((one) => one === name)) return [name, value];
    const [first, second] = value as readonly number[];
    return [name, name === 'pads' ? [first!, 0, second!, 0] : [first!, 1]];
  }));
}

/** Appends a window over planes, in the canonical form of its operator. @returns its result. */
function append({ b, node, opset }: UpgradeContext, { inputs, attributes }: Pick<GraphNode, 'inputs' | 'attributes'>): string {
  const planar: GraphNode = { ...node, inputs, attributes, outputs: [b.fresh(`${node.outputs[0]} of planes`)] };
  // The node has been looked up by its name.
  const operator = node.operator as OperatorName;
  const made = operators[operator].upgrade?.({ b, node: planar, opset }) ?? b.append(operator, inputs, attributes, { name: node.name, outputs: planar.outputs });
  return made[0]!;
}

/** The mean or the greatest value of each channel over all positions of a volume. */
export function lowerGlobalVolumePool(context: UpgradeContext, reduction: 'ReduceMean' | 'ReduceMax'): readonly string[] | undefined {
  if (!isVolume(context)) return undefined;
  const { b, node } = context;
  return b.append(reduction, [node.inputs[0]!, b.integers([2, 3, 4])], { keepdims: 1 }, { name: node.name, outputs: node.outputs });
}

/**
 * Conv of a volume, weights [M, C/group, kd, kh, kw]: each slice of the result is a convolution of planes whose channels are the slices that
 * its window meets, and all slices are computed as if they were images of the batch. `undefined` for what is not a volume.
 */
export function lowerVolumeConv(context: UpgradeContext): readonly string[] | undefined {
  if (!isVolume(context)) return undefined;
  const { b, node } = context;
  const [x, weights, ...bias] = node.inputs as readonly [string, string, ...string[]];
  const [channels, , height, width] = b.shapeOf(x).slice(1) as [number, number, number, number];
  const [outputs, perGroup, ...kernel] = b.shapeOf(weights) as readonly [number, number, number, number, number];
  const fail = failer(node);
  if (kernel.length !== volumeRank - 2) fail(`weights have ${kernel.length + 2} axes, the input ${volumeRank}.`);
  const [along, ...across] = windowAxes(readWindow(new AttributeReader(node)), b.shapeOf(x).slice(2) as readonly number[], kernel, fail);
  const slices = along!.begin === 0 && along!.end === 0 ? x : b.pad(x, [0, 0, along!.begin, 0, 0, 0, 0, along!.end, 0, 0]);
  const met = Array.from({ length: along!.output * along!.kernel }, (_, i) => Math.floor(i / along!.kernel) * along!.stride + (i % along!.kernel) * along!.dilation);
  const isOnce = met.every((slice, i) => slice === i) && met.length === b.shapeOf(slices)[2];
  const unfolded = b.reshape(isOnce ? slices : b.gather(slices, met, 2), [0, channels, along!.output, along!.kernel, height, width]);
  const images = b.reshape(b.transpose(unfolded, [0, 2, 1, 3, 4, 5]), [-1, channels * along!.kernel, height, width]);
  const filters = b.reshape(weights, [outputs, perGroup * along!.kernel, kernel[1]!, kernel[2]!]);
  const convolved = b.op('Conv', [images, filters, ...bias], {
    strides: across.map((axis) => axis.stride),
    dilations: across.map((axis) => axis.dilation),
    pads: [...across.map((axis) => axis.begin), ...across.map((axis) => axis.end)],
    group: new AttributeReader(node).integer('group', 1),
  });
  const stacked = b.reshape(convolved, [-1, along!.output, outputs, across[0]!.output, across[1]!.output]);
  return b.append('Transpose', [stacked], { perm: [0, 2, 1, 3, 4] }, { name: node.name, outputs: node.outputs });
}

function failer(node: GraphNode): (message: string) => never {
  return (message) => {
    throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}": ${message}`, { node: node.name, operator: node.operator });
  };
}

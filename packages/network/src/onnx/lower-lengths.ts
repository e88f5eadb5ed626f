import { AttributeReader, GraphError, readWindow, windowAxes } from '@lookalike/graph';
import type { GraphWriter, GraphNode, UpgradeContext } from '@lookalike/graph';
import { lowerVolumePool } from './lower-volumes.ts';

/** (Σ |x|^p)^(1/p) over axes, which stay with size 1. Where it is 0 its gradient is 0. */
export function lengthOver(b: GraphWriter, x: string, { axes, p, node }: { axes: readonly number[]; p: number; node: GraphNode }): string {
  checkOrder(p, node);
  return p === 2 ? b.reduceL2(x, axes, true) : root(b, b.reduceSum(power(b, x, p), axes, true), p);
}

/** LpPool: the length of each window, as its mean times the number of its cells, padding being zeros that count. */
export function lowerLpPool(context: UpgradeContext): readonly string[] {
  const { b, node } = context;
  const read = new AttributeReader(node);
  const p = read.number('p', 2);
  checkOrder(p, node);
  const kernel = read.integers('kernel_shape');
  const axes = windowAxes(readWindow(read), b.shapeOf(node.inputs[0]!).slice(2) as readonly number[], kernel, (message) => {
    throw new GraphError('graph.shape_mismatch', `LpPool "${node.name}": ${message}`, { node: node.name, operator: 'LpPool' });
  });
  const ends = axes.map(({ input, output, kernel: size, stride, dilation, begin, end }) => Math.max(end, (output - 1) * stride + dilation * (size - 1) + 1 - input - begin));
  const mean: GraphNode = {
    name: node.name,
    operator: 'AveragePool',
    inputs: [power(b, node.inputs[0]!, p)],
    outputs: [b.fresh(`${node.outputs[0]} mean`)],
    attributes: {
      kernel_shape: kernel,
      strides: axes.map((axis) => axis.stride),
      pads: [...axes.map((axis) => axis.begin), ...ends],
      count_include_pad: 1,
      ...(axes.some((axis) => axis.dilation !== 1) && { dilations: axes.map((axis) => axis.dilation) }),
    },
  };
  const pooled = (lowerVolumePool({ ...context, node: mean }) ?? b.append('AveragePool', mean.inputs, mean.attributes, { name: node.name, outputs: mean.outputs }))[0]!;
  const cells = kernel.reduce((product, size) => product * size, 1);
  return b.append('Identity', [root(b, b.mul(pooled, cells), p)], {}, { name: node.name, outputs: node.outputs });
}

function checkOrder(p: number, node: GraphNode): void {
  if (!(p >= 1)) throw new GraphError('graph.bad_attribute', `${node.operator} "${node.name}": p must be at least 1, got ${p}.`, { node: node.name, operator: node.operator, attribute: 'p' });
}

/** |x|^p */
function power(b: GraphWriter, x: string, p: number): string {
  if (p === 1) return b.abs(x);
  return p === 2 ? b.mul(x, x) : b.pow(b.abs(x), p);
}

/** v^(1/p) of what is not negative. At 0, where the root is infinitely steep, its gradient is 0, the least of the length's subgradients. */
function root(b: GraphWriter, v: string, p: number): string {
  if (p === 1) return v;
  const isZero = b.equal(v, 0);
  const above = b.where(isZero, 1, v);
  return b.where(isZero, 0, p === 2 ? b.sqrt(above) : b.pow(above, 1 / p));
}

import { evaluate, swappedLastAxes } from '@lookalike/graph';
import type { GraphNode, Tensor } from '@lookalike/graph';
import type { OrtGraph } from '../../../ort-graph.ts';

type Four = readonly [number, number, number, number];

/**
 * Computes a graph that was laid out in blocks, in double precision: what ONNX Runtime's operators of that layout do, said by reordering values
 * and evaluating the plain operators.
 */
export function evaluateBlocked(graph: OrtGraph, feeds: ReadonlyMap<string, Tensor>, block: number): Map<string, Tensor> {
  const values = new Map<string, Tensor>([...feeds, ...graph.constants]);
  for (const node of graph.nodes) {
    const results = node.operator === 'com.microsoft.FusedMatMul' ? [productOf(node, values)] : node.operator.startsWith('com.microsoft.nchwc.') ? [blockedResult(node, node.inputs.map((name) => values.get(name)), block)] : plainResults(node, values);
    node.outputs.forEach((name, i) => values.set(name, results[i]!));
  }
  return new Map(graph.outputs.map(({ name }) => [name, values.get(name)!]));
}

/** A product whose operands may be read with their last two axes exchanged. */
function productOf({ name, inputs, outputs, attributes }: GraphNode, values: ReadonlyMap<string, Tensor>): Tensor {
  const operands = inputs.map((input, i) => {
    const x = values.get(input)!;
    return attributes[['transA', 'transB'][i]!] === 1 ? transposed(x, swappedLastAxes(x.shape.length)) : x;
  });
  return plainResults({ name, operator: 'MatMul', inputs: ['a', 'b'], outputs, attributes: {} }, new Map([['a', operands[0]!], ['b', operands[1]!]]))[0]!;
}

function plainResults(node: GraphNode, values: ReadonlyMap<string, Tensor>): Tensor[] {
  const given = [...new Set(node.inputs)].filter((name) => name !== '').map((name) => [name, values.get(name)!] as const);
  // Whole numbers are shapes, axes and the like, which a rule has to know.
  const [constants, feeds] = [given.filter(([, { type }]) => type === 'int64'), given.filter(([, { type }]) => type !== 'int64')];
  const inputs = feeds.map(([name, { type, shape }]) => ({ name, type: type === 'float64' ? 'float32' as const : type, shape }));
  const results = evaluate({ name: node.name, opset: 21, inputs, outputs: node.outputs, nodes: [node], constants: new Map(constants) }, new Map(feeds));
  return node.outputs.map((name) => results.get(name)!);
}

function blockedResult({ operator, attributes }: GraphNode, [x, filter, bias, sum]: readonly (Tensor | undefined)[], block: number): Tensor {
  const one = (name: string, image: Tensor, rest: readonly Tensor[] = []): Tensor => {
    const others = Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith('activation')));
    const names = ['x', 'w', 'b'].slice(0, 1 + rest.length);
    return plainResults({ name, operator: name, inputs: names, outputs: ['y'], attributes: others }, new Map([image, ...rest].map((tensor, i) => [names[i]!, tensor])))[0]!;
  };
  switch (operator.slice('com.microsoft.nchwc.'.length)) {
    case 'ReorderInput': return toBlocks(attributes['channels_last'] === 1 ? transposed(x!, [0, 3, 1, 2]) : x!, block);
    case 'ReorderOutput': {
      const plain = fromBlocks(x!, block, Number(attributes['channels']));
      return attributes['channels_last'] === 1 ? transposed(plain, [0, 2, 3, 1]) : plain;
    }
    case 'Conv': {
      const group = Number(attributes['group']);
      const isPlain = x!.shape[1]! < block;
      const weights = isPlain || (group > 1 && filter!.shape[1] === 1) ? filtersFromBlocks(filter!, block) : filterFromBlocks(filter!, block);
      const convolved = one('Conv', isPlain ? x! : fromBlocks(x!, block), bias === undefined ? [weights] : [weights, bias]);
      const blocked = toBlocks(convolved, block);
      const [least, most] = attributes['activation'] === 'Relu' ? [0, Infinity] : attributes['activation'] === 'Clip' ? attributes['activation_params'] as readonly number[] : [-Infinity, Infinity];
      return { ...blocked, data: Float64Array.from(blocked.data as Float64Array, (value, i) => Math.min(most!, Math.max(least!, value + Number(sum?.data[i] ?? 0)))) };
    }
    case 'MaxPool': case 'AveragePool': case 'GlobalAveragePool': return toBlocks(one(operator.slice(operator.lastIndexOf('.') + 1), fromBlocks(x!, block)), block);
    default: throw new Error(`${operator} is not an operator of the blocked layout.`);
  }
}

/** Where a channel's values lie: every `block`-th from here on. */
function firstOf(channel: number, block: number, places: number): number {
  return (channel - channel % block) * places + channel % block;
}

function toBlocks({ shape, data }: Tensor, block: number): Tensor {
  const [images, channels, height, width] = shape as Four;
  const [all, places] = [Math.ceil(channels / block) * block, height * width];
  const blocked = new Float64Array(images * all * places);
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < places; place++) blocked[image * all * places + firstOf(channel, block, places) + place * block] = Number(data[(image * channels + channel) * places + place]);
    }
  }
  return { type: 'float64', shape: [images, all, height, width], data: blocked };
}

function fromBlocks({ shape, data }: Tensor, block: number, channels = shape[1]!): Tensor {
  const [images, all, height, width] = shape as Four;
  const places = height * width;
  const plain = new Float64Array(images * channels * places);
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < places; place++) plain[(image * channels + channel) * places + place] = Number(data[image * all * places + firstOf(channel, block, places) + place * block]);
    }
  }
  return { type: 'float64', shape: [images, channels, height, width], data: plain };
}

/** [K / block, C, kh, kw, block of K] as [K, C, kh, kw]. */
function filtersFromBlocks({ shape, data }: Tensor, block: number): Tensor {
  const inner = shape.slice(1).reduce((product, size) => product * size, 1);
  return { type: 'float32', shape, data: Float32Array.from(data as Float32Array, (_, i) => Number(data[firstOf(Math.floor(i / inner), block, inner) + (i % inner) * block])) };
}

/** [K / block, C / block, kh, kw, block of C, block of K] as [K, C, kh, kw]. */
function filterFromBlocks({ shape, data }: Tensor, block: number): Tensor {
  const [, channels, height, width] = shape as Four;
  const taps = height * width;
  return { type: 'float32', shape, data: Float32Array.from(data as Float32Array, (_, i) => {
    const [k, c, tap] = [Math.floor(i / (channels * taps)), Math.floor(i / taps) % channels, i % taps];
    const before = Math.floor(k / block) * channels * taps * block + Math.floor(c / block) * taps * block ** 2;
    return Number(data[before + (tap * block + c % block) * block + k % block]);
  }) };
}

function transposed(x: Tensor, perm: readonly number[]): Tensor {
  return plainResults({ name: 'transposed', operator: 'Transpose', inputs: ['x'], outputs: ['y'], attributes: { perm } }, new Map([['x', x]]))[0]!;
}

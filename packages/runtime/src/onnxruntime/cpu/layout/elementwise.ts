import { elementCount, traitsOf } from '@lookalike/graph';
import type { GraphNode, Shape, Tensor } from '@lookalike/graph';
import { valuesOfChannels } from '../block-channels.ts';
import type { BlockedGraph } from './forms.ts';
import type { Activation } from './fusion.ts';

/** Computes values in the blocked layout where one of the images that it reads is there. @returns whether it did */
export function writeElementwise(g: BlockedGraph, node: GraphNode): boolean {
  const [result] = node.outputs as [string];
  const shape = g.imageShapeOf(result);
  if (shape === undefined || !(g.fitsBlocks(shape.channels) || isArithmetic(node)) || !node.inputs.some((name) => g.isInBlocks(name))) return false;
  const fused = fuse(g, node);
  if (fused !== undefined) {
    g.setImage(result, fused);
    return true;
  }
  const convolved = convolveChannels(g, node);
  if (convolved !== undefined) {
    g.setImage(result, convolved);
    return true;
  }
  const operands = node.inputs.map((name) => operandOf(g, name, result));
  if (operands.some((operand) => operand === undefined)) return false;
  const isPlain = operands.every((operand) => operand!.image !== undefined);
  const form = isPlain ? 'image' : 'blocks';
  const written = g.write(node.operator, operands.map((operand) => operand![form]!()), node.attributes);
  if (isPlain) g.setImage(result, written);
  else g.setBlocks(result, written);
  return true;
}

/**
 * What becomes of the channels with which blocks are filled up is computed for nothing, and multiplied by 0 in the next convolution, so
 * that it has to be finite.
 */
function isArithmetic(node: GraphNode): boolean {
  return traitsOf(node)?.arithmetic === true;
}

/** A convolution takes in the sum or the bound that follows it. */
function fuse(g: BlockedGraph, { operator, inputs, outputs: [result] }: GraphNode): string | undefined {
  if (operator === 'Add') {
    const [shape, ...shapes] = [result!, ...inputs].map((name) => g.typeOf(name).shape.join());
    if (!shapes.every((one) => one === shape) || !inputs.every((name) => g.canBeInBlocks(name))) return undefined;
    // The second is usually what was computed later, by the longer branch.
    return g.fuseSum(inputs[1]!, () => g.image(inputs[0]!)) ?? g.fuseSum(inputs[0]!, () => g.image(inputs[1]!));
  }
  const activation = activationOf(g, operator, inputs);
  return activation === undefined ? undefined : g.fuseActivation(inputs[0]!, activation);
}

/** A constant factor or summand for each channel as a depthwise convolution, which can take in what follows; ONNX Runtime broadcasts slowly. */
function convolveChannels(g: BlockedGraph, { operator, inputs, outputs: [result] }: GraphNode): string | undefined {
  if (operator !== 'Mul' && operator !== 'Add') return undefined;
  const { channels, rest } = g.imageShapeOf(result!)!;
  const [image, other] = g.constantOf(inputs[0]) === undefined ? inputs : [inputs[1], inputs[0]];
  const values = valuesOfChannels(g.constantOf(other), channels);
  if (values === undefined || rest.length !== 2 || !g.isInBlocks(image!) || g.typeOf(image!).shape.join() !== g.typeOf(result!).shape.join()) return undefined;
  const [factors, bias] = operator === 'Mul' ? [values, undefined] : [new Float32Array(channels).fill(1), values];
  return g.conv(g.image(image!), { type: 'float32', shape: [channels, 1, 1, 1], data: factors }, { group: channels, bias });
}

function activationOf(g: BlockedGraph, operator: string, inputs: readonly string[]): Activation | undefined {
  if (operator === 'Relu') return { kind: 'Relu' };
  if (operator !== 'Clip') return undefined;
  const [least, most] = inputs.slice(1).map((name) => g.numbersOf(name)?.[0]);
  return least === undefined || most === undefined ? undefined : { kind: 'Clip', least, most };
}

/** How an operand is read beside images, and beside images in blocks; one that has other channels or places than the result only beside the latter. */
interface Operand {
  readonly image?: () => string;
  readonly blocks: () => string;
}

function operandOf(g: BlockedGraph, name: string, result: string): Operand | undefined {
  if (name === '') return { image: () => '', blocks: () => '' };
  const { shape } = g.typeOf(name);
  const whole = g.typeOf(result).shape;
  if (shape.every((size) => size === 1)) return { image: () => g.plain(name), blocks: () => g.plain(name) };
  if (shape.join() === whole.join()) return g.canBeInBlocks(name) ? { image: () => g.image(name), blocks: () => g.blocks(name) } : undefined;
  if (!g.fitsBlocks(whole[1] as number)) return undefined;
  const constant = g.constantOf(name);
  if (constant !== undefined) return { blocks: () => g.constant(inBlocks(constant, whole.length, g.block)) };
  return shape.length === whole.length ? partOf(g, name, shape, whole) : undefined;
}

/** One value for each image, for each place or for each channel. */
function partOf(g: BlockedGraph, name: string, [batch, channels, ...rest]: Shape, whole: Shape): Operand | undefined {
  if (rest.some((size) => typeof size !== 'number')) return undefined;
  const first = batch === 1 ? 1 : 0;
  const sizes = rest as readonly number[];
  const areOnes = sizes.every((size) => size === 1);
  if (channels === 1) return { ...(areOnes && { image: () => g.plain(name) }), blocks: () => g.reshape(g.plain(name), [first, 1, ...sizes, 1]) };
  // In memory, one value a channel is the same in both layouts.
  return typeof channels === 'number' && channels === whole[1] && areOnes ? { blocks: () => g.reshape(g.plain(name), [first, channels / g.block, ...sizes, g.block]) } : undefined;
}

/** A constant that broadcasts to images of that rank, as one that broadcasts to images in blocks. */
function inBlocks({ type, shape, data }: Tensor, rank: number, block: number): Tensor {
  const [batch, channels, ...rest] = [...new Array<number>(rank - shape.length).fill(1), ...shape] as [number, number, ...number[]];
  if (channels === 1) return { type, shape: [batch, 1, ...rest, 1], data };
  const places = elementCount(rest);
  const ordered = data.slice();
  for (let i = 0; i < batch * channels; i++) {
    for (let place = 0; place < places; place++) ordered[(i - i % block) * places + place * block + i % block] = data[i * places + place]!;
  }
  return { type, shape: [batch, channels / block, ...rest, block], data: ordered };
}

import { elementCount, makeTensor, Rewriter } from '@lookalike/graph';
import type { Graph, GraphNode } from '@lookalike/graph';
import { blockedChannelsOf } from '../block-channels.ts';

/**
 * So large that any value of a network times it is at least 1, and a power of two, so that 0 stays 0 and the products are exact. What
 * overflows becomes infinite, which the bound at 1 takes as well.
 */
const steep = 2 ** 100;

/**
 * Computes the masks of rectifiers, y ≠ 0 for a Relu, as clip(2¹⁰⁰ · y, 0, 1), or with a slope in place of the 0: a depthwise convolution by one value with a bound after
 * it, which ONNX Runtime fuses and runs in its blocked layout. By comparison and Cast, the mask, its activation and the gradient
 * would each be moved out of that layout and back.
 */
export function blockMasks(graph: Graph): Graph {
  const r = new Rewriter(graph);
  for (const node of graph.nodes) {
    const { cast, least } = maskOf(r, node);
    const steps = cast === undefined ? undefined : stepsBehind(r, cast);
    const channels = steps === undefined ? undefined : blockedChannelsOf(r.typeOf(steps[0]!.value));
    if (steps !== undefined && channels !== undefined) r.replace(node, () => steps.map((step) => bounded(r, step, least, channels)).reduce((a, b) => r.mul(a, b)));
  }
  return r.build();
}

/** The Cast behind a mask, and what the mask is where a rectifier is flat: a Cast alone is 0 there, one held above a slope is the slope. */
function maskOf(r: Rewriter, node: GraphNode): { readonly cast?: GraphNode; readonly least: number } {
  if (node.operator === 'Cast') return { cast: node, least: 0 };
  if (node.operator !== 'Clip') return { least: 0 };
  const [least, most] = node.inputs.slice(1).map((name) => r.scalarOf(name));
  const isSlope = least !== undefined && least > 0 && least < 1 && most === 1;
  const cast = isSlope ? r.makerOf(node.inputs[0]) : undefined;
  return cast?.operator === 'Cast' ? { cast, least: least! } : { least: 0 };
}

/** slope · value + offset > 0, where `value` has channels. */
interface Step {
  readonly value: string;
  readonly slope: 1 | -1;
  readonly offset: number;
}

/** What a Cast to float32 of a mask compares: y ≠ 0 behind a Relu, or 0 < y < bound behind a ReLU6. */
function stepsBehind(r: Rewriter, cast: GraphNode): readonly Step[] | undefined {
  const inner = r.makerOf(cast.inputs[0]);
  if (cast.attributes['to'] !== 'float32' || inner === undefined) return undefined;
  if (inner.operator === 'Cast' && inner.attributes['to'] === 'bool') {
    const value = inner.inputs[0]!;
    return r.makerOf(value)?.operator === 'Relu' ? [{ value, slope: 1, offset: 0 }] : undefined;
  }
  if (inner.operator !== 'And') return undefined;
  const [above, below] = inner.inputs.map((name) => r.makerOf(name));
  if (above?.operator !== 'Greater' || below?.operator !== 'Less' || above.inputs[0] !== below.inputs[0]) return undefined;
  const [least, most] = [above, below].map(({ inputs }) => r.scalarOf(inputs[1]));
  if (least !== 0 || most === undefined) return undefined;
  const value = above.inputs[0]!;
  return [{ value, slope: 1, offset: 0 }, { value, slope: -1, offset: most }];
}

/** 1 where a step is above 0, else `least`. */
function bounded(r: Rewriter, { value, slope, offset }: Step, least: number, channels: number): string {
  const constant = (shape: readonly number[], each: number): string => r.constant(makeTensor('float32', shape, new Float32Array(elementCount(shape)).fill(each)));
  const bias = offset === 0 ? [] : [constant([channels], offset * steep)];
  return r.clip(r.op('Conv', [value, constant([channels, 1, 1, 1], slope * steep), ...bias], { group: channels, kernel_shape: [1, 1] }), least, 1);
}

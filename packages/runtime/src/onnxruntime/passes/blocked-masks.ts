import { elementCount, inferTypes, makersOf } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor } from '@lookalike/graph';
import { blockedChannelsOf } from './blocked-channels.ts';

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
  const types = inferTypes(graph);
  const makers = makersOf(graph);
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const { cast, least } = maskOf(graph, makers, node);
    const steps = cast === undefined ? undefined : stepsBehind(graph, makers, cast);
    const channels = steps === undefined ? undefined : blockedChannelsOf(types.get(steps[0]!.value));
    return steps === undefined || channels === undefined ? [node] : maskNodes(node, steps, least, channels, constants);
  });
  return { ...graph, nodes, constants };
}

/** The Cast behind a mask, and what the mask is where a rectifier is flat: a Cast alone is 0 there, one held above a slope is the slope. */
function maskOf({ constants }: Graph, makers: ReadonlyMap<string, GraphNode>, node: GraphNode): { readonly cast?: GraphNode; readonly least: number } {
  if (node.operator === 'Cast') return { cast: node, least: 0 };
  const [least, most] = node.inputs.slice(1).map((name) => scalarOf(constants.get(name)));
  const cast = node.operator === 'Clip' && least !== undefined && least > 0 && least < 1 && most === 1 ? makers.get(node.inputs[0]!) : undefined;
  return cast?.operator === 'Cast' ? { cast, least: least! } : { least: 0 };
}

/** slope · value + offset > 0, where `value` has channels. */
interface Step {
  readonly value: string;
  readonly slope: 1 | -1;
  readonly offset: number;
}

/** What a Cast to float32 of a mask compares: y ≠ 0 behind a Relu, or 0 < y < bound behind a ReLU6. */
function stepsBehind(graph: Graph, makers: ReadonlyMap<string, GraphNode>, cast: GraphNode): readonly Step[] | undefined {
  const inner = makers.get(cast.inputs[0]!);
  if (cast.attributes['to'] !== 'float32' || inner === undefined) return undefined;
  if (inner.operator === 'Cast' && inner.attributes['to'] === 'bool') {
    const value = inner.inputs[0]!;
    return makers.get(value)?.operator === 'Relu' ? [{ value, slope: 1, offset: 0 }] : undefined;
  }
  if (inner.operator !== 'And') return undefined;
  const [above, below] = inner.inputs.map((name) => makers.get(name));
  if (above?.operator !== 'Greater' || below?.operator !== 'Less' || above.inputs[0] !== below.inputs[0]) return undefined;
  const [least, most] = [above, below].map(({ inputs }) => scalarOf(graph.constants.get(inputs[1]!)));
  if (least !== 0 || most === undefined) return undefined;
  const value = above.inputs[0]!;
  return [{ value, slope: 1, offset: 0 }, { value, slope: -1, offset: most }];
}

function scalarOf(tensor: Tensor | undefined): number | undefined {
  return tensor?.shape.length === 0 ? Number(tensor.data[0]) : undefined;
}

/** The nodes that take the place of a mask, the last of them with its name and output. */
function maskNodes({ name, outputs: [mask] }: GraphNode, steps: readonly Step[], least: number, channels: number, constants: Map<string, Tensor>): GraphNode[] {
  const constant = (role: string, shape: readonly number[], value: number): string => {
    const full = `${mask!} ${role}`;
    constants.set(full, { type: 'float32', shape, data: new Float32Array(elementCount(shape)).fill(value) });
    return full;
  };
  const bounds = [constant('least', [], least), constant('most', [], 1)];
  const node = (operator: string, inputs: readonly string[], output: string, attributes: GraphNode['attributes'] = {}): GraphNode => ({ name: output === mask ? name : output, operator, inputs, outputs: [output], attributes });
  const made = steps.map(({ value, slope, offset }, i) => {
    const [steepened, bounded] = [`${mask!} steep ${i}`, steps.length === 1 ? mask! : `${mask!} part ${i}`];
    const weights = constant(`weights ${i}`, [channels, 1, 1, 1], slope * steep);
    const bias = offset === 0 ? [] : [constant(`bias ${i}`, [channels], offset * steep)];
    const conv = node('Conv', [value, weights, ...bias], steepened, { group: channels, kernel_shape: [1, 1] });
    return { bounded, nodes: [conv, node('Clip', [steepened, ...bounds], bounded)] };
  });
  const product = made.length === 1 ? [] : [node('Mul', made.map(({ bounded }) => bounded), mask!)];
  return [...made.flatMap(({ nodes }) => nodes), ...product];
}

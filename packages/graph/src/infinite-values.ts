import type { Graph, GraphNode, Tensor } from './graph.ts';
import { inferTypes } from './inference.ts';
import { makersOf } from './links.ts';
import { isFloat } from './tensor.ts';

/**
 * The values that may be infinite however the network is fed: those that come from a constant that is not finite, such as the −∞ around
 * an image or of an attention's mask. What overflows is not among them. A product with 0 makes NaN of them, so none may stand for a choice.
 * @returns the names
 */
export function infiniteValues(graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, tensor] of graph.constants) if (!isFinite(tensor)) found.add(name);
  if (found.size === 0) return found;
  const makers = makersOf(graph);
  const types = inferTypes(graph);
  for (const node of graph.nodes) {
    const sources = poolOfPad(graph, makers, node) ?? node.inputs;
    if (!sources.some((name) => found.has(name)) || isBounded(graph, node, found)) continue;
    for (const output of node.outputs) if (output !== '' && isFloat(types.get(output)!.type)) found.add(output);
  }
  return found;
}

function isFinite({ type, data }: Tensor): boolean {
  if (!isFloat(type)) return true;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

function isBounded({ constants }: Graph, { operator, inputs }: GraphNode, infinite: ReadonlySet<string>): boolean {
  const [, least, most] = inputs;
  return operator === 'Clip' && [least, most].every((name) => name !== undefined && constants.has(name) && !infinite.has(name));
}

/** What a MaxPool behind a Pad takes its values from: every window reaches beyond pads that are shorter than it, so it takes none of theirs. */
function poolOfPad({ constants }: Graph, makers: ReadonlyMap<string, GraphNode>, { operator, inputs, attributes }: GraphNode): readonly string[] | undefined {
  const pad = operator === 'MaxPool' ? makers.get(inputs[0]!) : undefined;
  const amounts = pad?.operator === 'Pad' && pad.inputs.length < 4 ? constants.get(pad.inputs[1]!) : undefined;
  const [kernel, own = [], dilations = []] = [attributes['kernel_shape'], attributes['pads'], attributes['dilations']] as readonly (readonly number[] | undefined)[];
  if (pad === undefined || amounts === undefined || dilations.some((dilation) => dilation !== 1) || (attributes['auto_pad'] ?? 'NOTSET') !== 'NOTSET') return undefined;
  const { length: axes } = kernel!;
  const reaches = kernel!.every((size, axis) => [0, axes].every((side) => Number(amounts.data[2 + axis + (side === 0 ? 0 : axes + 2)]) + (own[axis + side] ?? 0) < size));
  return reaches && attributes['ceil_mode'] !== 1 ? pad.inputs.slice(0, 1) : undefined;
}

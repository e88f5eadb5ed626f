import { batchSizeOf, inferTypes } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/** Other layers at which an IRI is compared with its target. */
const MOST_LAYERS = 6;

/**
 * Chooses the layers that the audit looks at besides the representation: ends of blocks. A block ends in a value that all
 * later computation goes through and that several nodes take (in a residual network the branch and the shortcut). A network
 * without such values (VGG) gives all that everything goes through. At most {@link MOST_LAYERS}, evenly spaced, in the order
 * of computation; the last output of the network is looked at as class scores instead.
 */
export function auditLayers(network: Graph, layer: string): readonly string[] {
  const passages = passagesOf(network).filter(({ name }) => name !== layer && !network.outputs.includes(name));
  const blockEnds = passages.filter(({ takers }) => takers > 1);
  const names = (blockEnds.length > 1 ? blockEnds : passages).map(({ name }) => name);
  if (names.length <= MOST_LAYERS) return names;
  return Array.from({ length: MOST_LAYERS }, (_, i) => names[Math.round((i * (names.length - 1)) / (MOST_LAYERS - 1))]!);
}

/** The values that everything after them is computed from, and how many nodes take each. */
function passagesOf(network: Graph): readonly { readonly name: string; readonly takers: number }[] {
  const types = inferTypes(network);
  // Shapes and constants are no information about the image.
  const computed = new Set(network.inputs.map(({ name }) => name));
  const nodes = network.nodes.filter((node) => {
    if (!node.inputs.some((input) => computed.has(input))) return false;
    const images = node.outputs.filter((name) => types.get(name)?.type === 'float32' && types.get(name)?.shape[0] === batchSizeOf(network));
    for (const name of images) computed.add(name);
    return images.length > 0;
  });
  const takers = new Map<string, number>(network.outputs.map((name) => [name, 1]));
  for (const node of nodes) for (const name of new Set(node.inputs)) takers.set(name, (takers.get(name) ?? 0) + 1);

  const left = new Map(takers);
  const live = new Set(network.inputs.map(({ name }) => name));
  return nodes.flatMap((node) => {
    for (const name of new Set(node.inputs)) {
      left.set(name, left.get(name)! - 1);
      if (left.get(name) === 0) live.delete(name);
    }
    for (const name of node.outputs) if (computed.has(name) && (left.get(name) ?? 0) > 0) live.add(name);
    const [name] = live;
    return live.size === 1 && node.outputs.includes(name!) ? [{ name: name!, takers: takers.get(name!)! }] : [];
  });
}

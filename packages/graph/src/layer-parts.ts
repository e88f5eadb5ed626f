import { GraphBuilder } from './builder.ts';
import { GraphError } from './graph-error.ts';
import type { Graph, GraphNode, Shape, ValueType } from './graph.ts';
import { inferTypes } from './inference.ts';
import { makersOf, readersOf } from './links.ts';

/**
 * Which part of a layer is the representation: all of it; of tokens [N, T, D] the class token or the mean of the others; of a map [N, C, H, W] or
 * [N, H, W, C] the mean over its places.
 */
export const layerParts = ['all', 'class-token', 'token-mean', 'spatial-mean'] as const;
export type LayerPart = (typeof layerParts)[number];

/**
 * Tells which parts a layer of a graph has. Three axes are tokens if what stands nearest works along the last of them, as a LayerNormalization or a product with a
 * matrix does, else places of channels; four axes are a map. A layer has a class token if its tokens go back to a Concat that put one before those of the image.
 */
export function partsIn(graph: Graph): (layer: string) => readonly LayerPart[] {
  const surroundings = new Surroundings(graph);
  return (layer) => surroundings.partsOf(layer);
}

/**
 * Appends what takes a part of a layer. The graph's outputs stay as they are.
 * @returns the graph, and the name of the part: the layer itself for `all`
 * @throws graph.unknown_part, with those that the layer has
 */
export function withPart(graph: Graph, layer: string, part: LayerPart): { readonly graph: Graph; readonly layer: string } {
  if (part === 'all') return { graph, layer };
  const surroundings = new Surroundings(graph);
  const parts = surroundings.partsOf(layer);
  if (!parts.includes(part)) {
    throw new GraphError('graph.unknown_part', `Layer "${layer}" [${surroundings.shapeOf(layer).join(', ')}] has no part "${part}". It has: ${parts.join(', ')}. Choose one of these, or another layer.`, { layer, part, parts });
  }
  const b = new GraphBuilder(graph);
  const name = b.fresh(`${layer} (${part})`);
  switch (part) {
    case 'class-token':
      b.append('Gather', [layer, b.scalar(0, 'int64')], { axis: 1 }, { name, outputs: [name] });
      break;
    case 'token-mean': {
      const first = surroundings.classTokensOf(layer);
      const tokens = first === 0 ? layer : b.slice(layer, { starts: [first], ends: [Number.MAX_SAFE_INTEGER], axes: [1] });
      b.append('ReduceMean', [tokens, b.integers([1])], { keepdims: 0 }, { name, outputs: [name] });
      break;
    }
    case 'spatial-mean':
      b.append('ReduceMean', [layer, b.integers(surroundings.placesOf(layer))], { keepdims: 0 }, { name, outputs: [name] });
      break;
  }
  return { graph: b.build(), layer: name };
}

/** What stands around a layer tells what its axes are. */
class Surroundings {
  readonly #graph: Graph;
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #makers: ReadonlyMap<string, GraphNode>;
  readonly #readers: ReadonlyMap<string, readonly (GraphNode | undefined)[]>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#types = inferTypes(graph);
    this.#makers = makersOf(graph);
    this.#readers = readersOf(graph);
  }

  partsOf(layer: string): readonly LayerPart[] {
    const axes = this.shapeOf(layer).length;
    if (axes === 3 && this.#hasChannelsLast(layer)) return this.classTokensOf(layer) > 0 ? ['all', 'class-token', 'token-mean'] : ['all', 'token-mean'];
    return axes === 3 || axes === 4 ? ['all', 'spatial-mean'] : ['all'];
  }

  shapeOf(value: string): Shape {
    return this.#types.get(value)?.shape ?? [];
  }

  /** The axes of a map's places. */
  placesOf(layer: string): readonly number[] {
    const axes = this.shapeOf(layer).map((_, axis) => axis);
    return this.#hasChannelsLast(layer) ? axes.slice(1, -1) : axes.slice(2);
  }

  /** How many tokens stand before those of the image; they begin as weights. */
  classTokensOf(layer: string): number {
    const count = this.shapeOf(layer)[1];
    const seen = new Set<string>();
    const waiting = [layer];
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      const node = this.#makers.get(value);
      if (node === undefined || seen.has(value)) continue;
      seen.add(value);
      const joinsTokens = node.operator === 'Concat' && Number(node.attributes['axis']) === 1 && this.shapeOf(value).length === 3 && this.shapeOf(value)[1] === count;
      if (joinsTokens) {
        const first = node.inputs.findIndex((input) => this.#seesImage(input));
        const before = node.inputs.slice(0, Math.max(0, first)).reduce((sum, input) => sum + Number(this.shapeOf(input)[1]), 0);
        if (before > 0) return before;
      }
      waiting.push(...node.inputs);
    }
    return 0;
  }

  /** Whether a value depends on the image otherwise than by its size. */
  #seesImage(value: string): boolean {
    const seen = new Set<string>();
    const waiting = [value];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (this.#graph.inputs.some(({ name }) => name === one)) return true;
      const node = this.#makers.get(one);
      if (node === undefined || seen.has(one) || node.operator === 'Shape' || node.operator === 'Size') continue;
      seen.add(one);
      waiting.push(...node.inputs);
    }
    return false;
  }

  /** Told by the nearest node, first behind the layer and then before it, that works along an axis of its own. */
  #hasChannelsLast(layer: string): boolean {
    const rank = this.shapeOf(layer).length;
    return this.#nearest(layer, (value) => (this.#readers.get(value) ?? []).flatMap((node) => (node === undefined ? [] : [{ node, next: node.outputs[0]! }])))
      ?? this.#nearest(layer, (value) => [this.#makers.get(value)].flatMap((node) => (node === undefined ? [] : [{ node, next: node.inputs[0]! }])))
      ?? rank === 3;
  }

  #nearest(layer: string, step: (value: string) => readonly { readonly node: GraphNode; readonly next: string }[]): boolean | undefined {
    const shape = this.shapeOf(layer).join();
    const seen = new Set([layer]);
    const waiting = [layer];
    for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) {
      for (const { node, next } of step(value)) {
        const said = this.#channelsAreLast(node);
        if (said !== undefined) return said;
        // Nodes that keep the shape say nothing of the axes and keep their order.
        if (seen.has(next) || this.shapeOf(next).join() !== shape || node.operator === 'Transpose') continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    return undefined;
  }

  #channelsAreLast({ operator, inputs, attributes }: GraphNode): boolean | undefined {
    switch (operator) {
      case 'Conv': case 'ConvTranspose': case 'BatchNormalization': case 'InstanceNormalization': case 'GroupNormalization':
      case 'MaxPool': case 'AveragePool': case 'GlobalAveragePool': case 'GlobalMaxPool': return false;
      case 'MatMul': return this.#graph.constants.has(inputs[1]!) && this.shapeOf(inputs[1]!).length === 2 ? true : undefined;
      case 'LayerNormalization': {
        const rank = this.shapeOf(inputs[0]!).length;
        const axis = Number(attributes['axis'] ?? -1);
        return axis === -1 || axis === rank - 1 ? true : undefined;
      }
      case 'ReduceMean': {
        // The mean of a LayerNormalization that was taken apart, or of a map.
        const axes = Array.from(this.#graph.constants.get(inputs[1] ?? '')?.data ?? [], Number);
        const rank = this.shapeOf(inputs[0]!).length;
        const last = axes.length === 1 && (axes[0] === -1 || axes[0] === rank - 1);
        return last && attributes['keepdims'] !== 0 ? true : undefined;
      }
      default: return undefined;
    }
  }
}

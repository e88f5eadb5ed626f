import { FreeNames, makeTensor, removeDeadNodes, valueNamesOf } from '@lookalike/graph';
import type { Attribute, Graph, GraphInput, GraphNode, Tensor } from '@lookalike/graph';
import type { OrtGraph } from '../../ort-graph.ts';
import { blockFilter, blockFiltersOnly, wholeBlocks } from './block-filter.ts';

/** Where ONNX Runtime keeps the operators of its blocked layout. */
const domain = 'com.microsoft.nchwc';

export interface ConvAttributes {
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: readonly number[];
  readonly group?: number;
}

interface ConvWeights {
  readonly bias?: Float32Array | undefined;
  /** Names the weights, where the same may be used again. */
  readonly key?: string;
  /** Whether they are in the order of the blocked layout already. */
  readonly areBlocked?: boolean;
}

/** Writes a graph anew in ONNX Runtime's operators, under names that the old one does not have. */
export class BlockWriter {
  readonly block: number;
  /** Nodes in their order; a place may be empty, as what stood there stands further on. */
  protected readonly nodes: (GraphNode | undefined)[] = [];
  readonly #old: Graph;
  readonly #valueNames: FreeNames;
  readonly #nodeNames: FreeNames;
  readonly #constants: Map<string, Tensor>;
  readonly #filters = new Map<string, string>();

  constructor(graph: Graph, block: number) {
    this.block = block;
    this.#old = graph;
    this.#valueNames = new FreeNames(valueNamesOf(graph));
    this.#nodeNames = new FreeNames(graph.nodes.map(({ name }) => name));
    this.#constants = new Map(graph.constants);
  }

  fitsBlocks(channels: number): boolean {
    return channels % this.block === 0;
  }

  /** Appends a node with one result. @returns its name */
  write(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, output = this.#fresh()): string {
    this.nodes.push({ name: this.#nodeNames.fresh(operator), operator, inputs, outputs: [output], attributes });
    return output;
  }

  /** Images of some of the channels each, all in whole blocks. */
  split(image: string, sizes: readonly number[]): readonly string[] {
    const outputs = sizes.map(() => this.#fresh());
    this.nodes.push({ name: this.#nodeNames.fresh('Split'), operator: 'Split', inputs: [image, this.integers(sizes)], outputs, attributes: { axis: 1 } });
    return outputs;
  }

  writeBlocked(operator: 'MaxPool' | 'AveragePool' | 'GlobalAveragePool', x: string, attributes: Readonly<Record<string, Attribute>> = {}, output?: string): string {
    return this.write(`${domain}.${operator}`, [x], attributes, output);
  }

  reshape(x: string, sizes: readonly number[], output?: string): string {
    return this.write('Reshape', [x, this.integers(sizes)], {}, output);
  }

  integers(values: readonly number[]): string {
    return this.constant(makeTensor('int64', [values.length], values));
  }

  constant(tensor: Tensor): string {
    const name = this.#fresh();
    this.#constants.set(name, tensor);
    return name;
  }

  /** A plain image, moved into the blocked layout. */
  toBlocked(image: string): string {
    return this.write(`${domain}.ReorderInput`, [image]);
  }

  /** An image in the blocked layout as a plain one. */
  fromBlocked(image: string, channels: number, output?: string): string {
    return this.write(`${domain}.ReorderOutput`, [image], { channels }, output);
  }

  /** Moves between an image whose channels are last, [N, H, W, C], and the blocked layout. */
  fromChannelsLast(x: string): string {
    return this.write(`${domain}.ReorderInput`, [x], { channels_last: 1 });
  }

  toChannelsLast(image: string, channels: number, output: string): string {
    return this.write(`${domain}.ReorderOutput`, [image], { channels, channels_last: 1 }, output);
  }

  /**
   * A convolution in the blocked layout.
   * @param x an image in that layout; a plain one where it has fewer channels than a block
   * @param weights [K, C / groups, kh, kw]
   */
  conv(x: string, weights: Tensor, { bias, key, areBlocked = false, ...attributes }: ConvAttributes & ConvWeights = {}): string {
    const [filters, channels, ...kernel] = weights.shape as readonly [number, number, ...number[]];
    const { group = 1 } = attributes;
    const isDepthwise = channels === 1 && group === filters;
    const isPlain = group === 1 && channels < this.block;
    const filter = areBlocked ? this.constant(weights) : this.#blocked(key, weights, isDepthwise || isPlain ? blockFiltersOnly : blockFilter);
    const allFilters = wholeBlocks(filters, this.block);
    const biases = bias === undefined ? [] : [this.constant({ type: 'float32', shape: [allFilters], data: padded(bias, allFilters) })];
    return this.write(`${domain}.Conv`, [x, filter, ...biases], {
      kernel_shape: kernel, strides: attributes.strides ?? [1, 1], dilations: attributes.dilations ?? [1, 1], pads: attributes.pads ?? [0, 0, 0, 0], group: isDepthwise ? allFilters : group,
    });
  }

  protected written(nodes: readonly GraphNode[], outputs: readonly GraphInput[]): OrtGraph {
    return removeDeadNodes({ ...this.#old, outputs, nodes: byDepth(nodes), constants: this.#constants });
  }

  #blocked(key: string | undefined, weights: Tensor, reorder: (weights: Tensor, block: number) => Tensor): string {
    const known = this.#filters.get(key ?? '');
    if (known !== undefined) return known;
    const name = this.constant(reorder(weights, this.block));
    if (key !== undefined) this.#filters.set(key, name);
    return name;
  }

  #fresh(): string {
    return this.#valueNames.fresh('blocked');
  }
}

/**
 * Nodes in the order of how many others come before them at least. Of what a node reads, ONNX Runtime computes first what stands last in the
 * model: so that is the long way, and a mask that is made of an early activation comes right before its use, when it is still in the caches.
 */
function byDepth(nodes: readonly GraphNode[]): GraphNode[] {
  const depths = new Map<string, number>();
  const deep = nodes.map((node) => {
    const depth = 1 + Math.max(0, ...node.inputs.map((name) => depths.get(name) ?? 0));
    for (const output of node.outputs) depths.set(output, depth);
    return { node, depth };
  });
  return deep.sort((a, b) => a.depth - b.depth).map(({ node }) => node);
}

function padded(values: Float32Array, length: number): Float32Array {
  const whole = new Float32Array(length);
  whole.set(values);
  return whole;
}

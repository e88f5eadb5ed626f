import { elementCount, FreeNames, inferTypes, makeTensor, readersOf, removeDeadNodes, valueNamesOf } from '@lookalike/graph';
import type { Attribute, Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { blockFilter, blockFiltersOnly, wholeBlocks } from './block-filter.ts';

/** Where ONNX Runtime keeps the operators of its blocked layout. */
const domain = 'com.microsoft.nchwc';

/** A value [N, C, …] whose other sizes are known. */
export interface ImageShape {
  readonly channels: number;
  /** Height and width; other numbers of axes occur where an image is taken apart. */
  readonly rest: readonly number[];
}

/**
 * A value in the blocked layout, which in memory is [N, C / block, …, block]. The operators of that layout see it as an image [N, C, …];
 * all others may see it as what it is, with blocks.
 */
interface Forms {
  image?: string;
  blocks?: string;
  isNative: boolean;
}

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

/** What a convolution can do to its result at once. */
export type Activation = { readonly kind: 'Relu' } | { readonly kind: 'Clip'; readonly least: number; readonly most: number };

/** A graph that is written anew, with values in the blocked layout, in the plain one or in both. Names of the old graph are plain values. */
export class BlockedGraph {
  readonly block: number;
  readonly #old: Graph;
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #readers: ReadonlyMap<string, readonly unknown[]>;
  readonly #constants: Map<string, Tensor>;
  readonly #nodes: (GraphNode | undefined)[] = [];
  readonly #forms = new Map<string, Forms>();
  /** Old names that have been written in the plain layout. */
  readonly #plain: Set<string>;
  /** Where the convolutions are that can take in what follows them, by their results. */
  readonly #convolutions = new Map<string, number>();
  /** The results of convolutions that change nothing by themselves, and are there for what they can take in. */
  readonly #carriers = new Set<string>();
  readonly #filters = new Map<string, string>();
  readonly #valueNames: FreeNames;
  readonly #nodeNames: FreeNames;

  constructor(graph: Graph, block: number) {
    this.block = block;
    this.#old = graph;
    this.#types = inferTypes(graph);
    this.#valueNames = new FreeNames(valueNamesOf(graph));
    this.#nodeNames = new FreeNames(graph.nodes.map(({ name }) => name));
    this.#readers = readersOf(graph);
    this.#constants = new Map(graph.constants);
    this.#plain = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants.keys()]);
  }

  typeOf(name: string): ValueType {
    return this.#types.get(name)!;
  }

  constantOf(name: string | undefined): Tensor | undefined {
    return this.#old.constants.get(name ?? '');
  }

  /** The whole numbers of a constant. */
  numbersOf(name: string | undefined): readonly number[] | undefined {
    const tensor = this.constantOf(name);
    return tensor === undefined ? undefined : Array.from(tensor.data, Number);
  }

  /** The shape of a value that has the axes of an image. */
  imageShapeOf(name: string): ImageShape | undefined {
    const [, channels, ...rest] = this.typeOf(name).shape;
    return typeof channels === 'number' && rest.length > 0 && rest.every((size) => typeof size === 'number') ? { channels, rest: rest as number[] } : undefined;
  }

  fitsBlocks(channels: number): boolean {
    return channels % this.block === 0;
  }

  /** Whether a value was computed in the blocked layout, so that what follows is best computed there too. */
  isInBlocks(name: string): boolean {
    return this.#forms.get(name)?.isNative ?? false;
  }

  /** Whether it can be read there without being moved. */
  hasBlocks(name: string): boolean {
    return this.#forms.has(name);
  }

  canBeInBlocks(name: string): boolean {
    if (this.#forms.has(name)) return true;
    const shape = this.imageShapeOf(name);
    // What ReorderInput takes.
    return shape !== undefined && shape.channels % 4 === 0 && this.typeOf(name).type === 'float32' && this.constantOf(name) === undefined;
  }

  /** A value in the blocked layout as an image [N, C, …], C in whole blocks. */
  image(name: string): string {
    const forms = this.#formsOf(name);
    forms.image ??= this.reshape(forms.blocks!, this.#imageSizes(this.imageShapeOf(name)!));
    return forms.image;
  }

  /** A value in the blocked layout as [N, C / block, …, block]. */
  blocks(name: string): string {
    const forms = this.#formsOf(name);
    forms.blocks ??= this.reshape(forms.image!, this.#blockSizes(this.imageShapeOf(name)!));
    return forms.blocks;
  }

  /** A value in the plain layout, under its old name. */
  plain(name: string): string {
    if (name === '' || this.#plain.has(name)) return name;
    this.#plain.add(name);
    const { type } = this.typeOf(name);
    const { channels, rest } = this.imageShapeOf(name)!;
    const floats = type === 'float32' ? this.image(name) : this.write('Cast', [this.image(name)], { to: 'float32' });
    const isImage = rest.length === 2;
    const image = isImage ? floats : this.reshape(floats, [0, wholeBlocks(channels, this.block), elementCount(rest), 1]);
    const isLast = isImage && type === 'float32';
    let plain = this.write(`${domain}.ReorderOutput`, [image], { channels }, isLast ? name : undefined);
    if (!isImage) plain = this.reshape(plain, [0, channels, ...rest], type === 'float32' ? name : undefined);
    if (type !== 'float32') this.write('Cast', [plain], { to: type }, name);
    return name;
  }

  /** Says that a value of the old graph is in the blocked layout now. */
  setImage(name: string, image: string, isNative = true): void {
    this.#forms.set(name, { image, isNative });
  }

  setBlocks(name: string, blocks: string, isNative = true): void {
    this.#forms.set(name, { blocks, isNative });
  }

  /** Says that a value of the old graph has been written in the plain layout. */
  setPlain(name: string): void {
    this.#plain.add(name);
  }

  /** Keeps a node of the old graph as it is. */
  adopt(node: GraphNode): void {
    this.#nodes.push({ ...node, inputs: node.inputs.map((name) => this.plain(name)) });
    for (const output of node.outputs) this.#plain.add(output);
  }

  /** Appends a node with one result. @returns its name */
  write(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, output = this.#fresh()): string {
    this.#nodes.push({ name: this.#nodeNames.fresh(operator), operator, inputs, outputs: [output], attributes });
    return output;
  }

  /** Images of some of the channels each, all in whole blocks. */
  split(image: string, sizes: readonly number[]): readonly string[] {
    const outputs = sizes.map(() => this.#fresh());
    this.#nodes.push({ name: this.#nodeNames.fresh('Split'), operator: 'Split', inputs: [image, this.integers(sizes)], outputs, attributes: { axis: 1 } });
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
    const result = this.write(`${domain}.Conv`, [x, filter, ...biases], {
      kernel_shape: kernel, strides: attributes.strides ?? [1, 1], dilations: attributes.dilations ?? [1, 1], pads: attributes.pads ?? [0, 0, 0, 0], group: isDepthwise ? allFilters : group,
    });
    this.#convolutions.set(result, this.#nodes.length - 1);
    return result;
  }

  /** An image as the result of a convolution by 1, which can take in what follows; it is left out where that is nothing, or only a bound. */
  carrier(image: string, channels: number): string {
    const ones: Tensor = { type: 'float32', shape: [channels, 1, 1, 1], data: new Float32Array(channels).fill(1) };
    const result = this.conv(image, ones, { group: channels, key: `ones ${channels}` });
    this.#carriers.add(result);
    return result;
  }

  /** Adds an image to the result of the convolution that makes a value of the old graph, if nothing else reads that. @returns its result then */
  fuseSum(value: string, image: () => string): string | undefined {
    const at = this.#fusable(value);
    const node = this.#nodes[at ?? -1];
    if (node === undefined || node.inputs.length > 3) return undefined;
    const [x, filter, bias = ''] = node.inputs as readonly [string, string, string?];
    const summand = image();
    // It may have been computed later than the convolution.
    this.#nodes[at!] = undefined;
    this.#nodes.push({ ...node, inputs: [x, filter, bias, summand] });
    this.#convolutions.set(node.outputs[0]!, this.#nodes.length - 1);
    return node.outputs[0]!;
  }

  /** Bounds the result of the convolution that makes a value of the old graph, if nothing else reads that. @returns its result then */
  fuseActivation(value: string, activation: Activation): string | undefined {
    const at = this.#fusable(value);
    if (at === undefined) return undefined;
    const node = this.#nodes[at]!;
    const bounds = activation.kind === 'Clip' ? { activation_params: [activation.least, activation.most] } : {};
    this.#nodes[at] = { ...node, attributes: { ...node.attributes, activation: activation.kind, ...bounds } };
    this.#convolutions.delete(node.outputs[0]!);
    return node.outputs[0]!;
  }

  finish(): Graph {
    for (const output of this.#old.outputs) this.plain(output);
    return removeDeadNodes({ ...this.#old, nodes: byDepth(this.#withoutCarriers()), constants: this.#constants });
  }

  #withoutCarriers(): GraphNode[] {
    const carried = new Map<string, string>();
    return this.#nodes.flatMap((node): readonly GraphNode[] => {
      if (node === undefined) return [];
      const inputs = node.inputs.map((name) => carried.get(name) ?? name);
      const [result, activation] = [node.outputs[0]!, node.attributes['activation']];
      if (!this.#carriers.has(result) || inputs.length > 3 || activation === 'Clip') return [{ ...node, inputs }];
      if (activation === 'Relu') return [{ ...node, operator: 'Relu', inputs: inputs.slice(0, 1), attributes: {} }];
      carried.set(result, inputs[0]!);
      return [];
    });
  }

  #fusable(value: string): number | undefined {
    const image = this.#forms.get(value)?.image;
    return image === undefined || this.#readers.get(value)?.length !== 1 ? undefined : this.#convolutions.get(image);
  }

  #formsOf(name: string): Forms {
    const known = this.#forms.get(name);
    if (known !== undefined) return known;
    const { channels, rest } = this.imageShapeOf(name)!;
    const isImage = rest.length === 2;
    const plain = this.plain(name);
    const moved = this.write(`${domain}.ReorderInput`, [isImage ? plain : this.reshape(plain, [0, channels, elementCount(rest), 1])]);
    const forms: Forms = { image: isImage ? moved : this.reshape(moved, this.#imageSizes({ channels, rest })), isNative: false };
    this.#forms.set(name, forms);
    return forms;
  }

  #imageSizes({ channels, rest }: ImageShape): number[] {
    return [0, wholeBlocks(channels, this.block), ...rest];
  }

  #blockSizes({ channels, rest }: ImageShape): number[] {
    return [0, wholeBlocks(channels, this.block) / this.block, ...rest, this.block];
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

import { elementCount, inferTypes, readersOf } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import type { OrtGraph } from '../../ort-graph.ts';
import { wholeBlocks } from './block-filter.ts';
import { FusingWriter } from './fusion.ts';
import type { Activation } from './fusion.ts';

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

/** A graph that is written anew, with values in the blocked layout, in the plain one or in both. Names of the old graph are plain values. */
export class BlockedGraph extends FusingWriter {
  readonly #old: Graph;
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #readers: ReadonlyMap<string, readonly unknown[]>;
  readonly #forms = new Map<string, Forms>();
  /** Old names that have been written in the plain layout. */
  readonly #plain: Set<string>;

  constructor(graph: Graph, block: number) {
    super(graph, block);
    this.#old = graph;
    this.#types = inferTypes(graph);
    this.#readers = readersOf(graph);
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
    let plain = this.fromBlocked(image, channels, isLast ? name : undefined);
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
    this.nodes.push({ ...node, inputs: node.inputs.map((name) => this.plain(name)) });
    for (const output of node.outputs) this.#plain.add(output);
  }

  /** Adds an image to the result of the convolution that makes a value of the old graph, if nothing else reads that. @returns its result then */
  fuseSum(value: string, image: () => string): string | undefined {
    const convolved = this.#readOnce(value);
    return convolved !== undefined && this.addTo(convolved, image) ? convolved : undefined;
  }

  /** Bounds the result of the convolution that makes a value of the old graph, if nothing else reads that. @returns its result then */
  fuseActivation(value: string, activation: Activation): string | undefined {
    const convolved = this.#readOnce(value);
    return convolved !== undefined && this.bound(convolved, activation) ? convolved : undefined;
  }

  finish(): OrtGraph {
    for (const output of this.#old.outputs) this.plain(output);
    return this.written(this.withoutCarriers(), this.#old.outputs.map((name) => ({ name, ...this.typeOf(name) })));
  }

  /** The image of a value that one node reads. */
  #readOnce(value: string): string | undefined {
    return this.#readers.get(value)?.length === 1 ? this.#forms.get(value)?.image : undefined;
  }

  #formsOf(name: string): Forms {
    const known = this.#forms.get(name);
    if (known !== undefined) return known;
    const { channels, rest } = this.imageShapeOf(name)!;
    const isImage = rest.length === 2;
    const plain = this.plain(name);
    const moved = this.toBlocked(isImage ? plain : this.reshape(plain, [0, channels, elementCount(rest), 1]));
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
}

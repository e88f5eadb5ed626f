import { elementCount } from '@lookalike/graph';
import type { ElementType, Graph, Tensor } from '@lookalike/graph';
import type { NamedAttrMap, NamedTensorMap, Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import { RuntimeError } from '../runtime-error.ts';
import type { ConstantPool } from './constant-pool.ts';
import type { TfjsLibrary } from './library.ts';
import { dimsOf, isSamePlace, plainOrder } from './order.ts';
import type { Order } from './order.ts';
import type { Instruction } from './plan.ts';
import { Plan } from './plan.ts';
import { kernelType } from './tensors.ts';
import type { KernelData, KernelType } from './tensors.ts';

/** TensorFlow counts the entries of a value in 32 bits, and beyond that computes something else without a word. */
const mostEntries = 2 ** 31 - 1;

/** A tensor on the device as kernels see it: its sizes in the order in which they lie in memory. */
export interface Held {
  readonly slot: number;
  readonly dims: readonly number[];
  readonly type: KernelType;
}

/** A value of the graph: either numbers known now, or a tensor on the device whose axes may lie in another order. */
export interface Value {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly order: Order;
  readonly held?: Held;
  /** In the graph's order. */
  readonly constant?: Tensor;
  /** True when no value is negative, because a Relu made it. */
  readonly isRectified?: boolean;
  /** Where the value says of a rectified one what is not 0: that one, lying in the same order. */
  readonly maskOf?: Held;
}

/** What a kernel is called with; a list for those that take any number of inputs. */
export type KernelInputs = Readonly<Record<string, Held>> | readonly Held[];

interface Parts {
  readonly library: TfjsLibrary;
  readonly graph: Graph;
  readonly constants: ConstantPool;
}

/**
 * Collects the kernel calls of a graph. Emitters ask it for values in the order that their kernel wants; it moves axes only where they
 * lie otherwise, and once per order.
 */
export class PlanBuilder {
  readonly library: TfjsLibrary;
  readonly #graph: Graph;
  readonly #pool: ConstantPool;
  readonly #instructions: Instruction[] = [];
  readonly #constants = new Map<number, KernelTensor>();
  readonly #constantSlots = new Map<KernelTensor, number>();
  readonly #arranged = new Map<string, Held>();
  #slots = 0;
  #computesOnHost = false;

  constructor({ library, graph, constants }: Parts) {
    this.library = library;
    this.#graph = graph;
    this.#pool = constants;
  }

  /** A tensor that is fed. */
  input(type: ElementType, shape: readonly number[]): Value {
    return this.plain({ slot: this.#slots++, dims: shape, type: this.typeOf(type) }, type);
  }

  /** A value whose axes lie as the graph has them. */
  plain(held: Held, type: ElementType = held.type): Value {
    return { type, shape: held.dims, order: plainOrder(held.dims.length), held };
  }

  /** A value of this shape that lies in this order. */
  value(held: Held, { type, shape, order }: { readonly type: ElementType; readonly shape: readonly number[]; readonly order: Order }): Value {
    if (dimsOf(shape, order).join() !== held.dims.join()) throw new Error(`A tensor [${held.dims.join(', ')}] cannot hold [${shape.join(', ')}] in the order ${order.join(', ')}.`);
    return { type, shape, order, held };
  }

  /** What kernels compute an element type in. @throws runtime.model_refused */
  typeOf(type: ElementType): KernelType {
    return kernelType(type) ?? this.refuse(`it has no ${type}`);
  }

  /** @throws runtime.model_refused */
  refuse(because: string): never {
    throw new RuntimeError('runtime.model_refused', `TensorFlow.js refuses the graph "${this.#graph.name}": ${because}. Run it on another device (\`lookalike devices\` lists them).`, { graph: this.#graph.name });
  }

  /** Calls a kernel; `dims` and `type` are those of its result. @param at which result, of a kernel that has several */
  kernel(name: string, inputs: KernelInputs, attributes: Readonly<Record<string, unknown>>, result: Omit<Held, 'slot'>, at = 0): Held {
    const names = Array.isArray(inputs) ? undefined : Object.keys(inputs);
    const given: readonly Held[] = Array.isArray(inputs) ? inputs : Object.values(inputs);
    const call = this.library.kernel(name, at);
    // Attributes are plain data of the kernel's own; their types are TensorFlow.js's business.
    const attrs = attributes as NamedAttrMap;
    const kernel = names === undefined
      ? (tensors: readonly KernelTensor[]) => call([...tensors] as unknown as NamedTensorMap, attrs)
      : (tensors: readonly KernelTensor[]) => call(Object.fromEntries(names.map((key, i) => [key, tensors[i]!])), attrs);
    return this.#emit(kernel, given, result);
  }

  /** Computes with JavaScript in between kernels; for the few numbers that say where others are. `dims` and `type` are those of the result. */
  onHost(x: Held, result: Omit<Held, 'slot'>, f: (data: KernelData) => KernelData): Held {
    const { tf } = this.library;
    this.#computesOnHost = true;
    // The types of numbers that a plan has give these arrays and no others.
    return this.#emit(([tensor]) => tf.tensor(f(tensor!.dataSync() as KernelData), [...result.dims], result.type), [x], result);
  }

  /** The value's tensor with its axes in this order, moved only if they lie otherwise. @param dims other sizes for the same numbers */
  held(value: Value, order: Order = plainOrder(value.shape.length), dims: readonly number[] = dimsOf(value.shape, order)): Held {
    const { constant } = value;
    if (constant !== undefined) return this.derived(constant, `${order.join()}:${dims.join()}`, () => ({ ...reordered(constant, order), shape: dims }));
    const held = value.held!;
    if (isSamePlace(value.shape, value.order, order)) return this.reshape(held, dims);
    const key = `${held.slot}:${held.dims.join()}:${value.order.join()}>${order.join()}`;
    const arranged = this.#arranged.get(key) ?? this.#transpose(held, order.map((axis) => value.order.indexOf(axis)));
    this.#arranged.set(key, arranged);
    return this.reshape(arranged, dims);
  }

  /** A tensor with other sizes but the same numbers in the same places. */
  reshape(held: Held, dims: readonly number[]): Held {
    if (dims.join() === held.dims.join()) return held;
    if (elementCount(dims) !== elementCount(held.dims)) throw new Error(`[${held.dims.join(', ')}] cannot be [${dims.join(', ')}].`);
    return this.kernel('Reshape', { x: held }, { shape: dims }, { dims, type: held.type });
  }

  /** Numbers made now and kept for all runs. @param key tells apart what is made from one tensor. */
  derived(source: Tensor, key: string, make: () => Tensor): Held {
    const tensor = this.#pool.get(source, key, make);
    const slot = this.#constantSlots.get(tensor) ?? this.#slots++;
    this.#constantSlots.set(tensor, slot);
    this.#constants.set(slot, tensor);
    return { slot, dims: tensor.shape, type: tensor.dtype as KernelType };
  }

  /** Numbers that do not come from the graph's constants. */
  numbers(tensor: Tensor): Held {
    return this.held(this.constant(tensor));
  }

  /** A value that is known now. */
  constant(tensor: Tensor): Value {
    const constant = this.#pool.interned(tensor);
    return { type: tensor.type, shape: tensor.shape, order: plainOrder(tensor.shape.length), constant };
  }

  /** A tensor that is made from a constant, once, to be arranged further. @param key tells apart what is made from one constant. */
  part(source: Tensor, key: string, make: () => Tensor): Tensor {
    return this.#pool.part(source, key, make);
  }

  build(inputs: readonly Value[], outputs: readonly Held[]): Plan {
    return new Plan({ instructions: this.#instructions, inputs: inputs.map((input) => input.held!.slot), outputs: outputs.map(({ slot }) => slot), constants: this.#constants, computesOnHost: this.#computesOnHost });
  }

  #transpose(held: Held, permutation: readonly number[]): Held {
    return this.kernel('Transpose', { x: held }, { perm: permutation }, { dims: permutation.map((axis) => held.dims[axis]!), type: held.type });
  }

  #emit(kernel: Instruction['kernel'], inputs: readonly Held[], { dims, type }: Omit<Held, 'slot'>): Held {
    if (elementCount(dims) > mostEntries) throw new RuntimeError('runtime.out_of_memory', `TensorFlow.js has no room for a value of [${dims.join(', ')}] in the graph "${this.#graph.name}": it counts to ${mostEntries}. Take a smaller batch, or another device.`, { graph: this.#graph.name });
    const output = this.#slots++;
    this.#instructions.push({ kernel, inputs: inputs.map(({ slot }) => slot), output });
    return { slot: output, dims, type };
  }
}

/** A constant with its axes in another order. */
function reordered(tensor: Tensor, order: Order): Tensor {
  const { type, shape, data } = tensor;
  if (isSamePlace(shape, plainOrder(shape.length), order)) return { type, shape: dimsOf(shape, order), data };
  const dims = dimsOf(shape, order);
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const steps = order.map((axis) => strides[axis]!);
  // The same kind of array as the tensor's.
  const result = data.slice() as typeof data;
  const index = dims.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      from += steps[axis]!;
      if (index[axis]! < dims[axis]!) break;
      from -= steps[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return { type, shape: dims, data: result };
}

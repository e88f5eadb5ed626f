import type { Tensor } from '@lookalike/graph';
import type { Tensor as KernelTensor } from '@tensorflow/tfjs-core';

/** Larger tensors than this are not compared with each other. */
const mostCompared = 64;

/**
 * Numbers on the device that stay between runs, each form of a tensor once. Plans for several batch sizes share what is made from the
 * graph's own constants; what only one batch size has goes with its plan.
 */
export class ConstantPool {
  readonly #upload: (tensor: Tensor) => KernelTensor;
  readonly #own: ReadonlySet<Tensor> | undefined;
  readonly #shared: ConstantPool | undefined;
  readonly #tensors = new Map<Tensor, Map<string, KernelTensor>>();
  readonly #parts = new Map<Tensor, Map<string, Tensor>>();
  readonly #made = new Set<Tensor>();
  readonly #interned = new Map<string, Tensor>();

  /**
   * @param own the tensors that this pool keeps for all pools that share it.
   * @param shared where to look for others' tensors.
   */
  constructor(upload: (tensor: Tensor) => KernelTensor, { own, shared }: { readonly own?: ReadonlySet<Tensor>; readonly shared?: ConstantPool } = {}) {
    this.#upload = upload;
    this.#own = own;
    this.#shared = shared;
  }

  /** The form `key` of a tensor, made and uploaded at the first asking. */
  get(source: Tensor, key: string, make: () => Tensor): KernelTensor {
    if (this.#isShared(source)) return this.#shared!.get(source, key, make);
    return once(this.#tensors, source, key, () => this.#upload(make()));
  }

  /** A tensor made from another, at the first asking. */
  part(source: Tensor, key: string, make: () => Tensor): Tensor {
    if (this.#isShared(source)) return this.#shared!.part(source, key, make);
    const part = once(this.#parts, source, key, make);
    this.#made.add(part);
    return part;
  }

  /** One and the same tensor for equal small ones. */
  interned(tensor: Tensor): Tensor {
    if (tensor.data.length > mostCompared) return tensor;
    const numbers = Array.from(tensor.data as Iterable<number | bigint>, (value) => (Object.is(value, -0) ? '-0' : String(value)));
    const key = `${tensor.type}[${tensor.shape.join()}]${numbers.join()}`;
    const known = this.#interned.get(key) ?? tensor;
    this.#interned.set(key, known);
    return known;
  }

  /** Gives the memory back. */
  dispose(): void {
    for (const forms of this.#tensors.values()) for (const tensor of forms.values()) tensor.dispose();
    this.#tensors.clear();
    this.#parts.clear();
  }

  #isShared(source: Tensor): boolean {
    return this.#shared?.keeps(source) === true;
  }

  /** Whether the tensor is one of this pool's own, or made from one. */
  keeps(tensor: Tensor): boolean {
    return this.#own?.has(tensor) === true || this.#made.has(tensor);
  }
}

function once<Result>(forms: Map<Tensor, Map<string, Result>>, source: Tensor, key: string, make: () => Result): Result {
  const known = forms.get(source) ?? new Map<string, Result>();
  forms.set(source, known);
  const result = known.get(key) ?? make();
  known.set(key, result);
  return result;
}

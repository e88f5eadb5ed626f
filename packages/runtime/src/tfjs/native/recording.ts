import type { Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import type { Piece } from '../library.ts';
import type { KernelType } from '../tensors.ts';
import { dataTypes } from './binding.ts';
import type { Binding, Numbers, OperationAttribute, TensorInfo } from './binding.ts';

/** TensorFlow.js's backend over the addon. Its kernels ask it for the addon at every call. */
export interface NativeBackend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  /** The addon's numbers of tensors; what TensorFlow.js has not yet handed over is handed over now. */
  getInputTensorIds(tensors: readonly KernelTensor[]): number[];
}

/** One operation as it was executed; tensors are named by the addon's numbers. */
export interface RecordedOperation {
  readonly name: string;
  readonly attributes: readonly OperationAttribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly TensorInfo[];
}

export interface RecordedTensor {
  readonly shape: readonly number[];
  /** Number of TensorFlow's DataType. */
  readonly dtype: number;
}

/** A tensor that is the same in every run. */
export interface RecordedConstant extends RecordedTensor {
  /** Fetches its numbers, while the plans that it comes from are there. */
  readonly numbers: () => Numbers;
  /** The addon's tensor that holds it; absent where none stays as long as the plan. */
  readonly tensor?: number;
}

/** What plans execute: their kernels call one or several of TensorFlow's operations each. */
export interface Recording {
  readonly operations: readonly RecordedOperation[];
  /** By the tensor's number: weights, and the shapes and axes that kernels make. */
  readonly constants: ReadonlyMap<number, RecordedConstant>;
  /** One per input of each plan, plan after plan. */
  readonly feeds: ReadonlyMap<number, RecordedTensor>;
  /** Numbers of the tensors that each plan gives out. */
  readonly results: readonly (readonly number[])[];
}

/**
 * Runs plans, kernel by kernel and one after the other, and writes down what TensorFlow is asked to do. No number is given to two tensors.
 * @throws what a kernel throws
 */
export function record(backend: NativeBackend, pieces: readonly Piece[]): Recording {
  const { binding } = backend;
  const operations: RecordedOperation[] = [];
  const constants = new Map<number, RecordedConstant>();
  const feeds = new Map<number, RecordedTensor>();
  const idsOf = (tensors: readonly KernelTensor[]): number[] => backend.getInputTensorIds(tensors);
  const described = ({ shape, dtype }: KernelTensor): RecordedTensor => ({ shape: [...shape], dtype: dataTypes[dtype as KernelType] });
  // The addon's own properties cannot be replaced, but another object can stand before them.
  const recorder = Object.create(binding, {
    executeOp: {
      value: (name: string, attributes: readonly OperationAttribute[], inputs: readonly number[], outputCount: number) => {
        const outputs = binding.executeOp(name, attributes, inputs, outputCount);
        operations.push({ name, attributes: attributes.map((attribute) => ({ ...attribute })), inputs: [...inputs], outputs });
        return outputs;
      },
    },
    createTensor: {
      value: (shape: readonly number[], dtype: number, numbers: Numbers) => {
        const id = binding.createTensor(shape, dtype, numbers);
        const kept = numbers.slice();
        constants.set(id, { shape: [...shape], dtype, numbers: () => kept });
        return id;
      },
    },
  }) as Binding;

  const results = pieces.map(({ plan, upload }) => {
    const tensors = upload();
    idsOf(tensors).forEach((id, i) => feeds.set(id, described(tensors[i]!)));
    idsOf(plan.constants).forEach((id, i) => {
      const constant = plan.constants[i]!;
      // The numbers that a plan keeps are of the three types above.
      constants.set(id, { ...described(constant), tensor: id, numbers: () => (constant.size === 0 ? new Float32Array() : constant.dataSync() as Numbers) });
    });
    backend.binding = recorder;
    try {
      return plan.run(tensors, (output) => idsOf([output])[0]!);
    } finally {
      backend.binding = binding;
    }
  });
  return { operations, constants, feeds, results };
}

/** Operations by the numbers of what they read; a result is also read by whoever asked for it. */
export function readersOf({ operations, results }: Recording): ReadonlyMap<number, readonly (RecordedOperation | undefined)[]> {
  const readers = new Map<number, (RecordedOperation | undefined)[]>();
  const add = (id: number, reader: RecordedOperation | undefined): void => {
    const known = readers.get(id);
    if (known === undefined) readers.set(id, [reader]);
    else known.push(reader);
  };
  for (const operation of operations) for (const id of operation.inputs) add(id, operation);
  for (const id of results.flat()) add(id, undefined);
  return readers;
}

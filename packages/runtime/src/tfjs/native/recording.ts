import type { Tensor as KernelTensor } from '@tensorflow/tfjs-core';
import type { Plan } from '../plan.ts';
import type { Binding, Numbers, OperationAttribute } from './binding.ts';

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
  readonly outputs: readonly number[];
}

export interface RecordedTensor {
  readonly shape: readonly number[];
  /** Number of TensorFlow's DataType. */
  readonly dtype: number;
}

/** A tensor that is the same in every run. */
export interface RecordedConstant extends RecordedTensor {
  readonly numbers: Numbers;
}

/** What a plan executes: its kernels call one or several of TensorFlow's operations each. */
export interface Recording {
  readonly operations: readonly RecordedOperation[];
  /** By the tensor's number: weights, and the shapes and axes that kernels make. */
  readonly constants: ReadonlyMap<number, RecordedConstant>;
  /** One per input of the plan. */
  readonly feeds: ReadonlyMap<number, RecordedTensor>;
  /** Numbers of the tensors that the plan gives out. */
  readonly results: readonly number[];
}

/**
 * Runs a plan, kernel by kernel, and writes down what TensorFlow is asked to do.
 * @param feeds one per input; they belong to the plan from here on.
 * @throws what a kernel throws
 */
export function record(backend: NativeBackend, plan: Plan, feeds: readonly KernelTensor[]): Recording {
  const { binding } = backend;
  const dtypes: Readonly<Record<string, number>> = { float32: 1, int32: 3, bool: 10 };
  const operations: RecordedOperation[] = [];
  const constants = new Map<number, RecordedConstant>();
  const idsOf = (tensors: readonly KernelTensor[]): number[] => backend.getInputTensorIds(tensors);
  const described = ({ shape, dtype }: KernelTensor): RecordedTensor => ({ shape: [...shape], dtype: dtypes[dtype]! });
  const fed = new Map(idsOf(feeds).map((id, i) => [id, described(feeds[i]!)]));
  // The numbers that a plan keeps are of the three types above.
  idsOf(plan.constants).forEach((id, i) => {
    const constant = plan.constants[i]!;
    constants.set(id, { ...described(constant), numbers: constant.size === 0 ? new Float32Array() : constant.dataSync() as Numbers });
  });

  // The addon's own properties cannot be replaced, but another object can stand before them.
  backend.binding = Object.create(binding, {
    executeOp: {
      value: (name: string, attributes: readonly OperationAttribute[], inputs: readonly number[], outputCount: number) => {
        const outputs = binding.executeOp(name, attributes, inputs, outputCount);
        operations.push({ name, attributes: attributes.map((attribute) => ({ ...attribute })), inputs: [...inputs], outputs: outputs.map(({ id }) => id) });
        return outputs;
      },
    },
    createTensor: {
      value: (shape: readonly number[], dtype: number, numbers: Numbers) => {
        const id = binding.createTensor(shape, dtype, numbers);
        constants.set(id, { shape: [...shape], dtype, numbers: numbers.slice() });
        return id;
      },
    },
  }) as Binding;
  try {
    const results = plan.run(feeds, (output) => idsOf([output])[0]!);
    return { operations, constants, feeds: fed, results };
  } finally {
    backend.binding = binding;
  }
}

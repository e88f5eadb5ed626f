import type { ElementType, Tensor, TensorData } from '@lookalike/graph';
import type { OnnxValue, Tensor as OrtTensor } from 'onnxruntime-node';
import type { OnnxRuntime } from './library.ts';

const elementTypes: ReadonlySet<string> = new Set<ElementType>(['float32', 'float16', 'float64', 'int8', 'uint8', 'int32', 'int64', 'bool']);

/** Wraps a tensor for ONNX Runtime; the memory is shared, not copied. */
export function toOrt(ort: OnnxRuntime, { type, data, shape }: Tensor): OrtTensor {
  return new ort.Tensor(type, data, shape);
}

/** Unwraps a result of ONNX Runtime, which is already in memory of its own. */
export function fromOrt(value: OnnxValue): Tensor {
  if (!('dims' in value) || !elementTypes.has(value.type)) throw new TypeError(`ONNX Runtime returned a value of type ${value.type}, which no graph of Lookalike has.`);
  // The check above makes `type` one of ours, and the data of those types is one of ours too.
  return { type: value.type as ElementType, shape: value.dims, data: value.data as TensorData };
}

/** Numbers of TensorFlow's DataType, by the names that TensorFlow.js has for them. */
export const dataTypes = { float32: 1, int32: 3, bool: 10 } as const;

/** A tensor of the addon, by its number. */
export interface TensorInfo {
  readonly id: number;
  readonly shape: readonly number[];
  /** Number of TensorFlow's DataType. */
  readonly dtype: number;
}

/** An attribute of an operation; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

/** Numbers of TensorFlow's types of attributes. */
export interface AttributeTypes {
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
}

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** The addon of tfjs-node 4.22, as far as it is used here. Tensors stay until they are deleted. @see src/tfjs_binding.ts of the package */
export interface Binding extends AttributeTypes {
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, numbers: Numbers): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Numbers;
  executeOp(name: string, attributes: readonly OperationAttribute[], inputs: readonly number[], outputCount: number): TensorInfo[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** @param inputNames and `outputNames` are separated by commas. */
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): TensorInfo[];
}

/** The operators that a graph may contain. Adding a name here does not compile until `index.ts` has its rule. */
export type OperatorName =
  | 'Abs' | 'Add' | 'And' | 'AveragePool' | 'BatchNormalization' | 'Cast' | 'Ceil' | 'Clip'
  | 'Concat' | 'ConstantOfShape' | 'Conv' | 'ConvTranspose' | 'DepthToSpace' | 'Div' | 'Equal' | 'Erf'
  | 'Exp' | 'Expand' | 'Flatten' | 'Floor' | 'Gather' | 'Gemm' | 'GlobalAveragePool' | 'Greater'
  | 'GreaterOrEqual' | 'Identity' | 'Less' | 'LessOrEqual' | 'Log' | 'LogSoftmax' | 'MatMul' | 'Max'
  | 'MaxPool' | 'Min' | 'Mul' | 'Neg' | 'Not' | 'Or' | 'Pad' | 'Pow'
  | 'Range' | 'Reciprocal' | 'ReduceL2' | 'ReduceMax' | 'ReduceMean' | 'ReduceMin' | 'ReduceProd' | 'ReduceSum'
  | 'Relu' | 'Reshape' | 'Shape' | 'Sigmoid' | 'Sign' | 'Size' | 'Slice' | 'Softmax'
  | 'Split' | 'Sqrt' | 'Squeeze' | 'Sub' | 'Sum' | 'Tanh' | 'Tile' | 'Transpose'
  | 'Unsqueeze' | 'Where';

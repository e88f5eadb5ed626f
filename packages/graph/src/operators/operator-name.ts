/** The operators that a graph may contain. Adding a name here does not compile until `index.ts` has its rule. */
export type OperatorName =
  | 'Abs' | 'Acos' | 'Acosh' | 'Add' | 'And' | 'Asin' | 'Asinh' | 'Atan'
  | 'Atanh' | 'AveragePool' | 'BatchNormalization' | 'Cast' | 'Ceil' | 'Clip' | 'Concat' | 'ConstantOfShape'
  | 'Conv' | 'ConvTranspose' | 'Cos' | 'Cosh' | 'CumSum' | 'DepthToSpace' | 'Div' | 'Elu'
  | 'Equal' | 'Erf' | 'Exp' | 'Expand' | 'Flatten' | 'Floor' | 'Gather' | 'GatherElements'
  | 'GatherND' | 'Gelu' | 'Gemm' | 'GlobalAveragePool' | 'GlobalMaxPool' | 'Greater' | 'GreaterOrEqual' | 'GroupNormalization'
  | 'HardSigmoid' | 'HardSwish' | 'Identity' | 'InstanceNormalization' | 'LRN' | 'LayerNormalization' | 'LeakyRelu' | 'Less'
  | 'LessOrEqual' | 'Log' | 'LogSoftmax' | 'MatMul' | 'Max' | 'MaxPool' | 'Min' | 'Mod'
  | 'Mul' | 'Neg' | 'Not' | 'Or' | 'PRelu' | 'Pad' | 'Pow' | 'Range'
  | 'Reciprocal' | 'ReduceL2' | 'ReduceMax' | 'ReduceMean' | 'ReduceMin' | 'ReduceProd' | 'ReduceSum' | 'Relu'
  | 'Reshape' | 'Resize' | 'Round' | 'ScatterElements' | 'ScatterND' | 'Selu' | 'Shape' | 'Sigmoid'
  | 'Sign' | 'Sin' | 'Sinh' | 'Size' | 'Slice' | 'Softmax' | 'Softplus' | 'SpaceToDepth'
  | 'Split' | 'Sqrt' | 'Squeeze' | 'Sub' | 'Sum' | 'Tan' | 'Tanh' | 'Tile'
  | 'TopK' | 'Transpose' | 'Unsqueeze' | 'Where';

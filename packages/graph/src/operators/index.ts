import { Abs } from './abs.ts';
import { Acos } from './acos.ts';
import { Acosh } from './acosh.ts';
import { Add } from './add.ts';
import { And } from './and.ts';
import { Asin } from './asin.ts';
import { Asinh } from './asinh.ts';
import { Atan } from './atan.ts';
import { Atanh } from './atanh.ts';
import { AveragePool } from './average-pool.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { Cast } from './cast.ts';
import { Ceil } from './ceil.ts';
import { Clip } from './clip.ts';
import { Concat } from './concat.ts';
import { ConstantOfShape } from './constant-of-shape.ts';
import { Conv } from './conv.ts';
import { ConvTranspose } from './conv-transpose.ts';
import { Cos } from './cos.ts';
import { Cosh } from './cosh.ts';
import { CumSum } from './cum-sum.ts';
import { DepthToSpace } from './depth-to-space.ts';
import { Div } from './div.ts';
import { Elu } from './elu.ts';
import { Equal } from './equal.ts';
import { Erf } from './erf.ts';
import { Exp } from './exp.ts';
import { Expand } from './expand.ts';
import { Flatten } from './flatten.ts';
import { Floor } from './floor.ts';
import { Gather } from './gather.ts';
import { GatherElements } from './gather-elements.ts';
import { GatherND } from './gather-nd.ts';
import { Gelu } from './gelu.ts';
import { Gemm } from './gemm.ts';
import { GlobalAveragePool } from './global-average-pool.ts';
import { GlobalMaxPool } from './global-max-pool.ts';
import { Greater } from './greater.ts';
import { GreaterOrEqual } from './greater-or-equal.ts';
import { GroupNormalization } from './group-normalization.ts';
import { HardSigmoid } from './hard-sigmoid.ts';
import { HardSwish } from './hard-swish.ts';
import { Identity } from './identity.ts';
import { InstanceNormalization } from './instance-normalization.ts';
import { LayerNormalization } from './layer-normalization.ts';
import { LeakyRelu } from './leaky-relu.ts';
import { Less } from './less.ts';
import { LessOrEqual } from './less-or-equal.ts';
import { Log } from './log.ts';
import { LogSoftmax } from './log-softmax.ts';
import { LRN } from './lrn.ts';
import { MatMul } from './mat-mul.ts';
import { Max } from './max.ts';
import { MaxPool } from './max-pool.ts';
import { Min } from './min.ts';
import { Mod } from './mod.ts';
import { Mul } from './mul.ts';
import { Neg } from './neg.ts';
import { Not } from './not.ts';
import { Or } from './or.ts';
import { Pad } from './pad.ts';
import { Pow } from './pow.ts';
import { PRelu } from './prelu.ts';
import { Range } from './range.ts';
import { Reciprocal } from './reciprocal.ts';
import { ReduceL2 } from './reduce-l2.ts';
import { ReduceMax } from './reduce-max.ts';
import { ReduceMean } from './reduce-mean.ts';
import { ReduceMin } from './reduce-min.ts';
import { ReduceProd } from './reduce-prod.ts';
import { ReduceSum } from './reduce-sum.ts';
import { Relu } from './relu.ts';
import { Reshape } from './reshape.ts';
import { Resize } from './resize.ts';
import { Round } from './round.ts';
import { ScatterElements } from './scatter-elements.ts';
import { ScatterND } from './scatter-nd.ts';
import { Selu } from './selu.ts';
import { Shape } from './shape.ts';
import { Sigmoid } from './sigmoid.ts';
import { Sign } from './sign.ts';
import { Sin } from './sin.ts';
import { Sinh } from './sinh.ts';
import { Size } from './size.ts';
import { Slice } from './slice.ts';
import { Softmax } from './softmax.ts';
import { Softplus } from './softplus.ts';
import { SpaceToDepth } from './space-to-depth.ts';
import { Split } from './split.ts';
import { Sqrt } from './sqrt.ts';
import { Squeeze } from './squeeze.ts';
import { Sub } from './sub.ts';
import { Sum } from './sum.ts';
import { Tan } from './tan.ts';
import { Tanh } from './tanh.ts';
import { Tile } from './tile.ts';
import { TopK } from './top-k.ts';
import { Transpose } from './transpose.ts';
import { Unsqueeze } from './unsqueeze.ts';
import { Where } from './where.ts';
import type { OperatorDefinition } from './definition.ts';

/** Every operator that a graph may contain: one entry, one file. */
export const operators = {
  Abs,
  Acos,
  Acosh,
  Add,
  And,
  Asin,
  Asinh,
  Atan,
  Atanh,
  AveragePool,
  BatchNormalization,
  Cast,
  Ceil,
  Clip,
  Concat,
  ConstantOfShape,
  Conv,
  ConvTranspose,
  Cos,
  Cosh,
  CumSum,
  DepthToSpace,
  Div,
  Elu,
  Equal,
  Erf,
  Exp,
  Expand,
  Flatten,
  Floor,
  Gather,
  GatherElements,
  GatherND,
  Gelu,
  Gemm,
  GlobalAveragePool,
  GlobalMaxPool,
  Greater,
  GreaterOrEqual,
  GroupNormalization,
  HardSigmoid,
  HardSwish,
  Identity,
  InstanceNormalization,
  LRN,
  LayerNormalization,
  LeakyRelu,
  Less,
  LessOrEqual,
  Log,
  LogSoftmax,
  MatMul,
  Max,
  MaxPool,
  Min,
  Mod,
  Mul,
  Neg,
  Not,
  Or,
  PRelu,
  Pad,
  Pow,
  Range,
  Reciprocal,
  ReduceL2,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceProd,
  ReduceSum,
  Relu,
  Reshape,
  Resize,
  Round,
  ScatterElements,
  ScatterND,
  Selu,
  Shape,
  Sigmoid,
  Sign,
  Sin,
  Sinh,
  Size,
  Slice,
  Softmax,
  Softplus,
  SpaceToDepth,
  Split,
  Sqrt,
  Squeeze,
  Sub,
  Sum,
  Tan,
  Tanh,
  Tile,
  TopK,
  Transpose,
  Unsqueeze,
  Where,
} as const satisfies Readonly<Record<string, OperatorDefinition>>;

import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import type { Attribute, Shape } from '../graph.ts';
import { makeTensor } from '../tensor.ts';
import { operators } from './index.ts';
import type { OperatorName } from './operator-name.ts';

/** [operator, shapes of the inputs (int64 lists are constants), attributes, what the error says] */
type Fault = readonly [OperatorName, readonly (Shape | { readonly integers: readonly number[] })[], Readonly<Record<string, Attribute>>, RegExp];

const image: Shape = ['N', 3, 8, 8];

const faults: readonly Fault[] = [
  ['Add', [image, [4, 1, 1]], {}, /shapes \[\d+, 3, 8, 8\] and \[4, 1, 1\] do not broadcast/],
  ['Add', [image], {}, /takes 2 inputs and gives 1 outputs; it has 1 and 1/],
  ['Where', [image, image, image], {}, /the condition must be bool, got float32/],
  ['Clip', [image, [3]], {}, /the bounds must be scalars/],
  ['Conv', [image, [8, 4, 3, 3]], {}, /input has 3 channels, weights want 4\. Transpose NHWC inputs to \[N, C, H, W\] first/],
  ['Conv', [image, [8, 3, 3, 3]], { group: 2 }, /input has 3 channels, weights want 6 \(2 groups of 3\)/],
  ['Conv', [image, [8, 3, 3, 3], [7]], {}, /bias must have shape \[8\], got \[7\]/],
  ['Conv', [image, [8, 3, 9, 9]], {}, /a window of 9 does not fit into 8/],
  ['Conv', [image, [8, 3, 3, 3]], { strides: [0, 1] }, /strides and dilations must be at least 1/],
  ['Conv', [image, [8, 3, 3, 3]], { pads: [1, 1] }, /pads must have 4 entries for 2 spatial axes, got 2/],
  ['ConvTranspose', [image, [8, 3, 3, 3]], {}, /input has 3 channels, weights want 8/],
  ['MaxPool', [['N', 3]], { kernel_shape: [2, 2] }, /input must be \[N, C, H, W\] or \[N, C, L\], got 2 axes/],
  ['MaxPool', [image], {}, /attribute kernel_shape must be a list of whole numbers, it is missing/],
  ['AveragePool', [image], { kernel_shape: [2] }, /kernel_shape must have 2 entries/],
  ['BatchNormalization', [image, [3], [3], [4], [3]], {}, /mean must have shape \[3\], one value per channel, got \[4\]/],
  ['BatchNormalization', [image, [3], [3], [3], [3]], { training_mode: 1 }, /model\.eval\(\)/],
  ['Gemm', [['N', 4], [5, 3]], {}, /a matrix with 4 columns does not multiply one with 5 rows/],
  ['Gemm', [['N', 4], [4, 3], [2]], {}, /C \[2\] does not broadcast/],
  ['Gemm', [image, [4, 3]], {}, /both factors must be matrices/],
  ['MatMul', [['N', 4], [5, 3]], {}, /do not multiply/],
  ['Reshape', [image, { integers: [0, 100] }], {}, /cannot be reshaped to \[0, 100\]/],
  ['Reshape', [image, { integers: [-1, -1] }], {}, /\[-1, -1\] is not a shape/],
  ['Reshape', [image, image], {}, /must be known before the graph runs/],
  ['Flatten', [image], { axis: 5 }, /axis 5 is outside of a value with 4 axes/],
  ['Squeeze', [image, { integers: [1] }], {}, /axis 1 has size 3/],
  ['Unsqueeze', [image, { integers: [0, 0] }], {}, /an axis is named twice/],
  ['Transpose', [image], { perm: [0, 1] }, /must name each of 4 axes once/],
  ['Concat', [image, ['N', 3, 8, 9]], { axis: 1 }, /differ outside of axis 1/],
  ['Slice', [image, { integers: [0] }, { integers: [1] }, { integers: [1] }, { integers: [0] }], {}, /a step of 0 is not a slice/],
  ['Gather', [image, { integers: [3] }], { axis: 1 }, /an index is outside of axis 1, which has size 3/],
  ['Split', [image, { integers: [1, 1] }], { axis: 1 }, /do not make up axis 1/],
  ['Expand', [image, { integers: [2, 1, 1] }], {}, /does not broadcast/],
  ['Tile', [image, { integers: [1, 2] }], {}, /one count per axis/],
  ['Pad', [image, { integers: [1, 1] }], {}, /pads must have 8 entries, begins then ends, got 2/],
  ['Pad', [image, { integers: [0, 0, 8, 0, 0, 0, 0, 0] }], { mode: 'reflect' }, /reflection by 8 needs more than 8 entries/],
  ['Pad', [image, { integers: [0, 0, 0, 0, 0, 0, 0, 0] }], { mode: 'mirror' }, /attribute mode must be one of constant, reflect, edge, wrap, got "mirror"/],
  ['Softmax', [image], { axis: 4 }, /axis 4 is outside/],
  ['ReduceSum', [image, { integers: [4] }], {}, /axis 4 is outside/],
  ['PRelu', [['N', 3, 8, 1], [8]], {}, /the slope \[8\] must broadcast to the input/],
  ['Gelu', [image], { approximate: 'sigmoid' }, /attribute approximate must be one of none, tanh/],
  ['LeakyRelu', [image], { alpha: 'big' }, /attribute alpha must be a number/],
  ['LayerNormalization', [image, [7]], {}, /scale \[7\] must broadcast to the input/],
  ['LayerNormalization', [image, [8], [3]], {}, /bias \[3\] must broadcast to the input/],
  ['LayerNormalization', [image, [8]], { axis: 4 }, /axis 4 is outside/],
  ['InstanceNormalization', [image, [3], [4]], {}, /bias must have shape \[3\], one value per channel, got \[4\]/],
  ['GroupNormalization', [image, [3], [3]], { num_groups: 2 }, /3 channels do not divide into 2 groups/],
  ['GroupNormalization', [image, [2], [3]], { num_groups: 1 }, /scale must have shape \[3\]/],
  ['GlobalMaxPool', [['N', 3]], {}, /at least one spatial axis, got 2 axes/],
  ['SpaceToDepth', [image], { blocksize: 3 }, /must be \[N, C, H·3, W·3\]/],
  ['LRN', [image], { size: 0 }, /size must be odd and at least 1, got 0/],
  ['LRN', [image], { size: 4 }, /size must be odd and at least 1, got 4/],
  ['CumSum', [image, { integers: [4] }], {}, /axis 4 is outside/],
  ['Resize', [image], {}, /either scales or sizes must be given/],
  ['Resize', [image, { integers: [] }, { integers: [1, 2] }], {}, /\[1, 2\] must have one positive entry for each of 4 axes/],
  ['Resize', [image, { integers: [] }, { integers: [1, 1, 2, 2] }], { antialias: 1 }, /antialias needs the mode linear or cubic/],
  ['GatherElements', [[2, 3], { integers: [0] }], { axis: 1 }, /indices \[1\] must have the axes of the input \[2, 3\]/],
  ['GatherElements', [[3], { integers: [0, 3] }], {}, /an index is outside of axis 0, which has size 3/],
  ['ScatterElements', [[3], { integers: [0, -4] }, [2]], {}, /an index is outside of axis 0, which has size 3/],
  ['ScatterElements', [[3], { integers: [0, 1] }, [3]], {}, /updates \[3\] must have the shape of the indices \[2\]/],
  ['ScatterElements', [[3], { integers: [0] }, [1]], { reduction: 'max' }, /attribute reduction must be one of none, add, got "max"/],
  ['GatherND', [[3, 4], { integers: [1, 4] }], {}, /an index is outside of axis 1, which has size 4/],
  ['GatherND', [[3], { integers: [1, 1] }], {}, /tuples of 2 indices do not point into \[3\]/],
  ['GatherND', [[3, 4], { integers: [1] }], { batch_dims: 1 }, /must agree on 1 leading axes/],
  ['ScatterND', [[3, 4], { integers: [1] }, [3]], {}, /updates \[3\] must have shape \[4\]/],
  ['Mod', [image, image], {}, /floating numbers need fmod=1/],
  ['TopK', [image, { integers: [9] }], {}, /k must be one number from 0 to 8, the size of axis 3, got \[9\]/],
  ['TopK', [image, image], {}, /must be known before the graph runs/],
  ['Tan', [image, image], {}, /takes 1 inputs/],
  ['DepthToSpace', [image], { blocksize: 2 }, /must be \[N, C·4, H, W\]/],
];

describe('an operator given wrong inputs says what is wrong', () => {
  faults.forEach(([operator, inputs, attributes, message], i) => {
    it(`${operator}, case ${i}: ${message.source}`, () => {
      const b = new GraphBuilder();
      const names = inputs.map((input, at) => ('integers' in input
        ? b.constant(makeTensor('int64', [input.integers.length], input.integers))
        : b.input(`x${at}`, { type: 'float32', shape: input as Shape })));
      const outputs = operators[operator].outputs[0];
      expect(() => b.append(operator, names, attributes, { name: 'here', outputs })).toThrow(message);
      expect(() => b.append(operator, names, attributes, { name: 'here', outputs })).toThrow(new RegExp(`${operator} "here`));
    });
  });
});

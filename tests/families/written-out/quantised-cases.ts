import type { OnnxNode, OnnxTensor } from '../../../packages/network/src/testing/onnx-file.ts';
import { floats, one, sines } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const small = (name: string, type: number, dims: readonly number[], values: readonly number[]): OnnxTensor => ({ name, dims, type, integers: values });
const pair = (scale: string, zero?: string): readonly OnnxNode[] => {
  const parameters = zero === undefined ? [scale] : [scale, zero];
  return [{ operator: 'QuantizeLinear', inputs: ['x', ...parameters], outputs: ['q'] }, one('DequantizeLinear', {}, ['q', ...parameters])];
};
const weightOf = (attributes: NonNullable<OnnxNode['attributes']>, parameters: readonly string[]): readonly OnnxNode[] => [
  { operator: 'DequantizeLinear', inputs: ['w', ...parameters], outputs: ['f'], attributes }, one('Mul', {}, ['x', 'f']),
];
const bytes = Array.from({ length: 60 }, (_, i) => ((37 * i) % 251) - 125);

/** Values from [−2, 2]; scales are so small that some lie outside of the range. A rounding has no slope; its surrogate has a test of its own. */
export const quantisedCases: readonly WrittenOut[] = ([
  { name: 'QuantizeLinear to uint8, and back', nodes: pair('s', 'z'), weights: [floats('s', [], [0.011]), small('z', 2, [], [120])] },
  { name: 'QuantizeLinear to int8, and back', nodes: pair('s', 'z'), weights: [floats('s', [], [0.011]), small('z', 3, [], [-7])] },
  { name: 'QuantizeLinear without a zero point, and back', nodes: pair('s'), weights: [floats('s', [], [0.005])] },
  { name: 'QuantizeLinear to int16, and back', opset: 21, nodes: pair('s', 'z'), weights: [floats('s', [], [5e-5]), { name: 'z', dims: [], type: 5, integers: [11] }] },
  { name: 'QuantizeLinear to uint16, and back', opset: 21, nodes: pair('s', 'z'), weights: [floats('s', [], [5e-5]), { name: 'z', dims: [], type: 4, integers: [30_000] }] },
  { name: 'QuantizeLinear with a scale for each channel, and back', nodes: [{ operator: 'QuantizeLinear', inputs: ['x', 's', 'z'], outputs: ['q'], attributes: { axis: 1 } }, one('DequantizeLinear', { axis: 1 }, ['q', 's', 'z'])], weights: [floats('s', [4], [0.01, 0.02, 0.005, 0.03]), small('z', 3, [4], [0, 0, 0, 0])] },
  { name: 'Quantised values exchanged, with another scale behind it', nodes: [{ operator: 'QuantizeLinear', inputs: ['x', 's', 'z'], outputs: ['q'] }, { operator: 'Transpose', inputs: ['q'], outputs: ['t'], attributes: { perm: [0, 2, 1, 3] } }, one('DequantizeLinear', {}, ['t', 'r', 'z'])], weights: [floats('s', [], [0.011]), floats('r', [], [0.5]), small('z', 2, [], [120])] },
  { name: 'DequantizeLinear of an int8 weight', nodes: weightOf({}, ['s', 'z']), weights: [small('w', 3, [4, 3, 5], bytes), floats('s', [], [0.02]), small('z', 3, [], [5])] },
  { name: 'DequantizeLinear of a weight with a scale for each channel', nodes: weightOf({ axis: 0 }, ['s', 'z']), weights: [small('w', 3, [4, 3, 5], bytes), floats('s', [4], [0.02, 0.1, 0.3, 0.01]), small('z', 3, [4], [5, -3, 0, 1])] },
  { name: 'DequantizeLinear of a weight with a scale for each block', opset: 21, nodes: weightOf({ axis: -1, block_size: 2 }, ['s', 'z']), weights: [small('w', 3, [4, 3, 5], bytes), sines('s', [4, 3, 3]), small('z', 3, [4, 3, 3], bytes.slice(0, 36))] },
  { name: 'DequantizeLinear of a weight of 4 bits', opset: 21, nodes: weightOf({ axis: 0 }, ['s']), weights: [{ name: 'w', dims: [3, 5], type: 22, raw: Uint8Array.of(0x21, 0x8f, 0x70, 0xc3, 0x5a, 0x19, 0xee, 0x07) }, floats('s', [3], [0.02, 0.1, 0.3])] },
  { name: 'DequantizeLinear of an int32 bias', nodes: weightOf({}, ['s']), weights: [small('w', 6, [5], [100_000, -7, 0, 3, 12_345_678]), floats('s', [], [1e-5])] },
] satisfies readonly WrittenOut[]).map((each) => ({ ...each, isFlat: !each.name.startsWith('Dequantize') }));

import { differentiate, evaluate, GraphBuilder, lastRectifier, makeTensor, surrogateGradients } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { inspectNetwork } from '../inspect-network.ts';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxFile, OnnxTensor } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

const scale: OnnxTensor = { name: 's', dims: [], floats: [0.5] };
const zero = (type: number, value: number): OnnxTensor => ({ name: 'z', dims: [], type, integers: [value] });
const pair = (zeroPoint: OnnxTensor, opset = 21): OnnxFile => ({
  opset, inputs: { x: ['N', 6] }, outputs: ['y'], weights: [scale, zeroPoint],
  nodes: [{ operator: 'QuantizeLinear', name: 'activation', inputs: ['x', 's', 'z'], outputs: ['q'] }, { operator: 'DequantizeLinear', inputs: ['q', 's', 'z'], outputs: ['y'] }],
});

describe('a quantised activation', () => {
  it('passes its gradient straight through inside its range, bounds included, and not outside', () => {
    const graph = readOnnx(onnxFile(pair(zero(22, -2))));
    const b = new GraphBuilder(graph);
    const sum = b.output(b.reduceSum('y', [1]));
    const { graph: whole, gradient } = differentiate(b.build(), { of: sum, withRespectTo: 'x' });
    // From −8 to 7 about −2, in steps of 0.5: from −3 to 4.5. torch.fake_quantize_per_tensor_affine(x, 0.5, −2, −8, 7) gives the same.
    const results = evaluate(whole, new Map([['x', makeTensor('float32', [1, 6], [-3.3, -3.2, 0.6, 4.7, 4.8, 100])]]), ['y', gradient]);
    expect([...results.get('y')!.data]).toEqual([-3, -3, 0.5, 4.5, 4.5, 4.5]);
    expect([...results.get(gradient)!.data]).toEqual([0, 1, 1, 1, 0, 0]);
  });

  it('is said so, with its nodes', () => {
    expect(surrogateGradients(readOnnx(onnxFile(pair(zero(2, 100)))))).toEqual([expect.objectContaining({ kind: 'quantised-activations', nodes: ['activation'] })]);
  });

  it('counts as a rectifier where nothing below 0 can be held, and only there', () => {
    expect(lastRectifier(readOnnx(onnxFile(pair(zero(2, 0)))))).toBeDefined();
    expect(lastRectifier(readOnnx(onnxFile(pair(zero(2, 100)))))).toBeUndefined();
    expect(lastRectifier(readOnnx(onnxFile(pair(zero(3, 0)))))).toBeUndefined();
  });

  it('is refused with zero points that differ, or of a type that is no whole number', () => {
    const several = { ...pair({ name: 'z', dims: [6], type: 3, integers: [1, 2, 3, 4, 5, 6] }), weights: [{ name: 's', dims: [6], floats: [1, 1, 1, 1, 1, 1] }, { name: 'z', dims: [6], type: 3, integers: [1, 2, 3, 4, 5, 6] }] };
    expect(() => readOnnx(onnxFile(several))).toThrow(expect.objectContaining({ code: 'graph.unsupported_quantisation' }));
    expect(() => readOnnx(onnxFile(pair({ name: 'z', dims: [], type: 17, raw: Uint8Array.of(0) })))).toThrow(expect.objectContaining({ code: 'graph.unsupported_type' }));
  });
});

describe('networks in other quantised forms', () => {
  it.each([['', 'QLinearConv', /QDQ format/], ['', 'DynamicQuantizeLinear', /QDQ format/], ['com.microsoft', 'QGemm', /QDQ format/], ['com.microsoft.nchwc', 'Conv', /ORT_ENABLE_EXTENDED/]])('%s %s is refused with what to do', (domain, operator, advice) => {
    const bytes = onnxFile({ inputs: { x: ['N', 3, 4, 4] }, outputs: ['y'], nodes: [{ operator, domain, inputs: ['x'], outputs: ['y'] }] });
    expect(() => readOnnx(bytes)).toThrow(advice);
    expect(inspectNetwork(new Map([['net.onnx', bytes]])).problems).toEqual([expect.objectContaining({ code: 'graph.unknown_operator', message: expect.stringMatching(advice) })]);
  });
});

import { evaluate, GraphBuilder, makeTensor, toDoubles } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { inspectNetwork, openNetwork, type ConstantInputs } from './index.ts';
import { withConstantInputs } from './constant-inputs.ts';
import { onnxFile } from './testing/onnx-file.ts';

const pixels = makeTensor('float32', [2, 1, 1, 3], [1, 2, 3, 4, 5, 6]);
/** x · gain + shift, with the shift for each image. */
const files = new Map([['net.onnx', onnxFile({
  nodes: [{ operator: 'Mul', inputs: ['x', 'gain'], outputs: ['m'] }, { operator: 'Concat', inputs: ['m', 'shift'], outputs: ['y'], attributes: { axis: 1 } }],
  inputs: { x: ['n', 1, 1, 3], gain: [], shift: ['n', 1, 1, 3] },
  outputs: ['y'],
})]]);
const run = (otherInputs: ConstantInputs): readonly number[] => {
  const graph = openNetwork(files, { otherInputs });
  expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  return [...toDoubles(evaluate(graph, new Map([['x', pixels]])).get(graph.outputs[0]!)!)];
};

describe('further inputs', () => {
  it('are constants, one number for all of an input or every one, repeated for each image', () => {
    expect(run({ gain: 2, shift: 7 })).toEqual([2, 4, 6, 7, 7, 7, 8, 10, 12, 7, 7, 7]);
    expect(run({ gain: [0.5], shift: [7, 8, 9] })).toEqual([0.5, 1, 1.5, 7, 8, 9, 2, 2.5, 3, 7, 8, 9]);
  });

  it('are part of what is guessed of preprocessing, which is stored', () => {
    expect(inspectNetwork(files, { otherInputs: { gain: 2, shift: [7, 8, 9] } }).network?.preprocessing.preprocessing).toMatchObject({ otherInputs: { gain: 2, shift: [7, 8, 9] } });
  });

  it('whose values are missing are named', () => {
    expect(inspectNetwork(files).problems).toMatchObject([{ code: 'graph.other_inputs_unknown' }]);
    expect(inspectNetwork(files, { otherInputs: { shift: 0 } }).problems).toMatchObject([{ code: 'graph.other_inputs_unknown', message: expect.stringContaining('which value "gain" has') }]);
  });

  it.each<[string, ConstantInputs, RegExp]>([
    ['a name that is none', { gain: 1, shift: 1, size: 3 }, /no input "size".*"x", "gain", "shift"/],
    ['too many numbers', { gain: [1, 2], shift: 1 }, /"gain" takes float32 \[\]: 1 numbers, and 2 are given/],
    ['too few numbers', { gain: 1, shift: [1, 2] }, /"shift" takes float32 \[1, 1, 3\]: 3 numbers/],
  ])('are refused for %s', (_name, otherInputs, message) => {
    expect(() => openNetwork(files, { otherInputs })).toThrow(expect.objectContaining({ code: 'graph.bad_constant_input', message: expect.stringMatching(message) }));
  });

  it('are whole, true or false where the file’s are', () => {
    const graph = (type: 'int64' | 'bool' | 'uint8') => {
      const b = new GraphBuilder();
      b.output(b.mul(b.input('x', { type: 'float32', shape: ['N', 1, 1, 3] }), b.cast(b.input('c', { type, shape: [] }), 'float32')));
      return b.build();
    };
    for (const [type, value] of [['int64', 0.5], ['bool', 2], ['uint8', 256], ['uint8', -1]] as const) {
      expect(() => withConstantInputs(graph(type), { c: value })).toThrow(expect.objectContaining({ code: 'graph.bad_constant_input' }));
    }
    expect(withConstantInputs(graph('int64'), { c: -3 }).constants.get('c')?.data).toEqual(BigInt64Array.of(-3n));
  });

  it('get names that the graph does not have', () => {
    const b = new GraphBuilder();
    const [x, shift] = [b.input('x', { type: 'float32', shape: ['N', 3] }), b.input('shift', { type: 'float32', shape: ['N', 3] })];
    b.append('Add', [x, shift], {}, { name: 'shift/images', outputs: ['shift/value'] });
    b.append('Neg', ['shift/value'], {}, { name: 'shift/each', outputs: ['shift/shape'] });
    b.output('shift/shape');
    const graph = withConstantInputs(b.build(), { shift: [1, 2, 3] });
    expect([...evaluate(graph, new Map([['x', makeTensor('float32', [2, 3], [0, 0, 0, 1, 1, 1])]])).get('shift/shape')!.data]).toEqual([-1, -2, -3, -2, -3, -4]);
    expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(graph.nodes.length);
  });
});

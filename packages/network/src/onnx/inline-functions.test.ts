import { evaluate, makeTensor } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxFile, OnnxFunction, OnnxNode } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';

const call = (operator: string, inputs: readonly string[], outputs: readonly string[], attributes: OnnxNode['attributes'] = {}): OnnxNode => ({ operator, domain: 'ours', name: `call of ${operator}`, inputs, outputs, attributes });
const node = (operator: string, inputs: readonly string[], outputs: readonly string[], attributes: OnnxNode['attributes'] = {}): OnnxNode => ({ operator, inputs, outputs, attributes });
const ours = (name: string, inputs: readonly string[], outputs: readonly string[], nodes: readonly OnnxNode[], rest: Partial<OnnxFunction> = {}): OnnxFunction => ({ domain: 'ours', name, inputs, outputs, nodes, ...rest });

/** What the file computes of −1 and 2. */
function values(file: OnnxFile): number[] {
  const graph = readOnnx(onnxFile({ inputs: { x: ['N', 2] }, outputs: ['y'], domains: { ours: 1 }, ...file }));
  return Array.from(evaluate(graph, new Map([['x', makeTensor('float32', [1, 2], [-1, 2])]])).values().next().value!.data, Number);
}

describe('functions that a file defines', () => {
  it('are put in the place of their calls, each with values of its own', () => {
    const twice = ours('Twice', ['a'], ['b'], [node('Add', ['a', 'a'], ['t']), node('Identity', ['t'], ['b'])]);
    // "t" is taken outside as well, and so is the name that the first call would give it.
    const nodes = [node('Neg', ['x'], ['t']), call('Twice', ['t'], ['u']), node('Neg', ['u'], ['call of Twice/t']), call('Twice', ['call of Twice/t'], ['y'])];
    expect(values({ nodes, functions: [twice] })).toEqual([-4, 8]);
  });

  it('call other functions, and are passed attributes, with defaults', () => {
    const leaky = ours('Leaky', ['a'], ['b'], [node('LeakyRelu', ['a'], ['b'], { alpha: { reference: 'slope', type: 1 } })], { defaults: { slope: { float: 0.5 } } });
    const outer = ours('Outer', ['a'], ['b'], [call('Leaky', ['a'], ['b'], { slope: { reference: 'steepness', type: 1 } })]);
    expect(values({ nodes: [call('Leaky', ['x'], ['y'])], functions: [leaky] })).toEqual([-0.5, 2]);
    expect(values({ nodes: [call('Outer', ['x'], ['y'], { steepness: { float: 0.25 } })], functions: [leaky, outer] })).toEqual([-0.25, 2]);
    // Given by nobody, it is the default of the function that has one, or the operator's own.
    expect(values({ nodes: [call('Outer', ['x'], ['y'])], functions: [leaky, outer] })).toEqual([-0.5, 2]);
    expect(values({ nodes: [call('Leaky', ['x'], ['y'])], functions: [{ ...leaky, defaults: {} }] })[0]).toBeCloseTo(-0.01);
  });

  it('may be called without an optional input, and pass an input through', () => {
    const bounded = ours('Bounded', ['a', 'least', 'most'], ['b', 'a'], [node('Clip', ['a', 'least', 'most'], ['b'])]);
    const weights = [{ name: 'one', dims: [], floats: [1] }];
    expect(values({ nodes: [call('Bounded', ['x', '', 'one'], ['y'])], functions: [bounded], weights })).toEqual([-1, 1]);
    expect(values({ nodes: [call('Bounded', ['x', 'one'], ['y'])], functions: [bounded], weights })).toEqual([1, 2]);
    expect(values({ nodes: [call('Bounded', ['x', 'one'], ['', 'y'])], functions: [bounded], weights })).toEqual([-1, 2]);
  });

  it('are read in the operator set that they say', () => {
    // In opset 12 the axes of Squeeze are an attribute.
    const old = ours('Old', ['a'], ['b'], [node('Unsqueeze', ['a'], ['t'], { axes: [0] }), node('Squeeze', ['t'], ['b'], { axes: [0] })], { opset: 12 });
    expect(values({ nodes: [call('Old', ['x'], ['y'])], functions: [old], opset: 17 })).toEqual([-1, 2]);
    expect(() => values({ nodes: [call('Old', ['x'], ['y'])], functions: [{ ...old, opset: 99 }] })).toThrow(/ONNX opset 99; 9 to 25 are supported/);
  });

  it('have branches that read their values', () => {
    const chosen = ours('Chosen', ['a', 'c'], ['b'], [node('Neg', ['a'], ['n']), node('If', ['c'], ['b'], {
      then_branch: { graph: { nodes: [node('Add', ['n', 'n'], ['r'])], outputs: ['r'] } },
      else_branch: { graph: { nodes: [node('Identity', ['n'], ['r'])], outputs: ['r'] } },
    })]);
    const weights = [{ name: 'yes', dims: [], type: 9, raw: Uint8Array.of(1) }, { name: 'no', dims: [], type: 9, raw: Uint8Array.of(0) }];
    expect(values({ nodes: [call('Chosen', ['x', 'yes'], ['h']), call('Chosen', ['h', 'no'], ['y'])], functions: [chosen], weights })).toEqual([-2, 4]);
  });

  it('may be called within a branch', () => {
    const twice = ours('Twice', ['a'], ['b'], [node('Add', ['a', 'a'], ['b'])]);
    const branch = { graph: { nodes: [call('Twice', ['x'], ['r'])], outputs: ['r'] } };
    expect(values({ nodes: [node('If', ['yes'], ['y'], { then_branch: branch, else_branch: branch })], functions: [twice], weights: [{ name: 'yes', dims: [], type: 9, raw: Uint8Array.of(1) }] })).toEqual([-2, 4]);
  });

  it('are refused where they call themselves, or stand for too many nodes', () => {
    const self = ours('Self', ['a'], ['b'], [call('Self', ['a'], ['b'])]);
    expect(() => values({ nodes: [call('Self', ['x'], ['y'])], functions: [self] })).toThrow(expect.objectContaining({ code: 'graph.recursive_function' }));
    // Each calls the next one ten times.
    const tenTimes = (name: string): OnnxNode[] => Array.from({ length: 10 }, (_, i) => call(name, [i === 0 ? 'a' : `t${i}`], [i === 9 ? 'b' : `t${i + 1}`]));
    const many = Array.from({ length: 6 }, (_, i) => ours(`F${i}`, ['a'], ['b'], tenTimes(`F${i + 1}`)));
    expect(() => values({ nodes: [call('F0', ['x'], ['y'])], functions: [...many, ours('F6', ['a'], ['b'], [node('Neg', ['a'], ['b'])])] })).toThrow(/stand for more than 100000 nodes/);
    expect(() => values({ nodes: [call('Self', ['x', 'x'], ['y'])], functions: [self] })).toThrow(expect.objectContaining({ code: 'graph.bad_arity' }));
  });
});

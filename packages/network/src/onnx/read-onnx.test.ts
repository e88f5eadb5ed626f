import { evaluate, GraphError, inferTypes, makeTensor } from '@lookalike/graph';
import { readFileSync } from 'node:fs';
import { createRandom } from '@lookalike/random';
import { describe, expect, it } from 'vitest';
import { onnxFile } from '../testing/onnx-file.ts';
import type { OnnxFile, OnnxGraph, OnnxNode } from '../testing/onnx-file.ts';
import { readOnnx } from './read-onnx.ts';
import type { ReadOnnxOptions } from './read-onnx.ts';

const golden = (name: string): Buffer => readFileSync(new URL(`../goldens/${name}`, import.meta.url));

/** One Relu; what a test is about is written over it. */
const relu: OnnxNode = { operator: 'Relu', name: 'rectify', inputs: ['x'], outputs: ['y'] };
const small = { nodes: [relu], inputs: { x: ['batch', 3] }, outputs: ['y'] } satisfies OnnxFile;

function codeOf(bytes: Uint8Array, options?: ReadOnnxOptions): string {
  return errorOf(bytes, options).code;
}

function errorOf(bytes: Uint8Array, options?: ReadOnnxOptions): GraphError {
  try {
    readOnnx(bytes, options);
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

describe('readOnnx', () => {
  it('reads a network with a symbolic batch', () => {
    const graph = readOnnx(golden('resnet-opset18.onnx'));
    expect(graph.inputs).toEqual([{ name: 'image', type: 'float32', shape: ['N', 3, 40, 40] }]);
    expect(graph.outputs).toEqual(['middle', 'penultimate']);
    expect(inferTypes(graph).get('penultimate')).toEqual({ type: 'float32', shape: ['N', 24] });
  });

  it('gives what it adds names that the file does not have, later nodes included', () => {
    const file = onnxFile({ opset: 9, inputs: { x: ['batch', 2] }, outputs: ['y'], nodes: [
      { operator: 'Clip', name: 'bound', inputs: ['x'], outputs: ['a'], attributes: { min: { float: 0 }, max: { float: 6 } } },
      { operator: 'Softmax', name: 'normalise', inputs: ['a'], outputs: ['b'] },
      { operator: 'Relu', name: 'Softmax', inputs: ['b'], outputs: ['constant'] },
      { operator: 'Neg', name: 'Reshape', inputs: ['constant'], outputs: ['Reshape'] },
      { operator: 'Abs', name: 'Flatten', inputs: ['Reshape'], outputs: ['Flatten'] },
      { operator: 'Exp', name: 'constant', inputs: ['Flatten'], outputs: ['y'] },
    ] });
    const graph = readOnnx(file);
    const names = graph.nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['bound', 'normalise', 'Softmax', 'Reshape', 'Flatten', 'constant']));
    const values = evaluate(graph, new Map([['x', makeTensor('float32', [1, 2], [9, -1])]])).get('y')!.data;
    const odds = Math.exp(6);
    [odds / (odds + 1), 1 / (odds + 1)].forEach((probability, i) => expect(values[i]).toBeCloseTo(Math.exp(probability), 12));
  });

  it('folds BatchNormalization and shape computations, and removes Identity and Dropout', () => {
    for (const name of ['resnet-opset9.onnx', 'vgg-opset11.onnx', 'plain-opset17.onnx', 'plain-opset18.onnx']) {
      const left = new Set(readOnnx(golden(name)).nodes.map((node) => node.operator));
      for (const gone of ['BatchNormalization', 'Identity', 'Dropout', 'Constant', 'Shape', 'Gather', 'Unsqueeze', 'Cast', 'ConstantOfShape']) expect(left, `${gone} in ${name}`).not.toContain(gone);
    }
  });

  it('keeps an Identity that gives an output its name', () => {
    const graph = readOnnx(onnxFile({ ...small, nodes: [relu, { operator: 'Identity', inputs: ['y'], outputs: ['logits'] }], outputs: ['logits'] }));
    expect(graph.outputs).toEqual(['logits']);
  });

  it('copies float32 weights from wherever they lie in a Node Buffer into memory that threads share', () => {
    const raw = new Uint8Array(Float32Array.of(1, -2, 3).buffer);
    // Names of four lengths put the weights at each of the four alignments.
    for (const name of ['n', 'nn', 'nnn', 'nnnn']) {
      const bytes = new Uint8Array(onnxFile({ ...small, nodes: [{ operator: 'Add', name, inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: [3], raw }] }));
      const { data } = readOnnx(Buffer.from(bytes.buffer)).constants.get('w')!;
      expect([...data]).toEqual([1, -2, 3]);
      expect(data.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('widens half, bfloat16 and double weights to float32', () => {
    const weights = [
      { name: 'a', dims: [4], type: 10, raw: new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff).buffer) },
      { name: 'c', dims: [4], type: 16, raw: new Uint8Array(Uint16Array.of(0x3f80, 0xc000, 0x0000, 0x4049).buffer) },
      { name: 'e', dims: [4], type: 11, raw: new Uint8Array(Float64Array.of(0.5, 1, 2, 3).buffer) },
      { name: 'f', dims: [4], type: 10, integers: [0x3c00, 0, 0x8000, 0x3555] },
    ];
    const nodes = weights.map(({ name }, i) => ({ operator: 'Add', inputs: [i === 0 ? 'x' : `y${i - 1}`, name], outputs: [`y${i}`] }));
    const { constants } = readOnnx(onnxFile({ nodes, inputs: { x: ['N', 4] }, outputs: ['y3'], weights }));
    expect([...constants.values()].map(({ type }) => type)).toEqual(['float32', 'float32', 'float32', 'float32']);
    expect([...constants.get('a')!.data]).toEqual([1, -2, Math.fround(2 ** -24), 65504]);
    expect([...constants.get('c')!.data]).toEqual([1, -2, 0, 3.140625]);
    expect([...constants.get('e')!.data]).toEqual([0.5, 1, 2, 3]);
    expect([...constants.get('f')!.data]).toEqual([1, 0, -0, 0.333251953125]);
  });

  it('puts nodes in order when the file does not', () => {
    const graph = readOnnx(onnxFile({ ...small, nodes: [{ operator: 'Neg', inputs: ['y'], outputs: ['z'] }, relu], outputs: ['z'] }));
    expect(graph.nodes.map((node) => node.operator)).toEqual(['Relu', 'Neg']);
  });

  it('leaves out what the outputs do not need, supported or not', () => {
    expect(readOnnx(onnxFile({ ...small, nodes: [relu, { operator: 'Mystery', inputs: ['x'], outputs: ['unused'] }] })).nodes).toHaveLength(1);
  });

  it('gives nodes without a name, or with the same, names of their own', () => {
    const nodes = [{ operator: 'Neg', inputs: ['x'], outputs: ['a'] }, { ...relu, name: 'n', inputs: ['a'], outputs: ['c'] }, { ...relu, name: 'n', inputs: ['c'], outputs: ['y'] }];
    expect(readOnnx(onnxFile({ ...small, nodes })).nodes.map((node) => node.name)).toEqual(['Neg a', 'n', 'n_1']);
  });

  it('opens the batch of a network that was exported for one size', () => {
    const nodes = [{ operator: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] }];
    const graph = readOnnx(onnxFile({ nodes, inputs: { x: [1, 2, 3] }, outputs: ['y'], weights: [{ name: 'shape', dims: [2], type: 7, integers: [1, -1] }] }));
    expect(inferTypes(graph).get('y')!.shape).toEqual(['N', 6]);
  });

  it('takes the size of images from the caller where the file leaves it open', () => {
    const file = onnxFile({ ...small, inputs: { x: ['batch', 3, 'h', 'w'] } });
    expect(errorOf(file).message).toMatch(/"x" leaves sizes open \(\[batch, 3, h, w\]\).*say what size/);
    expect(readOnnx(file, { inputSizes: { x: [3, 8, 9] } }).inputs[0]!.shape).toEqual(['N', 3, 8, 9]);
    expect(codeOf(file, { inputSizes: { x: [4, 8, 9] } })).toBe('graph.dynamic_size');
  });

  it('takes weights from files beside it', () => {
    const file = onnxFile({ ...small, nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: [3], external: { location: 'w.bin', offset: '4', length: '12' } }] });
    expect(errorOf(file).message).toMatch(/weights of "w" are in another file, "w\.bin"/);
    const data = new Uint8Array(Float32Array.of(0, 7, 8, 9).buffer);
    expect([...readOnnx(file, { externalData: new Map([['w.bin', data]]) }).constants.get('w')!.data]).toEqual([7, 8, 9]);
    expect(errorOf(file, { externalData: new Map([['w.bin', data.subarray(0, 12)]]) }).message).toMatch(/bytes 4 to 16 of "w\.bin", which has 12/);
  });
});

describe('an If whose condition is known', () => {
  const question = (value: number): OnnxFile['weights'] => [{ name: 'c', dims: [], type: 9, raw: Uint8Array.of(value) }, { name: 'w', dims: [], floats: [3] }];
  const branches = (then: OnnxGraph, otherwise: OnnxGraph, { output = 'y', condition = 'c' } = {}): OnnxNode =>
    ({ operator: 'If', name: 'if', inputs: [condition], outputs: [output], attributes: { then_branch: { graph: then }, else_branch: { graph: otherwise } } });
  const run = (file: OnnxFile): number[] => Array.from(evaluate(readOnnx(onnxFile(file)), new Map([['x', makeTensor('float32', [1, 3], [-1, 0, 2])]])).get('y')!.data, Number);
  const negate = { nodes: [{ operator: 'Neg', inputs: ['x'], outputs: ['r'] }], outputs: ['r'] };
  const scale = { nodes: [{ operator: 'Mul', inputs: ['x', 'w'], outputs: ['r'] }], outputs: ['r'] };
  const unsupported = { nodes: [{ operator: 'Mystery', inputs: ['x'], outputs: ['r'] }], outputs: ['r'] };

  it('becomes the branch that is taken, whatever the other one holds', () => {
    expect(run({ ...small, nodes: [branches(scale, unsupported)], weights: question(1)! })).toEqual([-3, 0, 6]);
    expect(run({ ...small, nodes: [branches(unsupported, negate)], weights: question(0)! })).toEqual([1, -0, -2]);
    expect(errorOf(onnxFile({ ...small, nodes: [branches(unsupported, negate)], weights: question(1)! })).message).toMatch(/Mystery/);
  });

  it('may use the same names in one branch as in the branch of another, and weights of its own', () => {
    const add = { nodes: [{ operator: 'Add', inputs: ['a', 'one'], outputs: ['r'] }], weights: [{ name: 'one', dims: [1], floats: [1] }], outputs: ['r'] };
    const again = { nodes: [{ operator: 'Add', inputs: ['z', 'one'], outputs: ['r'] }], weights: [{ name: 'one', dims: [1], floats: [10] }], outputs: ['r'] };
    const nodes = [branches(scale, negate, { output: 'a' }), branches(add, negate, { output: 'z' }), branches(again, negate)];
    expect(run({ ...small, nodes, weights: question(1)! })).toEqual([8, 11, 17]);
  });

  it('may stand inside a branch, and give a value from outside as it is', () => {
    const inner = { nodes: [...negate.nodes, branches({ nodes: [{ operator: 'Abs', inputs: ['r'], outputs: ['t'] }], outputs: ['t'] }, negate, { output: 'u' })], outputs: ['u'] };
    expect(run({ ...small, nodes: [branches(inner, negate)], weights: question(1)! })).toEqual([1, 0, 2]);
    expect(run({ ...small, nodes: [branches({ outputs: ['x'] }, negate)], weights: question(1)! })).toEqual([-1, 0, 2]);
  });

  it('may ask about the sizes of the network, and about the batch as one that is not 1', () => {
    const ask = (axis: number, size: number): OnnxNode[] => [
      { operator: 'Shape', inputs: ['x'], outputs: ['s'] }, { operator: 'Gather', inputs: ['s', 'axis'], outputs: ['size'] }, { operator: 'Equal', inputs: ['size', 'asked'], outputs: ['q'] },
    ].map((node) => ({ ...node, name: `${node.operator} ${axis} ${size}` }));
    const weights = (axis: number, size: number): OnnxFile['weights'] => [{ name: 'axis', dims: [], type: 7, integers: [axis] }, { name: 'asked', dims: [], type: 7, integers: [size] }, { name: 'w', dims: [], floats: [3] }];
    const file = (axis: number, size: number): OnnxFile => ({ ...small, nodes: [...ask(axis, size), branches(scale, negate, { condition: 'q' })], weights: weights(axis, size)! });
    expect(run(file(1, 3))).toEqual([-3, 0, 6]);
    expect(run(file(1, 4))).toEqual([1, -0, -2]);
    expect(run(file(0, 1))).toEqual([1, -0, -2]);
  });

  it('may not give a name of the network itself again', () => {
    const clash = { nodes: [{ operator: 'Neg', inputs: ['x'], outputs: ['a'] }], outputs: ['a'] };
    expect(codeOf(onnxFile({ ...small, nodes: [{ operator: 'Abs', inputs: ['x'], outputs: ['a'] }, { operator: 'Add', inputs: ['a', 'z'], outputs: ['y'] }, branches(clash, clash, { output: 'z' })], weights: question(1)! }))).toBe('graph.duplicate_value');
  });
});

describe('lists of tensors', () => {
  const x = makeTensor('float32', [1, 3, 2], [1, 2, 3, 4, 5, 6]);
  const run = (nodes: readonly OnnxNode[], weights: OnnxFile['weights']): number[] =>
    Array.from(evaluate(readOnnx(onnxFile({ nodes, inputs: { x: ['N', 3, 2] }, outputs: ['y'], weights: weights! })), new Map([['x', x]])).get('y')!.data, Number);
  const at = (list: string, position: string, output = 'y'): OnnxNode => ({ operator: 'SequenceAt', inputs: [list, position], outputs: [output] });
  const integer = (name: string, value: number): NonNullable<OnnxFile['weights']>[number] => ({ name, dims: [], type: 7, integers: [value] });

  it('are taken apart: parts of one size, of given sizes, and single entries', () => {
    expect(run([{ operator: 'SplitToSequence', inputs: ['x', 'two'], outputs: ['s'], attributes: { axis: 1 } }, at('s', 'last')], [integer('two', 2), integer('last', -1)])).toEqual([5, 6]);
    expect(run([{ operator: 'SplitToSequence', inputs: ['x', 'sizes'], outputs: ['s'], attributes: { axis: -2 } }, at('s', 'one')], [{ name: 'sizes', dims: [2], type: 7, integers: [1, 2] }, integer('one', 1)])).toEqual([3, 4, 5, 6]);
    const unbound = [{ operator: 'SplitToSequence', inputs: ['x'], outputs: ['s'], attributes: { axis: 1, keepdims: 0 } }, at('s', 'one', 'a'), { operator: 'SequenceConstruct', inputs: ['x', 'a'], outputs: ['t'] }, at('t', 'one')];
    expect(inferTypes(readOnnx(onnxFile({ nodes: unbound, inputs: { x: ['N', 3, 2] }, outputs: ['y'], weights: [integer('one', 1)] }))).get('y')!.shape).toEqual(['N', 2]);
    expect(run(unbound, [integer('one', 1)])).toEqual([3, 4]);
  });

  it('are refused where their length is not known', () => {
    const nodes = [{ operator: 'SplitToSequence', inputs: ['x'], outputs: ['s'], attributes: { axis: 0 } }, at('s', 'one')];
    expect(codeOf(onnxFile({ nodes, inputs: { x: ['N', 3, 2] }, outputs: ['y'], weights: [integer('one', 1)] }))).toBe('graph.data_dependent_shape');
    expect(codeOf(onnxFile({ nodes: [{ ...nodes[0]!, attributes: { axis: 1 } }, at('s', 'seven')], inputs: { x: ['N', 3, 2] }, outputs: ['y'], weights: [integer('seven', 7)] }))).toBe('graph.data_dependent_shape');
  });
});

describe('readOnnx refuses', () => {
  it('what is not ONNX', () => {
    expect(codeOf(new Uint8Array())).toBe('graph.not_onnx');
    expect(codeOf(new TextEncoder().encode('{"format": "layers-model"}'))).toBe('graph.not_onnx');
    expect(codeOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13))).toBe('graph.not_onnx');
    expect(codeOf(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0))).toBe('graph.not_onnx');
    expect(codeOf(new Uint8Array(1000))).toBe('graph.not_onnx');
  });

  it('a file cut off anywhere', () => {
    const whole = golden('vgg-opset11.onnx');
    for (let length = 2; length < whole.length; length += 97) {
      expect(['graph.truncated_onnx', 'graph.not_onnx'], `${length} bytes`).toContain(codeOf(whole.subarray(0, length)));
    }
    expect(codeOf(whole.subarray(0, 5000))).toBe('graph.truncated_onnx');
  });

  it('operators that it does not know, naming all of them, their nodes and what is supported', () => {
    const nodes = [{ operator: 'Mystery', name: 'one', inputs: ['x'], outputs: ['a'] }, { operator: 'Relu', domain: 'com.example', name: 'two', inputs: ['a'], outputs: ['y'] }];
    const error = errorOf(onnxFile({ ...small, nodes }));
    expect(error.code).toBe('graph.unknown_operator');
    expect(error.message).toMatch(/Mystery \(node "one"\), com\.example\.Relu \(node "two"\)\. Supported are: Abs, .*Add, .*Conv, /);
    expect(error.details).toMatchObject({ operator: 'Mystery', node: 'one' });
  });

  it('control flow that depends on the data', () => {
    const branch = { nodes: [relu], outputs: ['y'] };
    const condition = [{ operator: 'ReduceSum', inputs: ['x'], outputs: ['s'] }, { operator: 'Greater', inputs: ['s', 'zero'], outputs: ['c'] }];
    const weights = [{ name: 'zero', dims: [], floats: [0] }];
    const file = onnxFile({ ...small, weights, nodes: [...condition, { operator: 'If', name: 'branch', inputs: ['c'], outputs: ['y'], attributes: { then_branch: { graph: branch }, else_branch: { graph: branch } } }] });
    expect(errorOf(file).message).toMatch(/If "branch" runs a graph inside the graph\. Networks whose course depends on the data/);
    for (const operator of ['Loop', 'Scan']) expect(codeOf(onnxFile({ ...small, nodes: [{ operator, inputs: ['x'], outputs: ['y'], attributes: { body: { graph: branch } } }] }))).toBe('graph.control_flow');
  });

  it('opsets outside of 9 to 25', () => {
    expect(errorOf(onnxFile({ ...small, opset: 8 })).message).toMatch(/opset 8; 9 to 25/);
    expect(codeOf(onnxFile({ ...small, opset: 30 }))).toBe('graph.unsupported_opset');
  });

  it('loops, values made twice, and values made by nobody', () => {
    expect(errorOf(onnxFile({ ...small, nodes: [{ ...relu, inputs: ['z'] }, { operator: 'Neg', inputs: ['y'], outputs: ['z'] }] })).message).toMatch(/feeds back into itself at "/);
    expect(errorOf(onnxFile({ ...small, nodes: [relu, { operator: 'Neg', inputs: ['x'], outputs: ['y'] }] })).message).toMatch(/"y" is given twice/);
    expect(errorOf(onnxFile({ ...small, nodes: [{ ...relu, inputs: ['nothing'] }] })).message).toMatch(/Relu "rectify" reads "nothing"/);
    expect(codeOf(onnxFile({ ...small, outputs: ['z'] }))).toBe('graph.unknown_value');
    expect(codeOf(onnxFile({ ...small, outputs: [] }))).toBe('graph.no_output');
  });

  it('weights that are NaN or infinite, unless infinity is a mask or a bound', () => {
    const add = (operator: string, value: number): Uint8Array => onnxFile({ ...small, nodes: [{ operator, name: 'n', inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: [3], floats: [1, value, value] }] });
    expect(errorOf(add('Mul', NaN)).message).toMatch(/"w", read by Mul "n", has 2 values that are NaN or infinite/);
    expect(codeOf(add('Mul', Infinity))).toBe('graph.non_finite_weights');
    expect(codeOf(add('Add', NaN))).toBe('graph.non_finite_weights');
    expect(readOnnx(add('Add', -Infinity)).nodes).toHaveLength(1);
  });

  it('attributes that no rule knows, or of the wrong type', () => {
    expect(errorOf(onnxFile({ ...small, nodes: [{ ...relu, attributes: { slope: 1 } }] })).message).toMatch(/Relu "rectify" has the attribute slope/);
    expect(errorOf(onnxFile({ ...small, nodes: [{ operator: 'Softmax', name: 's', inputs: ['x'], outputs: ['y'], attributes: { axis: 'last' } }] })).message).toMatch(/attribute axis must be a whole number, got "last"/);
  });

  it('element types that it does not compute with', () => {
    expect(errorOf(onnxFile({ ...small, nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: [1], type: 8 }] })).message).toMatch(/"w" has ONNX element type 8; supported are float/);
  });

  it('weights whose bytes do not fill their shape', () => {
    const withRaw = (bytes: number): Uint8Array => onnxFile({ ...small, nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims: [3], raw: new Uint8Array(bytes) }] });
    expect(errorOf(withRaw(8)).message).toMatch(/in tensor "w", shape \[3\] needs 12 bytes, 8 are there/);
    expect(codeOf(withRaw(16))).toBe('graph.malformed_onnx');
  });

  it('hostile sizes, without allocating for them', () => {
    const withDims = (dims: readonly number[]): Uint8Array => onnxFile({ ...small, nodes: [{ operator: 'Add', inputs: ['x', 'w'], outputs: ['y'] }], weights: [{ name: 'w', dims, floats: [1] }] });
    expect(codeOf(withDims([2 ** 31, 2 ** 20]))).toBe('graph.malformed_onnx');
    expect(codeOf(withDims([2 ** 40, 2 ** 40]))).toBe('graph.malformed_onnx');
    expect(codeOf(withDims([-1]))).toBe('graph.malformed_onnx');
    const huge = { operator: 'ConstantOfShape', inputs: ['s'], outputs: ['c'] };
    const add = { operator: 'Add', inputs: ['x', 'c'], outputs: ['y'] };
    const grow = onnxFile({ ...small, nodes: [huge, add], weights: [{ name: 's', dims: [4], type: 7, integers: [100_000, 100_000, 1, 3] }] });
    // Not folded: it would be 120 GB.
    expect(readOnnx(grow).nodes.map((node) => node.operator)).toEqual(['ConstantOfShape', 'Add']);
  });

  it('300 mutated files without any other kind of error, or takes them', () => {
    const random = createRandom('mutated ONNX files');
    const originals = ['plain-opset18.onnx', 'vgg-opset11.onnx'].map((name) => golden(name));
    let refused = 0;
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from(originals[i % originals.length]!);
      for (let change = 0; change <= random.integer(3); change++) bytes[random.integer(bytes.length)] = random.integer(256);
      try {
        readOnnx(bytes);
      } catch (error) {
        if (!(error instanceof GraphError)) throw new Error(`Mutation ${i} raised ${String(error)}`, { cause: error });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(30);
  });
});

describe('readOnnx brings old opsets to the canonical one', () => {
  const x = makeTensor('float32', [1, 2, 2, 3], [-4, 1, 2, 3, 0.5, -1, 7, 6, -5, 4, 3, 2]);
  const run = (opset: number, node: Pick<OnnxNode, 'operator' | 'attributes'>, outputs = ['y']): number[][] => {
    const graph = readOnnx(onnxFile({ opset, nodes: [{ ...node, name: 'n', inputs: ['x'], outputs }], inputs: { x: ['N', 2, 2, 3] }, outputs }));
    const values = evaluate(graph, new Map([['x', x]]));
    return outputs.map((name) => Array.from(values.get(name)!.data, Number));
  };

  it('Clip with bounds as attributes', () => {
    expect(run(9, { operator: 'Clip', attributes: { min: { float: 0 }, max: { float: 3 } } })[0]).toEqual([0, 1, 2, 3, 0.5, 0, 3, 3, 0, 3, 3, 2]);
  });

  it('Pad with pads as an attribute', () => {
    expect(run(9, { operator: 'Pad', attributes: { pads: [0, 0, 0, 1, 0, 0, 0, 0], value: { float: 9 } } })[0]!.slice(0, 5)).toEqual([9, -4, 1, 2, 9]);
  });

  it('Slice with bounds as attributes', () => {
    expect(run(9, { operator: 'Slice', attributes: { starts: [1], ends: [9], axes: [3] } })[0]).toEqual([1, 2, 0.5, -1, 6, -5, 3, 2]);
  });

  it('reductions with axes as an attribute', () => {
    expect(run(11, { operator: 'ReduceSum', attributes: { axes: [2, 3], keepdims: 0 } })[0]).toEqual([1.5, 17]);
    expect(run(13, { operator: 'ReduceMean', attributes: { axes: [-1] } })[0]!.slice(0, 2)).toEqual([-1 / 3, 2.5 / 3]);
    expect(run(17, { operator: 'ReduceMax', attributes: { axes: [1] } })[0]).toEqual([7, 6, 2, 4, 3, 2]);
  });

  it('Unsqueeze and Squeeze with axes as an attribute', () => {
    expect(run(11, { operator: 'Unsqueeze', attributes: { axes: [0] } })[0]).toHaveLength(12);
  });

  it('Split into sizes given by an attribute, and into even parts', () => {
    expect(run(11, { operator: 'Split', attributes: { axis: 3, split: [1, 2] } }, ['a', 'c'])[0]).toEqual([-4, 3, 7, 4]);
    expect(run(13, { operator: 'Split', attributes: { axis: 2 } }, ['a', 'c'])[1]).toEqual([3, 0.5, -1, 4, 3, 2]);
  });

  it('Softmax over all axes from the given one on, before opset 13', () => {
    const old = run(11, { operator: 'Softmax', attributes: { axis: 2 } })[0]!;
    expect(old.slice(0, 6).reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
    expect(run(13, { operator: 'Softmax', attributes: { axis: 3 } })[0]!.slice(0, 3).reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
  });

  it('LRN over an even number of channels, of which one more lies behind', () => {
    const images = makeTensor('float32', [1, 4, 1, 1], [1, 2, 3, 4]);
    const graph = readOnnx(onnxFile({ nodes: [{ operator: 'LRN', inputs: ['x'], outputs: ['y'], attributes: { size: 2, alpha: { float: 0.5 }, beta: { float: 0.5 }, bias: { float: 2 } } }], inputs: { x: ['N', 4, 1, 1] }, outputs: ['y'] }));
    const expected = [[1, 2], [2, 3], [3, 4], [4, 0]].map(([own, next]) => own! / Math.sqrt(2 + (0.5 / 2) * (own! ** 2 + next! ** 2)));
    evaluate(graph, new Map([['x', images]])).get('y')!.data.forEach((value, channel) => expect(Number(value)).toBeCloseTo(expected[channel]!, 6));
  });

  it('automatic padding and ceil mode, as plain pads', () => {
    const graph = readOnnx(onnxFile({ nodes: [{ operator: 'MaxPool', inputs: ['x'], outputs: ['y'], attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 } }], inputs: { x: ['N', 2, 2, 3] }, outputs: ['y'] }));
    expect(graph.nodes[0]!.attributes).toEqual({ kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 1] });
    expect(Array.from(evaluate(graph, new Map([['x', x]])).get('y')!.data, Number)).toEqual([3, 2, 7, 2]);
  });

  it('a 2×2 window in ceil mode with padding leaves out a last window that lies in the padding', () => {
    const graph = readOnnx(onnxFile({ nodes: [{ operator: 'MaxPool', inputs: ['x'], outputs: ['y'], attributes: { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 } }], inputs: { x: ['N', 1, 3, 4] }, outputs: ['y'] }));
    expect(inferTypes(graph).get('y')!.shape).toEqual(['N', 1, 2, 3]);
    expect(graph.nodes[0]!.attributes['pads']).toEqual([1, 1, 1, 1]);
  });

  it('a mean over pads keeps ceil mode, and pads that no window reaches go', () => {
    const attributes = { kernel_shape: [2, 3], strides: [2, 3], pads: [1, 1, 0, 1], ceil_mode: 1, count_include_pad: 1 };
    const graph = readOnnx(onnxFile({ nodes: [{ operator: 'AveragePool', inputs: ['x'], outputs: ['y'], attributes }], inputs: { x: ['N', 1, 8, 5] }, outputs: ['y'] }));
    expect(inferTypes(graph).get('y')!.shape).toEqual(['N', 1, 5, 2]);
    expect(graph.nodes[0]!.attributes).toMatchObject({ ceil_mode: 1, pads: [1, 1, 0, 0] });
  });
});

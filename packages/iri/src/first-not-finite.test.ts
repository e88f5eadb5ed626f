import { differentiate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { openDevice } from '@lookalike/runtime';
import type { Device } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { firstNotFinite } from './first-not-finite.ts';

const device = await openDevice('onnxruntime-cpu', { threads: 1 });

/** A long chain of layers with a root and a quotient in its midst; values up to `root` are finite, and so is a branch around it. */
function network(depth = 40): Graph {
  const b = new GraphBuilder({ name: 'long' });
  let x = b.input('x', { type: 'float32', shape: ['N', 4] });
  for (let i = 0; i < depth; i++) x = b.append('Tanh', [x], {}, { outputs: [`layer ${i}`] })[0]!;
  const [centred] = b.append('Sub', [x, b.reduceMean(x, [1], true)], {}, { outputs: ['centred'] });
  const [root] = b.append('Sqrt', [b.reduceMean(b.mul(centred!, centred!), [1], true)], {}, { outputs: ['root'] });
  const [quotient] = b.append('Div', [centred!, root!], {}, { outputs: ['quotient'] });
  let y = b.add(quotient!, x);
  for (let i = 0; i < depth; i++) y = b.sigmoid(y);
  b.append('ReduceSum', [y, b.integers([1])], { keepdims: 0 }, { outputs: ['sum'] });
  b.append('ReduceSum', [root!, b.integers([1])], { keepdims: 0 }, { outputs: ['deviation'] });
  b.setOutputs(['sum', 'deviation']);
  return b.build();
}

const flat = { x: makeTensor('float32', [1, 4], [0.5, 0.5, 0.5, 0.5]) };
const uneven = { x: makeTensor('float32', [1, 4], [0.5, 0.1, -0.5, 0.2]) };

describe('firstNotFinite', () => {
  it('finds the layer from which a number is lost, and what that is computed from', async () => {
    const found = await firstNotFinite({ device, graph: network(), feeds: flat, values: ['deviation', 'sum'] });
    expect(found).toMatchObject({ value: 'quotient', what: 'NaN', node: { operator: 'Div' }, inputs: [{ value: 'centred', least: 0, most: 0 }, { value: 'root', least: 0, most: 0 }], badConstants: [] });
  });

  it('finds where a gradient becomes infinite though all values are finite', async () => {
    const { graph, gradient } = differentiate(network(3), { of: 'deviation', withRespectTo: 'x' });
    const found = await firstNotFinite({ device, graph, feeds: flat, values: [gradient] });
    expect(found).toMatchObject({ node: { operator: 'Div' }, what: 'infinite', inputs: expect.arrayContaining([{ value: 'root', least: 0, most: 0 }]) });
  });

  it('finds nothing where everything is finite', async () => {
    expect(await firstNotFinite({ device, graph: network(), feeds: uneven, values: ['deviation', 'sum'] })).toBeUndefined();
  });

  it('names constants that are not finite, and does not stop at those that mean it', async () => {
    const b = new GraphBuilder({ name: 'weights' });
    const masked = b.softmax(b.add(b.input('x', { type: 'float32', shape: ['N', 4] }), b.floats([4], [0, -Infinity, 0, 0])), 1);
    b.append('Mul', [masked, b.constant(makeTensor('float32', [4], [1, 2, NaN, 4]), 'scale')], {}, { outputs: ['scaled'] });
    b.append('ReduceSum', ['scaled', b.integers([1])], { keepdims: 0 }, { outputs: ['sum'] });
    b.output('sum');
    expect(await firstNotFinite({ device, graph: b.build(), feeds: uneven, values: ['sum'] })).toMatchObject({ value: 'scaled', badConstants: ['scale'] });
  });

  it('opens a handful of graphs for hundreds of values, and three where it knows a suspect', async () => {
    let opened = 0;
    const counting: Device = { ...device, open: (graph) => { opened += 1; return device.open(graph); } };
    await firstNotFinite({ device: counting, graph: network(200), feeds: flat, values: ['sum'] });
    expect(opened).toBeLessThanOrEqual(8);
    opened = 0;
    await firstNotFinite({ device: counting, graph: network(200), feeds: flat, values: ['sum'], suspect: 'quotient' });
    expect(opened).toBe(3);
  });
});

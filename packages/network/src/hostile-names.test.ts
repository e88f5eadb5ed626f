import { evaluate, GraphBuilder, makeTensor, withPart } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { hostileNames } from '@lookalike/graph/testing';
import { preprocessingPresets } from '@lookalike/preprocessing';
import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import { withPreprocessing } from './preprocessing/preprocessing-nodes.ts';
import { recognizeRectifiers } from './recognize-rectifiers.ts';
import { recognizeReshapes } from './recognize-reshapes.ts';

const side = 4;

/** Convolution, a rectifier that was taken apart, and places in a row, as the newer exporter flattens them. */
function network(): Graph {
  const b = new GraphBuilder();
  const x = b.input('image', { type: 'float32', shape: ['N', 3, side, side] });
  const map = b.conv(x, b.floats([2, 3, 1, 1], [1, -2, 3, -1, 2, 1]));
  const rectified = b.where(b.greater(map, 0), map, 0);
  const shape = b.shape(rectified);
  const count = b.op('ReduceProd', [shape], { keepdims: 1 });
  const places = b.op('Range', [b.scalar(0, 'int64'), b.squeeze(count, [0]), b.scalar(1, 'int64')]);
  const row = b.op('Gather', [b.reshape(rectified, [-1]), places], { axis: 0 });
  b.output(b.reshape(row, [-1, 2, side, side]));
  return b.build();
}

const caffe = preprocessingPresets({ heightPx: side, widthPx: side }).find(({ id }) => id === 'caffe')!.preprocessing;
const rewrites: Readonly<Record<string, (graph: Graph) => Graph>> = {
  'what is done to images before a network': (graph) => withPreprocessing(graph, caffe),
  'rectifiers that are put together': recognizeRectifiers,
  'Gathers that are Reshapes': recognizeReshapes,
  'a part of a layer': (graph) => {
    const part = withPart(graph, graph.nodes[0]!.outputs[0]!, 'spatial-mean');
    return { ...part.graph, outputs: [...part.graph.outputs, part.layer] };
  },
};

it.each(Object.entries(rewrites))('a file may use any name that these would: %s', (what, rewrite) => {
  const expected = valuesOf(rewrite(network()));
  for (const { graph } of hostileNames(network(), rewrite, createRandom(what))) expect(valuesOf(rewrite(graph))).toEqual(expected);
});

it('the rewrites have something to do', () => {
  for (const rewrite of Object.values(rewrites)) expect(rewrite(network()).nodes).not.toEqual(network().nodes);
});

function valuesOf(graph: Graph): number[][] {
  const images = makeTensor('float32', [2, 3, side, side], Array.from({ length: 2 * 3 * side * side }, (_, i) => Math.sin(i)));
  const results = evaluate(graph, new Map([[graph.inputs[0]!.name, images]]));
  return graph.outputs.map((output) => Array.from(results.get(output)!.data, Number));
}

import { readdirSync, readFileSync } from 'node:fs';
import { differentiate, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { inspectNetwork } from '@lookalike/network';
import type { NetworkReport } from '@lookalike/network';
import { openDevice } from '@lookalike/runtime';
import { describe, expect, it } from 'vitest';
import { relativeError, uniform } from './golden.ts';
import type { Summary } from './golden.ts';

const folder = new URL('../../packages/network/src/onnx-cases/', import.meta.url);
/** What PyTorch computes with the nodes of these files in double precision. Made by tests/reference/make-format-goldens.py. */
const goldens = JSON.parse(readFileSync(new URL('goldens.formats.json', folder), 'utf8')) as { imageSeed: number; weightSeed: number; cases: Record<string, { output: Summary; gradient: Summary }> };

function inspect(name: string): NetworkReport {
  const files = readdirSync(folder).filter((file) => file.startsWith(`${name}.onnx`));
  return inspectNetwork(new Map(files.map((file) => [file, readFileSync(new URL(file, folder))])));
}

/** The gradient of Σ output · weights by the image. */
function withGradient(network: Graph): { graph: Graph; gradient: string } {
  const b = new GraphBuilder(network);
  const sum = b.output(b.reduceSum(b.mul(network.outputs[0]!, b.floats([10], uniform(goldens.weightSeed, 10, [-1, 1]))), [1]));
  return differentiate(b.build(), { of: sum, withRespectTo: network.inputs[0]!.name });
}

describe.each(Object.entries(goldens.cases))('%s', (name, golden) => {
  it('is a network without problems', () => {
    const { network, problems } = inspect(name);
    expect(problems).toEqual([]);
    expect(network?.defaultLayer.rule).toBe('input of the last fully connected layer');
    expect(network?.layers.find(({ isDefault }) => isDefault)?.size).toBe(16);
  });

  it.each(['onnxruntime-cpu', 'tfjs-wasm'] as const)('computes on %s what PyTorch computes, and its gradient', async (id) => {
    const network = inspect(name).network!.graph;
    const { graph, gradient } = withGradient(network);
    const device = await openDevice(id, { threads: 1 });
    const executable = await device.open(graph);
    const results = await executable.run({ [network.inputs[0]!.name]: makeTensor('float32', [2, 3, 32, 32], uniform(goldens.imageSeed, 2 * 3 * 32 * 32)) });
    await executable.close();
    expect(relativeError(results[network.outputs[0]!]!, golden.output)).toBeLessThan(1e-5);
    expect(relativeError(results[gradient]!, golden.gradient)).toBeLessThan(1e-5);
  });
});

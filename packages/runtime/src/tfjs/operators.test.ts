import { describe, expect, it } from 'vitest';
import { differentiate, evaluate } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { buildCase, caseFeeds, operatorCases } from '@lookalike/graph/cases';
import type { Device } from '../device.ts';
import { tfjsWasm } from './driver.ts';

describe('TensorFlow.js agrees with the double-precision reference', async () => {
  for (const driver of [tfjsWasm]) {
    const { id, available, reason } = await driver.report();
    if (!available) {
      it.skip(`${id}: ${reason}`, () => {});
      continue;
    }
    const device = await driver.connect({});
    for (const operatorCase of operatorCases) {
      it(`${id}: ${operatorCase.name}`, async () => {
        const { graph, projection } = buildCase(operatorCase);
        const graphs = operatorCase.hasGradient === false ? [graph] : [graph, ...gradients(graph, projection)];
        for (const each of graphs) await expectAgreement(device, each, [2, 1].map((batch) => caseFeeds(operatorCase, { batch })));
      });
    }
  }
});

function gradients(graph: Graph, of: string): Graph[] {
  return graph.inputs.filter(({ name, type }) => type === 'float32' && name !== 'm').map(({ name }) => {
    const { graph: whole, gradient } = differentiate(graph, { of, withRespectTo: name });
    return { ...whole, outputs: [gradient] };
  });
}

async function expectAgreement(device: Device, graph: Graph, feedings: readonly ReadonlyMap<string, Tensor>[]): Promise<void> {
  const executable = await device.open(graph);
  try {
    for (const feeds of feedings) {
      const expected = evaluate(graph, feeds);
      const results = await executable.run(Object.fromEntries(graph.inputs.map(({ name }) => [name, feeds.get(name)!])));
      for (const [name, { shape, data }] of expected) {
        const result = results[name]!;
        expect(result.shape).toEqual(shape);
        const numbers = Array.from(data as Iterable<number | bigint>, Number);
        const scale = Math.max(1e-3, ...numbers.map(Math.abs));
        numbers.forEach((value, i) => {
          if (!(Math.abs(Number(result.data[i]) - value) <= 1e-5 * scale)) throw new Error(`${name}[${i}] is ${Number(result.data[i])}, expected ${value}`);
        });
      }
    }
  } finally {
    await executable.close();
  }
}

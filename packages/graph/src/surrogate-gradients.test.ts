import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { differentiate } from './differentiate.ts';
import { evaluate } from './evaluate.ts';
import type { Graph } from './graph.ts';
import { surrogateGradients } from './surrogate-gradients.ts';
import { makeTensor } from './tensor.ts';
import { writeOnnx } from './write-onnx.ts';

function rounded(surrogate?: string): { graph: Graph; sum: string } {
  const b = new GraphBuilder();
  const x = b.input('x', { type: 'float32', shape: [4] });
  const y = b.append('Round', [b.mul(x, 3)], surrogate === undefined ? {} : { surrogate }, { name: 'rounding' })[0]!;
  const sum = b.output(b.reduceSum(b.mul(y, y)));
  return { graph: b.build(), sum };
}

describe('a Round with a surrogate gradient', () => {
  const x = makeTensor('float32', [4], [0.5, -0.4, 1.1, 0.1]);

  it('computes what any Round computes, and passes its gradient straight through', () => {
    const { graph, sum } = rounded('quantised-activations');
    const { graph: whole, gradient } = differentiate(graph, { of: sum, withRespectTo: 'x' });
    const results = evaluate(whole, new Map([['x', x]]), [sum, gradient]);
    // Round(3x) is 2 (of 1.5 the even neighbour), −1, 3, 0; the slope of Σ y² by x is then 2y · 3.
    expect(Number(results.get(sum)!.data[0])).toBe(14);
    expect([...results.get(gradient)!.data].map((slope) => Number(slope) + 0)).toEqual([12, -6, 18, 0]);
  });

  it('is listed with its reason; one without is not, and has no gradient', () => {
    expect(surrogateGradients(rounded('whole-number-pixels').graph)).toEqual([{ kind: 'whole-number-pixels', nodes: ['rounding'], sentence: expect.stringContaining('whole-number pixels') }]);
    const plain = rounded();
    expect(surrogateGradients(plain.graph)).toEqual([]);
    expect(() => differentiate(plain.graph, { of: plain.sum, withRespectTo: 'x' })).toThrow(/no gradient/);
  });

  it('is refused with a reason that nobody knows', () => {
    expect(() => rounded('because')).toThrow(/attribute surrogate must be one of/);
  });

  it('is written to files as ONNX knows it', () => {
    expect(writeOnnx(rounded('quantised-activations').graph)).toEqual(writeOnnx(rounded().graph));
  });
});

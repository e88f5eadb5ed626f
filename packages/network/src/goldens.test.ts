import { GraphBuilder, differentiate, evaluate, cutAt } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './onnx/read-onnx.ts';

/** Made by tests/reference/make-graph-goldens.py. */
interface Golden {
  readonly network: string;
  readonly images: Encoded;
  readonly layers: Readonly<Record<'middle' | 'penultimate', Readonly<Record<'target' | 'representation' | 'distance' | 'gradient', Encoded>>>>;
}

interface Encoded {
  readonly shape: readonly number[];
  readonly float32: string;
}

const folder = new URL('goldens/', import.meta.url);

/** Both sides compute in doubles from the same float32 weights, except that folded weights are rounded to float32 once more. */
const tolerance = 2e-6;

describe('PyTorch', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden;
    for (const layer of ['middle', 'penultimate'] as const) {
      it(`agrees about the ${layer} representation of ${golden.network} and its gradient`, () => {
        const { target, representation, distance, gradient } = golden.layers[layer];
        const network = cutAt(readOnnx(readFileSync(new URL(golden.network, folder))), layer);
        const b = new GraphBuilder(network);
        const targetName = b.input('target', { type: 'float32', shape: ['N', ...target.shape.slice(1)] });
        const axes = target.shape.slice(1).map((_, i) => i + 1);
        const d = b.output(b.div(b.reduceL2(b.sub(layer, targetName), axes), b.reduceL2(targetName, axes)));
        const step = differentiate(b.build(), { of: d, withRespectTo: 'image' });
        const values = evaluate(step.graph, new Map([['image', decode(golden.images)], ['target', decode(target)]]));
        expect(relativeError(values.get(layer)!, decode(representation)), 'representation').toBeLessThan(tolerance);
        expect(relativeError(values.get(d)!, decode(distance)), 'distance').toBeLessThan(tolerance);
        expect(relativeError(values.get(step.gradient)!, decode(gradient)), 'gradient').toBeLessThan(tolerance);
      });
    }
  }
});

function decode({ shape, float32 }: Encoded): Tensor {
  const bytes = Buffer.from(float32, 'base64');
  return { type: 'float32', shape, data: new Float32Array(new Uint8Array(bytes).buffer) };
}

/** ‖ours − theirs‖ / ‖theirs‖ */
function relativeError(ours: Tensor, theirs: Tensor): number {
  expect(ours.shape).toEqual(theirs.shape);
  const [a, b] = [ours.data as Float64Array, theirs.data as Float32Array];
  const norm = (f: (i: number) => number): number => Math.sqrt(b.reduce((sum, _, i) => sum + f(i) ** 2, 0));
  return norm((i) => a[i]! - b[i]!) / norm((i) => b[i]!);
}

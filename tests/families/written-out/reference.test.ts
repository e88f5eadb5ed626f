import { evaluate } from '@lookalike/graph';
import { readOnnx } from '@lookalike/network';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../../packages/graph/src/testing/check-gradient.ts';
import { writtenOutCases } from './cases.ts';
import { feedsOf, fileOf, projected } from './written-out.ts';

/** ONNX Runtime runs the file as it is, the reference arithmetic what import made of it. */
describe('ONNX Runtime agrees with what import writes', () => {
  for (const written of writtenOutCases) {
    const { name, isFlat = false, flatInputs = [] } = written;
    it(name, async () => {
      const file = fileOf(written);
      const feeds = feedsOf(written);
      const graph = readOnnx(file);
      const ours = evaluate(graph, feeds).get('y')!;
      const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
      const { y } = await session.run(Object.fromEntries([...feeds].map(([input, { shape, data }]) => [input, new ort.Tensor('float32', data as Float32Array, [...shape])])));
      await session.release();
      expect(ours.shape).toEqual(y!.dims);
      const theirs = y!.data as Float32Array;
      const tolerance = 5e-6 * Math.max(1, ...theirs.map(Math.abs));
      ours.data.forEach((value, i) => expect(Math.abs(Number(value) - theirs[i]!), `${Number(value)} and ${theirs[i]}`).toBeLessThan(tolerance));
      if (!isFlat) for (const input of feeds.keys()) if (!flatInputs.includes(input)) checkGradient(projected(graph), { of: 'projection', withRespectTo: input, feeds });
    });
  }
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeImage, drawContactSheet, encodePng, fitToNetwork, fromPlanar, quantize, toPlanar } from './index.ts';

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const withoutIndent = (code: string): string => code.split('\n').map((line) => line.trimStart()).join('\n');

it('the example in the README runs', async () => {
  const file = readFileSync(new URL('../../../photographs/cat.png', import.meta.url));
  const photograph = await decodeImage(file, { minSidePx: 32 });
  const target = fitToNetwork(photograph, { widthPx: 32, heightPx: 32 });
  const input = toPlanar(target); // [3, 32, 32], values in [0, 1]
  const stored = await encodePng(fromPlanar(input, target)); // what people are shown
  const measured = quantize(input); // what is read back from that file, exactly
  const sheet = await drawContactSheet({
    title: 'One target',
    subtitle: 'What the network is shown.',
    columns: [{ title: 'Target', note: 'photograph' }],
    rows: [{ label: 'Cat', cells: [{ image: target, caption: 'd = 0.000' }] }],
    footer: 'seed 1',
  });
  expect(toPlanar(await decodeImage(stored))).toEqual(measured);
  expect((await decodeImage(sheet)).widthPx).toBeGreaterThan(128);
});

it('the example in the README is the code of this test', () => {
  const example = /```ts\n([\s\S]*?)```/.exec(text('../README.md'))![1]!;
  expect(withoutIndent(text('./readme.test.ts'))).toContain(withoutIndent(example));
});

import { expect, it } from 'vitest';
import { planarPng } from './planar-png.ts';

it('every pixel comes back from its file, in its channel and place', async () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 4 }, (_, index) => index * 10);
  const file = await planarPng.encode(pixels, [3, 2, 4]);
  expect([...file.subarray(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
  expect(await planarPng.decode(file)).toEqual(pixels);
});

import { expect, it } from 'vitest';
import { planarPng } from './planar-png.ts';

it('every pixel comes back from its file, in its channel and place', async () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 4 }, (_, index) => index * 10);
  const file = await planarPng.encode(pixels, [3, 2, 4]);
  expect([...file.subarray(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
  expect(await planarPng.decode(file, [3, 2, 4])).toEqual(pixels);
});

it('one channel becomes a grey file, and every value comes back from it', async () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, value) => value);
  const file = await planarPng.encode(pixels, [1, 8, 32]);
  const colourTypeAt = 25;
  expect(file[colourTypeAt], 'PNG’s colour type for grey').toBe(0);
  expect(await planarPng.decode(file, [1, 8, 32])).toEqual(pixels);
  expect(await planarPng.decode(file, [3, 8, 32]), 'for whoever reads it as colours').toEqual(Uint8Array.from([...pixels, ...pixels, ...pixels]));
});

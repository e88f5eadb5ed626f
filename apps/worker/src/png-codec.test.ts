import { expect, it } from 'vitest';
import { pngCodec } from './png-codec.ts';

it('every pixel comes back from its file, in its channel and place', async () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 4 }, (_, index) => index * 10);
  const file = await pngCodec.encode(pixels, [3, 2, 4]);
  expect([...file.subarray(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
  expect(await pngCodec.decode(file)).toEqual(pixels);
});

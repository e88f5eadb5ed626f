import { expect, it } from 'vitest';
import { prepareImage, toGrey, toPlanar } from './index.ts';

/** Pixels and what `Image.convert('L')` of Pillow 13.0.0 makes of each. */
const colours = [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 17, 200, 99, 128, 128, 128, 254, 1, 77, 3, 250, 250, 68, 32, 130, 60, 253, 230, 241, 194, 107, 48, 249, 14, 199, 221, 1, 228, 136, 117];
const greys = [0, 255, 76, 150, 29, 2, 134, 128, 85, 176, 54, 193, 198, 162, 189, 161];
const image = { widthPx: 16, heightPx: 1, data: Uint8Array.from(colours) };

it('is what Pillow makes of the same pixels', () => {
  expect([...toGrey(image).data]).toEqual(greys.flatMap((grey) => [grey, grey, grey]));
});

it('leaves a grey image as it is, at every value', () => {
  const grey = { widthPx: 16, heightPx: 16, data: Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)) };
  expect(toGrey(grey)).toEqual(grey);
});

it('a network of grey images gets one channel, others get three', () => {
  const size = { widthPx: 16, heightPx: 1, resize: { kind: 'stretch', interpolation: 'bilinear' } } as const;
  expect([...toPlanar(prepareImage(image, { ...size, channelOrder: 'grey' }), 1)]).toEqual(greys.map((grey) => Math.fround(grey / 255)));
  expect(prepareImage(image, { ...size, channelOrder: 'RGB' })).toEqual(image);
});

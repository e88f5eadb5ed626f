import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import { decodeImage } from './decode-image.ts';
import { encodePng } from './encode-png.ts';
import { thumbnail } from './thumbnail.ts';

const noise = (widthPx: number, heightPx: number): Promise<Uint8Array> => {
  const rng = createRandom('noise');
  return encodePng({ widthPx, heightPx, data: Uint8Array.from({ length: widthPx * heightPx * 3 }, () => rng.integer(256)) });
};

it('fits into a square, keeps its shape, and is small even of noise', async () => {
  const small = await thumbnail(await noise(400, 200), { sidePx: 128 });
  expect(await decodeImage(small)).toMatchObject({ widthPx: 128, heightPx: 64 });
  expect((await thumbnail(await noise(224, 224), { sidePx: 128 })).length).toBeLessThan(20_000);
});

it('is never larger than the image', async () => {
  expect(await decodeImage(await thumbnail(await noise(8, 6), { sidePx: 128 }))).toMatchObject({ widthPx: 8, heightPx: 6 });
});

it('what is no image is refused', async () => {
  await expect(thumbnail(new Uint8Array([1, 2, 3]), { sidePx: 128 })).rejects.toMatchObject({ code: 'images.not_an_image' });
});

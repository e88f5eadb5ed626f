import { describe, expect, it } from 'vitest';
import { decodeImage, encodePng } from './index.ts';

const image = { widthPx: 32, heightPx: 20, data: Uint8Array.from({ length: 32 * 20 * 3 }, (_, at) => (at * 167) % 256) };

describe('encodePng', () => {
  it('loses nothing', async () => {
    expect(await decodeImage(await encodePng(image))).toEqual(image);
  });

  it('writes the same bytes for the same pixels', async () => {
    expect(await encodePng(image)).toEqual(await encodePng({ ...image, data: image.data.slice() }));
  });

  it('keeps a grey image in three channels', async () => {
    const grey = { widthPx: 4, heightPx: 4, data: new Uint8Array(48).fill(90) };
    expect(await decodeImage(await encodePng(grey))).toEqual(grey);
  });

  it('refuses data that does not fit the size', async () => {
    await expect(encodePng({ ...image, widthPx: 31 })).rejects.toMatchObject({ code: 'images.wrong_length' });
  });
});

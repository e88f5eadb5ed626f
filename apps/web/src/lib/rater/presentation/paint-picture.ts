import { maskMoves } from './mask.ts';
import { resample } from './resample.ts';
import type { ShownSize } from './shown-size.ts';

type Context = CanvasRenderingContext2D;

/** A canvas's drawing, opaque: where a picture is not, there is the surround's grey. */
function contextOf(canvas: HTMLCanvasElement, width: number, height: number): Context {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('This browser has no canvas to draw a picture on.');
  context.fillStyle = '#808080';
  context.fillRect(0, 0, width, height);
  return context;
}

let isReadTruly: boolean | undefined;

/** Some browsers disturb the pixels that a page reads, against tracking: then nothing that was read may be shown. */
function readsTruly(): boolean {
  if (isReadTruly !== undefined) return isReadTruly;
  const context = contextOf(document.createElement('canvas'), 16, 16);
  const known = new ImageData(16, 16);
  known.data.forEach((_, i) => (known.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256));
  context.putImageData(known, 0, 0);
  const read = context.getImageData(0, 0, 16, 16).data;
  isReadTruly = known.data.every((value, i) => value === read[i]);
  return isReadTruly;
}

/** A picture at its own size; with a seed, its mask, made by moving blocks: nothing is read for it, so it is exact in every browser. */
function sourceOf(image: HTMLImageElement, maskSeed: string | undefined): Context {
  const size = { width: image.naturalWidth, height: image.naturalHeight };
  const picture = contextOf(document.createElement('canvas'), size.width, size.height);
  picture.drawImage(image, 0, 0);
  if (maskSeed === undefined) return picture;
  const mask = contextOf(document.createElement('canvas'), size.width, size.height);
  mask.imageSmoothingEnabled = false;
  for (const { from, to } of maskMoves(size, maskSeed)) mask.drawImage(picture.canvas, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  return mask;
}

/**
 * Draws a picture at its size in device pixels: crisp as squares of whole device pixels, else resampled by Lookalike. In a browser that disturbs
 * what is read, the browser itself resamples.
 * @param maskSeed draws the picture's mask in its place
 */
export function paintPicture(canvas: HTMLCanvasElement, image: HTMLImageElement, { widthDevicePx, heightDevicePx, isCrisp }: ShownSize, maskSeed?: string): void {
  const source = sourceOf(image, maskSeed);
  const context = contextOf(canvas, widthDevicePx, heightDevicePx);
  if (!isCrisp && readsTruly()) {
    const { data } = resample(source.getImageData(0, 0, image.naturalWidth, image.naturalHeight), widthDevicePx, heightDevicePx);
    context.putImageData(new ImageData(data, widthDevicePx, heightDevicePx), 0, 0);
    return;
  }
  context.imageSmoothingEnabled = !isCrisp;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source.canvas, 0, 0, widthDevicePx, heightDevicePx);
}

/**
 * Lays a painted canvas over its place, in the middle and at whole device pixels: between them the browser would blur it, or leave out a column.
 * @param place a positioned box
 */
export function layOver(place: HTMLElement, canvas: HTMLCanvasElement, devicePixelRatio: number): void {
  const box = place.getBoundingClientRect();
  const onDevicePx = (from: number, side: number, canvasDevicePx: number): number =>
    Math.round((from + (side - canvasDevicePx / devicePixelRatio) / 2) * devicePixelRatio) / devicePixelRatio - from;
  canvas.style.width = `${canvas.width / devicePixelRatio}px`;
  canvas.style.height = `${canvas.height / devicePixelRatio}px`;
  canvas.style.left = `${onDevicePx(box.left, box.width, canvas.width)}px`;
  canvas.style.top = `${onDevicePx(box.top, box.height, canvas.height)}px`;
}

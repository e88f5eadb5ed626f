import { maskOf } from './mask.ts';
import type { Pixels } from './pixels.ts';
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

function toCanvas({ data, width, height }: Pixels): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  contextOf(canvas, width, height).putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

/**
 * Draws a picture at its size in device pixels: crisp as squares of whole device pixels, else resampled by Lookalike. In a browser that disturbs
 * what is read, the browser itself resamples.
 * @param maskSeed draws the picture's mask in its place
 */
export function paintPicture(canvas: HTMLCanvasElement, image: HTMLImageElement, { widthDevicePx, heightDevicePx, isCrisp }: ShownSize, maskSeed?: string): void {
  const source = document.createElement('canvas');
  const sourceContext = contextOf(source, image.naturalWidth, image.naturalHeight);
  sourceContext.drawImage(image, 0, 0);
  const read = (): Pixels => sourceContext.getImageData(0, 0, source.width, source.height);
  const context = contextOf(canvas, widthDevicePx, heightDevicePx);
  if (!isCrisp && readsTruly()) {
    const { data } = resample(maskSeed === undefined ? read() : maskOf(read(), maskSeed), widthDevicePx, heightDevicePx);
    context.putImageData(new ImageData(data, widthDevicePx, heightDevicePx), 0, 0);
    return;
  }
  context.imageSmoothingEnabled = !isCrisp;
  context.imageSmoothingQuality = 'high';
  context.drawImage(maskSeed === undefined ? source : toCanvas(maskOf(read(), maskSeed)), 0, 0, widthDevicePx, heightDevicePx);
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

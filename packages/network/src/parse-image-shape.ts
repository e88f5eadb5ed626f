import type { ImageShape } from './image-shape.ts';

/** Reads 1x28x28 and 3×32×32 (channels first), or 28x28x1 and 32x32x3 (channels last). @returns undefined for anything else. */
export function parseImageShape(text: string): ImageShape | undefined {
  const sizes = text.trim().split(/\s*[x×]\s*/).map(Number);
  const [a, b, c] = sizes;
  if (sizes.length !== 3 || a === undefined || b === undefined || c === undefined || !sizes.every((size) => Number.isInteger(size) && size > 0)) return undefined;
  if (a === 1 || a === 3) return { layout: 'NCHW', channels: a, heightPx: b, widthPx: c };
  if (c === 1 || c === 3) return { layout: 'NHWC', channels: c, heightPx: a, widthPx: b };
  return undefined;
}

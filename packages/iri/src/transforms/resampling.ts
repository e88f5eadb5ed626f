import type { AffineMap } from './random-transforms.ts';

/** Neighbours that a bilinear sample is made of. */
export const tapCount = 4;

/**
 * Writes where each pixel of a transformed image comes from: four neighbours and their bilinear weights, which are 0 outside of the
 * image. The rest up to 1 is the share of grey.
 * @param indices and @param weights [4, H·W] from `offset` on; an index counts pixels of one plane, row by row.
 */
export function writeResampling(
  { matrix: [xx, xy, yx, yy], shift: [shiftX, shiftY] }: AffineMap,
  { heightPx, widthPx }: { heightPx: number; widthPx: number },
  { indices, weights, offset }: { indices: BigInt64Array; weights: Float32Array; offset: number },
): void {
  const [centreX, centreY] = [(widthPx - 1) / 2, (heightPx - 1) / 2];
  const area = heightPx * widthPx;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [fromX, fromY] = [x - centreX, y - centreY];
      const sourceX = xx * fromX + xy * fromY + shiftX + centreX;
      const sourceY = yx * fromX + yy * fromY + shiftY + centreY;
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [right, down] = [sourceX - left, sourceY - top];
      for (let tap = 0; tap < tapCount; tap++) {
        const [column, row] = [left + (tap & 1), top + (tap >> 1)];
        const isInside = column >= 0 && column < widthPx && row >= 0 && row < heightPx;
        const at = offset + tap * area + y * widthPx + x;
        indices[at] = isInside ? BigInt(row * widthPx + column) : 0n;
        weights[at] = isInside ? (tap & 1 ? right : 1 - right) * (tap >> 1 ? down : 1 - down) : 0;
      }
    }
  }
}

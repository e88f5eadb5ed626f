/** Opaque or not, 8-bit sRGB, RGBA in rows from the top: what a canvas's ImageData has. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

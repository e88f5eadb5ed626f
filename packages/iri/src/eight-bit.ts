/** Rounds pixels in [0, 1] to the bytes that a file can hold; half rounds up. */
export function toBytes(pixels: Float32Array): Uint8Array {
  const bytes = new Uint8Array(pixels.length);
  writeBytes(pixels, bytes);
  return bytes;
}

/** {@link toBytes} into memory that is there. */
export function writeBytes(pixels: Float32Array, target: Uint8Array): void {
  // Cutting off the fraction is rounding down here, and what a typed array does anyway.
  for (let i = 0; i < pixels.length; i++) target[i] = pixels[i]! * 255 + 0.5;
}

/** What the network sees of the file that pixels in [0, 1] become, written into `target` at `offset`. */
export function writeRounded(pixels: Float32Array, target: Float32Array, offset: number): void {
  for (let i = 0; i < pixels.length; i++) target[offset + i] = valueOfByte[(pixels[i]! * 255 + 0.5) | 0]!;
}

/** What the network sees of a file: byte / 255, rounded once to float32, written into `target` at `offset`. */
export function writeFromBytes(bytes: Uint8Array, target: Float32Array, offset: number): void {
  for (let i = 0; i < bytes.length; i++) target[offset + i] = valueOfByte[bytes[i]!]!;
}

/** Pixels in [0, 1] from bytes. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  const pixels = new Float32Array(bytes.length);
  writeFromBytes(bytes, pixels, 0);
  return pixels;
}

const valueOfByte = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

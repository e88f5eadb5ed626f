/** Rounds pixels in [0, 1] to the bytes that a file can hold; half rounds up. */
export function toBytes(pixels: Float32Array): Uint8Array {
  const bytes = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) bytes[i] = Math.floor(pixels[i]! * 255 + 0.5);
  return bytes;
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

/**
 * Zeros for weights, in memory that threads share: a session in another thread reads them where they are, and nobody copies tens of
 * millions of them.
 */
export function sharedFloats(count: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT));
}

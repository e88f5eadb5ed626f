/** Bytes that are split over several arrays, read as one run. */
export class SplitBytes {
  readonly #parts: readonly Uint8Array[];
  readonly #starts: readonly number[];
  readonly length: number;

  constructor(parts: readonly Uint8Array[]) {
    let length = 0;
    this.#parts = parts;
    this.#starts = parts.map((part) => {
      length += part.length;
      return length - part.length;
    });
    this.length = length;
  }

  /** Bytes from `start` up to `end`: a view where they lie in one part, else a copy. Both must be within the bytes. */
  slice(start: number, end: number): Uint8Array {
    const first = Math.max(0, this.#starts.findLastIndex((begin) => begin <= start));
    const part = this.#parts[first];
    const offset = start - (this.#starts[first] ?? 0);
    if (part === undefined || offset + end - start <= part.length) return (part ?? new Uint8Array()).subarray(offset, offset + end - start);
    const result = new Uint8Array(end - start);
    for (let i = first, filled = 0; filled < result.length; i++) {
      const from = i === first ? offset : 0;
      const piece = this.#parts[i]!.subarray(from, from + result.length - filled);
      result.set(piece, filled);
      filled += piece.length;
    }
    return result;
  }
}

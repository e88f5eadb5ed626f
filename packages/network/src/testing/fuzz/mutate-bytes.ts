import type { Random } from '@lookalike/random';

/** Applies one or two random faults to a file: flipped bits, cuts, overwritten lengths, pieces of other files. */
export function mutateBytes(random: Random, base: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  let bytes = new Uint8Array(base);
  for (let fault = 1 + random.integer(2); fault > 0; fault--) bytes = faults[random.integer(faults.length)]!(random, bytes, others);
  return bytes;
}

type Fault = (random: Random, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array<ArrayBuffer>;

/** Whole numbers as protobuf writes lengths and sizes; among them those that overflow. */
const varints: readonly (readonly number[])[] = [
  [0], [1], [0x7f], [0xff, 0x01], [0xff, 0xff, 0x03], [0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
];

const faults: readonly Fault[] = [
  function flipBit(random, bytes) {
    if (bytes.length > 0) bytes[position(random, bytes)]! ^= 1 << random.integer(8);
    return new Uint8Array(bytes);
  },
  function setByte(random, bytes) {
    if (bytes.length > 0) bytes[position(random, bytes)] = [0, 0x7f, 0x80, 0xff][random.integer(4)]!;
    return new Uint8Array(bytes);
  },
  function cutEnd(random, bytes) {
    return bytes.slice(0, random.integer(bytes.length + 1));
  },
  function removePiece(random, bytes) {
    const start = random.integer(bytes.length + 1);
    return joined(bytes.subarray(0, start), bytes.subarray(start + random.integer(64)));
  },
  function repeatPiece(random, bytes) {
    const start = random.integer(bytes.length + 1);
    const end = Math.min(bytes.length, start + random.integer(256));
    return joined(bytes.subarray(0, end), bytes.subarray(start, end), bytes.subarray(end));
  },
  function overwriteNumber(random, bytes) {
    const number = varints[random.integer(varints.length)]!;
    const start = position(random, bytes);
    // Most edits keep the length of the file, so that what follows is still read.
    const skipped = random.integer(4) === 0 ? 1 : number.length;
    return joined(bytes.subarray(0, start), Uint8Array.from(number), bytes.subarray(start + skipped));
  },
  function splice(random, bytes, others) {
    const other = others[random.integer(others.length)] ?? bytes;
    const [at, from] = [random.integer(bytes.length + 1), random.integer(other.length + 1)];
    return joined(bytes.subarray(0, at), other.subarray(from, from + random.integer(512)), bytes.subarray(at));
  },
];

/** Half of all faults go to the first and last two kilobytes, where a file says how it is laid out. */
function position(random: Random, bytes: Uint8Array): number {
  const edge = Math.min(bytes.length, 2048);
  switch (random.integer(4)) {
    case 0: return random.integer(Math.max(1, edge));
    case 1: return Math.max(0, bytes.length - 1 - random.integer(Math.max(1, edge)));
    default: return random.integer(Math.max(1, bytes.length));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    result.set(part, filled);
    filled += part.length;
  }
  return result;
}

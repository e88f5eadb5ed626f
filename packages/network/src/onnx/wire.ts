import { GraphError } from '@lookalike/graph';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One field of a message. Read it with exactly one of the methods; nothing is copied. */
export interface Field {
  readonly number: number;
  bytes(): Uint8Array;
  text(): string;
  /** A whole number that fits a double exactly, or the nearest one (INT64_MAX means "to the end" in Slice). */
  integer(): number;
  float(): number;
  /** A repeated number, packed or not: adds to `list`. */
  integersInto(list: number[]): void;
  floatsInto(list: number[]): void;
  doublesInto(list: number[]): void;
}

/**
 * Calls `visit` for every field of a message. Lengths are checked against what is there before anything is read, so a hostile
 * length costs nothing.
 * @throws graph.malformed_onnx naming the message
 */
export function readFields(bytes: Uint8Array, message: string, visit: (field: Field) => void): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    let wireType: WireType;
    let number: number;
    let end: number;
    const start = reader.pos;
    try {
      [number, wireType] = reader.tag();
      const content = reader.pos;
      reader.skip(wireType, number);
      end = reader.pos;
      reader.pos = content;
    } catch (cause) {
      throw malformed(message, `field at byte ${start} is broken or cut off`, { cause });
    }
    visit(fieldOf(reader, message, number, wireType));
    reader.pos = end;
  }
}

function fieldOf(reader: BinaryReader, message: string, number: number, wireType: WireType): Field {
  const expect = (expected: WireType): void => {
    if (wireType !== expected) throw malformed(message, `field ${number} has wire type ${wireType}, expected ${expected}`);
  };
  /** Runs `read` once, or over a packed block until its end. */
  const repeat = (single: WireType, read: (from: BinaryReader) => void): void => {
    if (wireType === single) return read(reader);
    expect(WireType.LengthDelimited);
    const block = new BinaryReader(reader.bytes());
    try {
      while (block.pos < block.len) read(block);
    } catch (cause) {
      throw malformed(message, `the numbers of field ${number} are cut off`, { cause });
    }
  };
  return {
    number,
    bytes: () => (expect(WireType.LengthDelimited), reader.bytes()),
    text: () => (expect(WireType.LengthDelimited), reader.string()),
    integer: () => (expect(WireType.Varint), Number(reader.int64())),
    float: () => (expect(WireType.Bit32), reader.float()),
    integersInto: (list) => repeat(WireType.Varint, (from) => list.push(Number(from.int64()))),
    floatsInto: (list) => repeat(WireType.Bit32, (from) => list.push(from.float())),
    doublesInto: (list) => repeat(WireType.Bit64, (from) => list.push(from.double())),
  };
}

export function malformed(message: string, what: string, options?: ErrorOptions): GraphError {
  return new GraphError('graph.malformed_onnx', `The ONNX file is damaged: in ${message}, ${what}. Export or download it again.`, { message }, options);
}

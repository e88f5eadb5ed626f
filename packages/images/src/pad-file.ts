import { crc32 } from 'node:zlib';
import { ImagesError } from './errors.ts';

/** What padding takes at least, in bytes: an empty chunk of a PNG file. */
export const leastPadding = 12;

/** libpng refuses chunks of more than 8 MB. */
const longestChunk = 1024 * 1024;

/**
 * A picture's file with more bytes and the same picture: nothing is decoded, so pixels, colour profile and orientation stay exactly as they are.
 * PNG and WebP get chunks, and AVIF a box, that decoders skip. All others get zeros behind their end, which decoders do not read: in a JPEG file
 * that moves nothing that is found by its offset, such as a gain map.
 * @param byteCount how long the file is to be
 * @throws ImagesError images.padding_too_short where the file is not shorter than that by `leastPadding`
 */
export function padFile(bytes: Uint8Array, byteCount: number): Uint8Array {
  const missing = byteCount - bytes.length;
  if (!(missing >= leastPadding)) {
    throw new ImagesError('images.padding_too_short', `The file has ${bytes.length} bytes and is to have ${byteCount}. Expected ${bytes.length + leastPadding} or more.`, { bytes: bytes.length, byteCount });
  }
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n') && text.endsWith('IHDR')) return padPng(bytes, missing);
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return padWebp(bytes, missing);
  if (text.slice(4, 12) === 'ftypavif') return Buffer.concat([bytes, freeBox(missing)]);
  return Buffer.concat([bytes, Buffer.alloc(missing)]);
}

/** Signature and IHDR, which comes first. */
const pngHeaderBytes = 8 + 25;

function padPng(bytes: Uint8Array, missing: number): Uint8Array {
  const count = Math.ceil(missing / longestChunk);
  const chunks = Array.from({ length: count }, (_, i) => pngChunk(Math.floor((missing * (i + 1)) / count) - Math.floor((missing * i) / count)));
  return Buffer.concat([bytes.subarray(0, pngHeaderBytes), ...chunks, bytes.subarray(pngHeaderBytes)]);
}

/** By its letters' case: ancillary, private, safe to copy. */
const pngPadding = 'paDd';

function pngChunk(byteCount: number): Buffer {
  const chunk = Buffer.alloc(byteCount);
  chunk.writeUInt32BE(byteCount - 12, 0);
  chunk.write(pngPadding, 4, 'latin1');
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), byteCount - 4);
  return chunk;
}

function padWebp(bytes: Uint8Array, missing: number): Uint8Array {
  const file = Buffer.from(bytes);
  const riffBytes = file.readUInt32LE(4);
  // Chunks have an even length, and a file that is longer than it says has something of its own behind them.
  const chunkBytes = missing - (missing % 2);
  const end = Math.min(file.length, 8 + riffBytes);
  if (end % 2 === 1) return Buffer.concat([bytes, Buffer.alloc(missing)]);
  const chunk = Buffer.alloc(chunkBytes);
  chunk.write('PADD', 0, 'latin1');
  chunk.writeUInt32LE(chunkBytes - 8, 4);
  file.writeUInt32LE(end - 8 + chunkBytes, 4);
  return Buffer.concat([file.subarray(0, end), chunk, file.subarray(end), Buffer.alloc(missing - chunkBytes)]);
}

/** ISO/IEC 14496-12, free space. */
function freeBox(byteCount: number): Buffer {
  const box = Buffer.alloc(byteCount);
  box.writeUInt32BE(byteCount, 0);
  box.write('free', 4, 'latin1');
  return box;
}

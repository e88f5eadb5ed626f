import { inflateSync } from 'node:zlib';

// The binary form of Qt's resource system, as `rcc --binary` writes it: a header, a tree of nodes, names and data.
// https://doc.qt.io/qt-5/resources.html; layout read from the files themselves, numbers are big-endian.
const headerMagic = 'qres';
const flagDeflated = 1;
const flagFolder = 2;
const flagZstandard = 4;

/** Returns the bytes of one file in a Qt resource archive. @throws Error when it is not one, or lacks that file. */
export function readQtResource(archive: Buffer, path: string): Buffer {
  if (archive.toString('latin1', 0, 4) !== headerMagic) throw new Error('Not a Qt resource archive: it does not begin with "qres".');
  const [version, tree, data, names] = [4, 8, 12, 16].map((at) => archive.readUInt32BE(at)) as [number, number, number, number];
  // From version 2 on, each node also has a time of last change (8 bytes).
  const nodeBytes = version < 2 ? 14 : 22;

  const nameAt = (offset: number): string => {
    const characters = archive.readUInt16BE(names + offset);
    const from = names + offset + 6;
    return Buffer.from(archive.subarray(from, from + 2 * characters)).swap16().toString('utf16le');
  };

  let node = tree;
  for (const part of path.split('/')) {
    if ((archive.readUInt16BE(node + 4) & flagFolder) === 0) throw new Error(`"${path}" is not in the archive: a file stands where "${part}" is wanted.`);
    const children = archive.readUInt32BE(node + 6);
    const first = archive.readUInt32BE(node + 10);
    const found = Array.from({ length: children }, (_, index) => tree + (first + index) * nodeBytes).find((each) => nameAt(archive.readUInt32BE(each)) === part);
    if (found === undefined) throw new Error(`"${path}" is not in the archive: there is no "${part}".`);
    node = found;
  }
  const flags = archive.readUInt16BE(node + 4);
  const start = data + archive.readUInt32BE(node + 10);
  const content = archive.subarray(start + 4, start + 4 + archive.readUInt32BE(start));
  if ((flags & flagZstandard) !== 0) throw new Error(`"${path}" is compressed with Zstandard, which this reader does not know.`);
  return (flags & flagDeflated) === 0 ? content : inflateSync(content.subarray(4));
}

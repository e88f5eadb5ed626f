import { expect, it } from 'vitest';
import { zipOf, type ZipPart } from '../testing/zip.ts';
import { openZip, zipLimits } from './open-zip.ts';

const text = (path: string, content = path): ZipPart => ({ path, bytes: Buffer.from(content) });
const limits = { entryCount: 4, unpackedBytes: 3 * 1024 ** 2, compressionRatio: 100 };
const open = (...parts: ZipPart[]) => openZip(zipOf(parts), 'a.zip', limits);
const refusal = (code: string, path: string) => expect.objectContaining({ code, facts: expect.objectContaining({ issues: [expect.objectContaining({ path, code })] }) });
const incompressible = (byteCount: number): Buffer => Buffer.from(Uint32Array.from({ length: byteCount / 4 }, (_, i) => Math.imul(i, 2654435761) ^ Math.imul(i * i, 2246822519)).buffer);

it('files come with their folders; folders, hidden files and what macOS adds do not', async () => {
  const files = await openZip(zipOf([text('bird/', ''), text('bird/0.txt', 'zero'), text('__MACOSX/bird/._0.txt'), text('.DS_Store'), text('vögel/.hidden/1.txt'), text('vögel/1.txt'), text('x/Thumbs.db')]), 'a.zip');
  expect(files.map(({ path, byteCount }) => [path, byteCount])).toEqual([['bird/0.txt', 4], ['vögel/1.txt', 12]]);
  expect(Buffer.from(await files[0]!.read()).toString()).toBe('zero');
  expect(await openZip(zipOf([]), 'a.zip')).toEqual([]);
});

it.each(['../a.png', 'a/../../b.png', '/etc/passwd', 'a\\b.png', '..\\a.png', 'C:/a.png', 'a\0.png'])('%j leads out of the archive and is refused', async (path) => {
  await expect(open(text('fine.txt'), text(path))).rejects.toEqual(refusal('archive.path_unsafe', `a.zip/${path}`));
});

it('bombs are refused before anything is unpacked: many entries, much content, much from little', async () => {
  await expect(open(...['a', 'b', 'c', 'd', 'e'].map((path) => text(path)))).rejects.toEqual(refusal('archive.too_many_entries', 'a.zip'));
  const half = incompressible(2 * 1024 ** 2);
  await expect(open({ path: 'a', bytes: half }, { path: 'b', bytes: half })).rejects.toEqual(refusal('archive.too_large', 'a.zip/b'));
  await expect(open({ path: 'zeros', bytes: Buffer.alloc(2 * 1024 ** 2) })).rejects.toEqual(refusal('archive.ratio', 'a.zip/zeros'));
  expect(zipLimits.compressionRatio).toBeLessThan(1000);
});

it('an entry that unpacks to more or less than it claims is stopped there', async () => {
  const bytes = Buffer.alloc(8 * 1024 ** 2);
  const [more] = await open({ path: 'more', bytes, claims: { unpackedBytes: 1000 } });
  await expect(more!.read()).rejects.toEqual(refusal('archive.unreadable', 'a.zip/more'));
  const [less] = await open({ path: 'less', bytes: Buffer.from('abc'), claims: { unpackedBytes: 1000 } });
  await expect(less!.read()).rejects.toEqual(refusal('archive.unreadable', 'a.zip/less'));
  const [other] = await open({ path: 'other', bytes: Buffer.from('abc'), claims: { checksum: 1 } });
  await expect(other!.read()).rejects.toEqual(refusal('archive.unreadable', 'a.zip/other'));
});

it('ZIP files in a ZIP file are refused by their name and by their content', async () => {
  await expect(open(text('inner.ZIP'))).rejects.toEqual(refusal('archive.nested', 'a.zip/inner.ZIP'));
  const [picture] = await open({ path: 'picture.png', bytes: zipOf([text('a')]) });
  await expect(picture!.read()).rejects.toEqual(refusal('archive.nested', 'a.zip/picture.png'));
});

it('encrypted, repeated and broken ones are refused', async () => {
  await expect(open({ ...text('secret'), claims: { flags: 1 } })).rejects.toEqual(refusal('archive.encrypted', 'a.zip/secret'));
  await expect(open(text('a'), text('a'))).rejects.toEqual(refusal('archive.repeated', 'a.zip/a'));
  const whole = zipOf([text('a'), text('b')]);
  for (const byteCount of [4, 30, whole.length - 30, whole.length - 1]) await expect(openZip(whole.subarray(0, byteCount), 'a.zip')).rejects.toEqual(refusal('archive.unreadable', 'a.zip'));
});

import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputFolder, writing } from './output-folder.ts';

const newFolder = (): OutputFolder => new OutputFolder(mkdtempSync(join(tmpdir(), 'output-')));

describe('OutputFolder', () => {
  it('knows a file by its content', () => {
    const folder = newFolder();
    const entry = folder.write('iris/cat.png', new Uint8Array([1, 2, 3]));
    expect(folder.holds(entry)).toBe(true);
    writeFileSync(join(folder.path, 'iris/cat.png'), 'something else');
    expect(folder.holds(entry)).toBe(false);
    expect(folder.holds({ ...entry, file: 'iris/dog.png' })).toBe(false);
  });

  it('leaves nothing half-written behind when it cannot write', () => {
    const folder = newFolder();
    mkdirSync(join(folder.path, 'taken'));
    expect(() => folder.write('taken', 'text')).toThrow(expect.objectContaining({ code: 'cli.cannot_write', message: expect.stringContaining('What is finished is kept') }));
    expect(readdirSync(folder.path)).toEqual(['taken']);
  });

  it('says that the disk is full in so many words', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(() => writing('/out/x', () => { throw full; })).toThrow('/out/x cannot be written: the disk is full.');
  });
});

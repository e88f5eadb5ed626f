import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainPreprocessing } from '@lookalike/preprocessing';
import { describe, expect, it } from 'vitest';
import { IriJournal, type IriEntry, type SessionEntry } from './iri-journal.ts';

const settings = { network: { files: { 'net.onnx': 'aa' }, layer: 'pooled', preprocessing: plainPreprocessing({ heightPx: 8, widthPx: 8 }) }, configuration: { randomSeed: 'x' }, targets: { 'cat.png': 'bb' } };
const session: SessionEntry = {
  kind: 'session', version: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z',
  environment: { device: { id: 'd', label: 'D', version: '1', threads: 1 }, layer: 'pooled', representationShape: [4], objective: { kind: 'weighted-sum', terms: [{ kind: 'representation-distance', weight: 1 }] }, calibrations: [] },
  nullDistribution: { count: 2, isComplete: true, seed: 's', mean: 1, probabilities: [], quantiles: [] },
};
const entry = (targetId: string): IriEntry => ({ kind: 'failed', targetId, code: 'iri.not_finite', message: '', stepCount: 3, durationMs: 1 });
const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'journal-')), 'iris.jsonl');

describe('IriJournal', () => {
  it('gives back what was finished, with the session that made it', () => {
    const path = newPath();
    const journal = new IriJournal(path, settings);
    journal.begin(session);
    journal.add(entry('cat.png'));
    expect(new IriJournal(path, settings).iris).toEqual(new Map([['cat.png', { entry: entry('cat.png'), session }]]));
  });

  it('cuts off a line that was broken off, and goes on behind the last whole one', () => {
    const path = newPath();
    const journal = new IriJournal(path, settings);
    journal.begin(session);
    journal.add(entry('cat.png'));
    appendFileSync(path, '{"kind":"failed","targetId":"dog');
    const again = new IriJournal(path, settings);
    again.begin(session);
    again.add(entry('dog.png'));
    expect([...new IriJournal(path, settings).iris.keys()]).toEqual(['cat.png', 'dog.png']);
  });

  it('refuses the folder of a run with other settings, saying what differs, and leaves it as it is', () => {
    const path = newPath();
    new IriJournal(path, settings);
    const before = readFileSync(path, 'utf8');
    const open = (): IriJournal => new IriJournal(path, { ...settings, configuration: { randomSeed: 'y' }, targets: {} });
    expect(open).toThrow(expect.objectContaining({ code: 'cli.other_run', message: expect.stringMatching(/the configuration, the images\. /) }));
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('refuses a journal with a line in its middle that cannot be read', () => {
    const path = newPath();
    new IriJournal(path, settings);
    appendFileSync(path, 'not json\n');
    expect(() => new IriJournal(path, settings)).toThrow(expect.objectContaining({ code: 'cli.bad_journal', message: expect.stringContaining('Line 2') }));
  });
});

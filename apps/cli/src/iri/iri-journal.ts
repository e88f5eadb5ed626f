import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { canonicalJson } from '@lookalike/content-address';
import type { Preprocessing } from '@lookalike/preprocessing';
import type { FailedIri, GeneratedIri, IriGeneration, NullDistribution } from '@lookalike/iri';
import { CliError } from '../cli-error.ts';
import { writing, type FileEntry } from './output-folder.ts';

/** Everything that decides the results. Two runs with equal settings may share a folder. */
export interface RunSettings {
  readonly network: { readonly files: Readonly<Record<string, string>>; readonly layer: string; readonly preprocessing: Preprocessing };
  readonly configuration: unknown;
  /** Pixel hashes of the usable images by their ids: the audit compares every IRI with the whole set. */
  readonly targets: Readonly<Record<string, string>>;
}

/** The first line of a journal. */
interface RunEntry {
  readonly kind: 'run';
  readonly format: typeof journalFormat;
  readonly settings: RunSettings;
}

/** Written whenever work begins: who makes the IRIs from here on. */
export interface SessionEntry {
  readonly kind: 'session';
  readonly version: string;
  readonly startedAt: string;
  readonly environment: IriGeneration['environment'];
  readonly nullDistribution: Omit<NullDistribution, 'values'>;
}

export type GeneratedEntry = Omit<GeneratedIri, 'image' | 'seedImage' | 'files'> & { readonly iri: FileEntry; readonly seed: FileEntry };
export type IriEntry = GeneratedEntry | FailedIri;
/** An IRI and the session that made it. */
export interface RecordedIri {
  readonly entry: IriEntry;
  readonly session: SessionEntry;
}

const journalFormat = 'lookalike-iri-journal/1';

/**
 * What is finished, a line of JSON each, in a file that is only ever appended to. A process that is killed leaves at most half a
 * line, which the next one cuts off.
 */
export class IriJournal {
  readonly #path: string;
  readonly #iris = new Map<string, RecordedIri>();
  #session: SessionEntry | undefined;

  /**
   * Opens a journal, or begins one.
   * @throws cli.other_run when the folder belongs to a run with other settings, naming what differs; cli.bad_journal when a
   *   line other than the last cannot be read; cli.cannot_write.
   */
  constructor(path: string, settings: RunSettings) {
    this.#path = path;
    const lines = existsSync(path) ? readWholeLines(path) : [];
    lines.forEach((line, i) => {
      const entry = parsed(line, path, i);
      if (i === 0) requireSameRun(entry, settings, path);
      else if (entry.kind === 'session') this.#session = entry;
      else if (entry.kind !== 'run' && this.#session !== undefined) this.#iris.set(entry.targetId, { entry, session: this.#session });
    });
    if (lines.length === 0) this.#append({ kind: 'run', format: journalFormat, settings });
  }

  /** By target id; of a target that was done twice, the later one. */
  get iris(): ReadonlyMap<string, RecordedIri> {
    return this.#iris;
  }

  begin(session: SessionEntry): void {
    this.#append(session);
    this.#session = session;
  }

  /** Keeps a finished IRI; its files must be written already. Only within a session. */
  add(entry: IriEntry): void {
    if (this.#session === undefined) throw new Error('An IRI was finished before a session began. It is a bug in Lookalike; please report it.');
    this.#append(entry);
    this.#iris.set(entry.targetId, { entry, session: this.#session });
  }

  /** A result whose files are gone or changed has to be made again. */
  forget(targetId: string): void {
    this.#iris.delete(targetId);
  }

  #append(entry: RunEntry | SessionEntry | IriEntry): void {
    writing(this.#path, () => {
      const file = openSync(this.#path, 'a');
      try {
        writeSync(file, `${JSON.stringify(entry)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    });
  }
}

function readWholeLines(path: string): string[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

function parsed(line: string, path: string, index: number): RunEntry | SessionEntry | IriEntry {
  try {
    // Only this class writes the file; the first line's format says so.
    return JSON.parse(line) as RunEntry | SessionEntry | IriEntry;
  } catch (cause) {
    throw new CliError('cli.bad_journal', `Line ${index + 1} of ${path} cannot be read, so what is finished is not known. Restore the file, or choose another --out folder.`, { path, line: index + 1 }, { cause });
  }
}

function requireSameRun(entry: RunEntry | SessionEntry | IriEntry, settings: RunSettings, path: string): void {
  if (entry.kind !== 'run' || entry.format !== journalFormat) {
    throw new CliError('cli.bad_journal', `${path} is not a journal that this version of Lookalike can go on with. Choose another --out folder.`, { path });
  }
  const differing = (Object.keys(settings) as (keyof RunSettings)[]).filter((key) => canonicalJson(entry.settings[key]) !== canonicalJson(settings[key]));
  if (differing.length > 0) {
    const words: Record<keyof RunSettings, string> = { network: 'the network, its layer or its preprocessing', configuration: 'the configuration', targets: 'the images' };
    throw new CliError('cli.other_run', `The folder holds IRIs of another run; what differs: ${differing.map((key) => words[key]).join(', ')}. Go on with the same settings, or choose another --out folder.`, { path, differing });
  }
}

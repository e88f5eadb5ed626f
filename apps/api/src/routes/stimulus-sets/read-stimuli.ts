import { sha256Hex } from '@lookalike/content-address';
import type { Issue } from '@lookalike/errors';
import { decodeImage } from '@lookalike/images';
import type { BlobRecord, NetworkRecord, NewStimulus } from '@lookalike/store';
import { ApiError } from '../../http/api-error.ts';
import type { CandidateFile } from '../../http/uploads.ts';
import { candidatesOf, issueOfCandidate, issueOfError, type Candidate } from '../image-sets/candidates.ts';
import { findByPath } from '../image-sets/find-by-path.ts';
import { mediaTypeOf } from '../image-sets/media-type.ts';
import { readStimulusTable, type StimulusRow } from './stimulus-table.ts';

/** A file that rows name, found to be an image. */
interface FoundFile {
  readonly path: string;
  readonly record: BlobRecord;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly read: () => Promise<Uint8Array>;
}

export interface ReadStimuli {
  readonly stimuli: readonly NewStimulus[];
  /** All that they name, each once. */
  readonly files: readonly Pick<FoundFile, 'record' | 'read'>[];
}

type KnownNetwork = Pick<NetworkRecord, 'id' | 'name' | 'defaultLayer' | 'layers'>;

const tableField = 'table';
const tableName = 'stimuli.csv';

/**
 * Reads the stimuli of an upload, each file decoded once. Keeps nothing. Files that no row names are passed over.
 * @throws ApiError stimuli.refused with an issue for every file and row that is unfit; archive.*
 */
export async function readStimuli(uploads: readonly CandidateFile[], networks: readonly KnownNetwork[]): Promise<ReadStimuli> {
  const candidates = await candidatesOf(uploads.filter(({ field }) => field !== tableField));
  const tables = [...uploads.filter(({ field }) => field === tableField).map(({ fileName, isTooLarge, bytes }): Candidate => ({ path: fileName, isTooLarge, read: async () => bytes })), ...candidates.filter(({ path }) => path.split('/').at(-1) === tableName)];
  const [table, another] = tables;
  if (table === undefined) throw refused([{ path: '/table', code: 'request.required', message: 'There is no table.', fix: `Send it in the field "table", or put "${tableName}" into the ZIP file.` }]);
  if (another !== undefined) throw refused([{ path: another.path, code: 'stimuli.table_repeated', message: 'There is more than one table.', fix: 'Send one.' }]);
  const unfit = issueOfCandidate(table);
  if (unfit !== undefined) throw refused([unfit]);

  const { rows, issues: tableIssues } = readStimulusTable(await table.read(), table.path);
  const issues = [...tableIssues];
  const files = fileReader(candidates, issues);
  const stimuli: NewStimulus[] = [];
  for (const row of rows) {
    const target = await files.find(row.at, row.target);
    const stimulus = await files.find(row.at, row.stimulus);
    const seed = row.seed === null ? null : await files.find(row.at, row.seed);
    const network = networkOf(row, networks, issues);
    if (target === undefined || stimulus === undefined || seed === undefined) continue;
    const other = [stimulus, ...(seed === null ? [] : [seed])].find(({ widthPx, heightPx }) => widthPx !== target.widthPx || heightPx !== target.heightPx);
    if (other !== undefined) issues.push({ path: row.at, code: 'stimuli.size_differs', message: `"${other.path}" has ${sizeOf(other)}, its target ${sizeOf(target)}.`, fix: 'Give all images of a row one size: another one would give them away.' });
    stimuli.push({
      condition: row.condition, factors: row.factors, label: row.label, ...network,
      targetName: target.path, targetFileHash: target.record.hash, name: stimulus.path, fileHash: stimulus.record.hash, seedName: seed?.path ?? null, seedFileHash: seed?.record.hash ?? null,
    });
  }
  if (issues.length > 0) throw refused(issues);
  return { stimuli, files: files.found() };
}

/** Finds files by what rows call them. What is wrong with a file is said once, what is wrong with a name at each row. */
function fileReader(candidates: readonly Candidate[], issues: Issue[]): { find(at: string, name: string): Promise<FoundFile | undefined>; found(): readonly FoundFile[] } {
  const read = new Map<Candidate, FoundFile | undefined>();
  return {
    async find(at, name) {
      // The table's own reader has said so.
      if (name === '') return undefined;
      const candidate = findByPath(candidates, name);
      if (candidate === undefined) issues.push({ path: at, code: 'stimuli.file_missing', message: `There is no file "${name}".`, fix: 'Put the file into the ZIP file, or take the row out. Names are with their folders, and capitals count.' });
      if (candidate === 'several') issues.push({ path: at, code: 'stimuli.file_ambiguous', message: `Several files are called "${name}".`, fix: 'Write it with its folders.' });
      if (candidate === undefined || candidate === 'several') return undefined;
      if (!read.has(candidate)) {
        const result = await readFile(candidate);
        if ('code' in result) issues.push(result);
        read.set(candidate, 'code' in result ? undefined : result);
      }
      return read.get(candidate);
    },
    found: () => [...read.values()].filter((file) => file !== undefined),
  };
}

async function readFile(candidate: Candidate): Promise<FoundFile | Issue> {
  const { path, read } = candidate;
  const issue = issueOfCandidate(candidate);
  if (issue !== undefined) return issue;
  const bytes = await read();
  try {
    const { widthPx, heightPx } = await decodeImage(bytes);
    return { path, widthPx, heightPx, record: { hash: sha256Hex(bytes), byteCount: bytes.byteLength, mediaType: mediaTypeOf(bytes) }, read };
  } catch (error) {
    return issueOfError(path, error);
  }
}

function networkOf({ at, network, layer }: StimulusRow, networks: readonly KnownNetwork[], issues: Issue[]): Pick<NewStimulus, 'networkId' | 'layer'> {
  if (network === null) return { networkId: null, layer: null };
  const known = networks.find(({ name }) => name === network);
  if (known === undefined) issues.push({ path: at, code: 'stimuli.network_unknown', message: `No network is called "${network}".`, fix: 'Add the network first, or leave the cell empty: then nothing is audited.' });
  else if (layer !== null && !known.layers.some(({ name }) => name === layer)) issues.push({ path: at, code: 'stimuli.layer_unknown', message: `"${network}" has no layer "${layer}" that can be a representation.`, fix: 'Take a name from the network’s page, or leave the cell empty for its default layer.' });
  return { networkId: known?.id ?? null, layer: layer ?? known?.defaultLayer ?? null };
}

function sizeOf({ widthPx, heightPx }: FoundFile): string {
  return `${widthPx}×${heightPx} px`;
}

function refused(issues: readonly Issue[]): ApiError {
  const named = [...new Set(issues.map(({ path }) => `"${path}"`))];
  return new ApiError('stimuli.refused', `${issues.length === 1 ? 'One thing' : `${issues.length} things`} cannot be used: ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' …' : ''}. Nothing was stored.`, { fix: 'See the issues: one for each file or row.', issues });
}

import { sha256Hex } from '@lookalike/content-address';
import type { Issue } from '@lookalike/errors';
import { decodeImage } from '@lookalike/images';
import type { BlobRecord, NewImage } from '@lookalike/store';
import { ApiError } from '../../http/api-error.ts';
import type { CandidateFile } from '../../http/uploads.ts';
import { readAttributions } from './attributions.ts';
import { candidatesOf, issueOfCandidate, issueOfError, type Candidate } from './candidates.ts';
import { findByPath, labelOfPath } from './find-by-path.ts';
import { readLabelTable, type LabelTable } from './label-table.ts';
import { mediaTypeOf } from './media-type.ts';

/** An image that was found fit, and where its bytes are. */
export interface ReadImage {
  readonly image: NewImage;
  readonly record: BlobRecord;
  readonly read: () => Promise<Uint8Array>;
}

/** Files that say something about the others: by the form's field, or by name. */
const companions = { attribution: 'attribution.json', labels: 'labels.csv' } as const;
type Companion = keyof typeof companions;

/**
 * Reads the images of an upload, each decoded once, and what is said of them. Keeps nothing.
 * @param leftOut paths that are passed over, and so are rows about them
 * @throws ApiError images.refused with an issue for every file and row that is unfit; archive.*
 */
export async function readImages(files: readonly CandidateFile[], leftOut: ReadonlySet<string>): Promise<readonly ReadImage[]> {
  const issues: Issue[] = [];
  const fromFields = files.filter(({ field }) => field in companions);
  const candidates = await candidatesOf(files.filter(({ field }) => !(field in companions)));
  const images = candidates.filter(({ path }) => companionOf(path) === undefined && !leftOut.has(path));
  const companion = async (kind: Companion): Promise<{ path: string; bytes: Uint8Array } | undefined> => {
    const inField = fromFields.filter(({ field }) => field === kind).map(({ fileName, bytes, isTooLarge }): Candidate => ({ path: fileName, isTooLarge, read: async () => bytes }));
    const [first, ...others] = [...inField, ...candidates.filter(({ path }) => companionOf(path) === kind)];
    for (const { path } of others) issues.push({ path, code: 'images.companion_repeated', message: `There is more than one ${companions[kind]}.`, fix: 'Put all into one.' });
    const issue = first === undefined ? undefined : issueOfCandidate(first);
    if (issue !== undefined) issues.push(issue);
    return first === undefined || issue !== undefined ? undefined : { path: first.path, bytes: await first.read() };
  };
  const attributions = await attributionsByPath(images, await companion('attribution'));
  const labels = await companion('labels');
  const table = readLabelTable(labels?.bytes, labels?.path ?? '', { paths: images.map(({ path }) => path), leftOut });

  const read: ReadImage[] = [];
  const firstWith = new Map<string, string>();
  for (const candidate of images) {
    const result = await readImage(candidate, firstWith);
    if ('code' in result) issues.push(result);
    else read.push({ ...result, image: { ...result.image, ...saidOf(candidate.path, table, attributions) } });
  }
  issues.push(...table.issues);
  if (issues.length > 0) {
    const named = [...new Set(issues.map(({ path }) => `"${path}"`))];
    throw new ApiError('images.refused', `${issues.length === 1 ? 'One thing' : `${issues.length} things`} in ${files.length} files cannot be used: ${named.slice(0, 5).join(', ')}${named.length > 5 ? ' …' : ''}. Nothing was stored.`, { fix: 'See the issues: one for each file or row.', issues });
  }
  if (read.length === 0) {
    const message = 'There are no images.';
    throw new ApiError('images.refused', message, { fix: 'Send the images in the field "files".', issues: [{ path: '/files', code: 'request.required', message, fix: 'Add at least one file.' }] });
  }
  return read;
}

function companionOf(path: string): Companion | undefined {
  const name = path.split('/').at(-1)?.toLowerCase();
  return name === companions.attribution ? 'attribution' : name === companions.labels ? 'labels' : undefined;
}

/** @param firstWith the path of each file so far by its hash; the file is added */
async function readImage(candidate: Candidate, firstWith: Map<string, string>): Promise<ReadImage | Issue> {
  const { path, read } = candidate;
  const issue = issueOfCandidate(candidate);
  if (issue !== undefined) return issue;
  const bytes = await read();
  const fileHash = sha256Hex(bytes);
  const same = firstWith.get(fileHash);
  if (same !== undefined) return { path, code: 'images.repeated', message: `It is the same file as "${same}".`, fix: 'Leave one of them out.' };
  firstWith.set(fileHash, path);
  try {
    const { widthPx, heightPx } = await decodeImage(bytes);
    return { image: { name: path, fileHash, widthPx, heightPx, attribution: '' }, record: { hash: fileHash, byteCount: bytes.byteLength, mediaType: mediaTypeOf(bytes) }, read };
  } catch (error) {
    return issueOfError(path, error);
  }
}

async function attributionsByPath(images: readonly Candidate[], file: { readonly bytes: Uint8Array } | undefined): Promise<ReadonlyMap<string, string>> {
  const byPath = new Map<string, string>();
  for (const [name, text] of readAttributions(file?.bytes)) {
    // Such a file may tell of more images than are sent.
    const found = findByPath(images, name);
    if (found !== undefined && found !== 'several') byPath.set(found.path, text);
  }
  return byPath;
}

function saidOf(path: string, { rows, hasLabels }: LabelTable, attributions: ReadonlyMap<string, string>): Pick<NewImage, 'label' | 'attribution' | 'licence' | 'source'> {
  const row = rows.get(path);
  return {
    label: hasLabels ? (row?.label ?? null) : labelOfPath(path),
    attribution: row?.attribution || (attributions.get(path) ?? ''),
    licence: row?.licence ?? '',
    source: row?.source ?? '',
  };
}

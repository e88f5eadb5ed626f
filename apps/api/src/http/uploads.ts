import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { readLimited } from './read-limited.ts';

export interface UploadLimits {
  readonly fileMebibytes: number;
  readonly fileCount: number;
  /** Of ZIP files, where they may be larger than others. */
  readonly zipMebibytes?: number;
}

/** Of all files of one request together. */
const totalMebibytes = 512;
/** Everything below is held in memory while it is read and checked, so these limits are what one request may cost. */
/** A network may have its weights in files of their own. */
export const networkLimits: UploadLimits = { fileMebibytes: 512, fileCount: 200 };
/** Two more than the images: labels and attributions. */
export const imageLimits: UploadLimits = { fileMebibytes: 32, fileCount: 1002, zipMebibytes: totalMebibytes };

/** A table of a study's submissions. */
export const exportLimits: UploadLimits = { fileMebibytes: 16, fileCount: 1 };

const fieldBytes = 200_000;
const mebibyte = 1024 * 1024;

export interface UploadedFile {
  readonly field: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** One of many files, of which some may be unfit. */
export interface CandidateFile extends UploadedFile {
  /** With the folders that its sender gave: `bird/0000.jpg`. */
  readonly fileName: string;
  /** Empty where it is too large. */
  readonly bytes: Uint8Array;
  readonly isTooLarge: boolean;
}

/** A multipart form, read whole. */
export interface Upload<File extends UploadedFile = UploadedFile> {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly File[];
}

/** Reads a multipart form; one file that is too large refuses it. @throws ApiError request.media_type, request.too_large, request.invalid */
export async function readUpload(request: FastifyRequest, limits: UploadLimits): Promise<Upload> {
  return readForm(request, { limits, preservePath: false, takesFile: ({ fileName, isTooLarge }) => {
    if (isTooLarge) throw tooLarge(`The file "${fileName}"`, `${limits.fileMebibytes} MiB`);
  } });
}

/** Reads a multipart form of many files with their paths. Those that are too large are marked, so that all that are unfit can be named at once. @throws as {@link readUpload} */
export async function readCandidates(request: FastifyRequest, limits: UploadLimits): Promise<Upload<CandidateFile>> {
  return readForm(request, { limits, preservePath: true, takesFile: () => undefined });
}

async function readForm(request: FastifyRequest, { limits, preservePath, takesFile }: { limits: UploadLimits; preservePath: boolean; takesFile: (file: CandidateFile) => void }): Promise<Upload<CandidateFile>> {
  if (!request.isMultipart()) {
    throw new ApiError('request.media_type', `The body is ${request.headers['content-type'] ?? 'missing'}.`, { expected: 'multipart/form-data', fix: 'Send the file as a form.' });
  }
  const fields = new Map<string, string>();
  const files: CandidateFile[] = [];
  let totalBytes = 0;
  // A file's own limit is held below, as it depends on what the file is.
  const parts = request.parts({ preservePath, limits: { fileSize: (totalMebibytes + 1) * mebibyte, files: limits.fileCount, fields: 20, fieldSize: fieldBytes, parts: limits.fileCount + 20 } });
  for await (const part of parts) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw tooLarge(`The field "${part.fieldname}"`, `${fieldBytes} bytes`);
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    const content = await readLimited(part.file, { bytes: limits.fileMebibytes * mebibyte, zipBytes: (limits.zipMebibytes ?? limits.fileMebibytes) * mebibyte, countBytes: (count) => {
      totalBytes += count;
      if (totalBytes > totalMebibytes * mebibyte) throw tooLarge('The files together', `${totalMebibytes} MiB`);
    } });
    const file = { field: part.fieldname, fileName: part.filename, ...content };
    takesFile(file);
    files.push(file);
  }
  return { fields, files };
}

function tooLarge(what: string, limit: string): ApiError {
  return new ApiError('request.too_large', `${what}: more than ${limit}.`, { expected: `At most ${limit}.` });
}

/** A field's text, trimmed. @throws ApiError request.invalid when it is missing, empty or too long */
export function requiredField(upload: Pick<Upload, 'fields'>, name: string, maximumLength: number): string {
  const text = (upload.fields.get(name) ?? '').trim();
  if (text !== '' && text.length <= maximumLength) return text;
  const message = text === '' ? `The field "${name}" is missing or empty.` : `The field "${name}" has ${text.length} characters.`;
  const fix = `Send "${name}" with 1 to ${maximumLength} characters.`;
  throw new ApiError('request.invalid', message, { fix, issues: [{ path: `/${name}`, code: text === '' ? 'request.required' : 'request.maxLength', message, fix }] });
}

/** The paths in the field `leaveOut`, which whoever sends files wants passed over. @throws ApiError request.invalid */
export function leftOutPaths({ fields }: Pick<Upload, 'fields'>): ReadonlySet<string> {
  const text = fields.get('leaveOut') ?? '[]';
  const value = parseJson(text);
  if (Array.isArray(value) && value.every((path) => typeof path === 'string')) return new Set(value);
  const fix = 'Send a JSON list of paths, such as ["bird/0000.jpg"].';
  throw new ApiError('request.invalid', 'The field "leaveOut" is no list of paths.', { fix, issues: [{ path: '/leaveOut', code: 'request.format', message: 'It is no JSON list of texts.', fix }] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

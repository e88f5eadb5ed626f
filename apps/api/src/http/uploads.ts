import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

export interface UploadLimits {
  readonly fileMebibytes: number;
  readonly fileCount: number;
}

/** Everything below is held in memory while it is read and checked, so these limits are what one request may cost. */
/** A network may have its weights in files of their own. */
export const networkLimits: UploadLimits = { fileMebibytes: 512, fileCount: 200 };
/** One more than the images: the attribution file. */
export const imageSetLimits: UploadLimits = { fileMebibytes: 32, fileCount: 1001 };
/** Of all files of one request together. */
const totalMebibytes = 512;

const fieldBytes = 200_000;
const mebibyte = 1024 * 1024;

export interface UploadedFile {
  readonly field: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** A multipart form, read whole. */
export interface Upload {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly UploadedFile[];
}

/** Reads a multipart form. @throws ApiError request.media_type, request.too_large, request.invalid */
export async function readUpload(request: FastifyRequest, limits: UploadLimits): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new ApiError('request.media_type', `The body is ${request.headers['content-type'] ?? 'missing'}.`, { expected: 'multipart/form-data', fix: 'Send the file as a form.' });
  }
  const fields = new Map<string, string>();
  const files: UploadedFile[] = [];
  let totalBytes = 0;
  const parts = request.parts({ limits: { fileSize: limits.fileMebibytes * mebibyte, files: limits.fileCount, fields: 20, fieldSize: fieldBytes, parts: limits.fileCount + 20 } });
  for await (const part of parts) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw tooLarge(`The field "${part.fieldname}"`, `${fieldBytes} bytes`);
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    const bytes = await part.toBuffer();
    totalBytes += bytes.byteLength;
    if (totalBytes > totalMebibytes * mebibyte) throw tooLarge('The files together', `${totalMebibytes} MiB`);
    files.push({ field: part.fieldname, fileName: part.filename, bytes });
  }
  return { fields, files };
}

function tooLarge(what: string, limit: string): ApiError {
  return new ApiError('request.too_large', `${what}: more than ${limit}.`, { expected: `At most ${limit}.` });
}

/** A field's text, trimmed. @throws ApiError request.invalid when it is missing, empty or too long */
export function requiredField(upload: Upload, name: string, maximumLength: number): string {
  const text = (upload.fields.get(name) ?? '').trim();
  if (text !== '' && text.length <= maximumLength) return text;
  const message = text === '' ? `The field "${name}" is missing or empty.` : `The field "${name}" has ${text.length} characters.`;
  const fix = `Send "${name}" with 1 to ${maximumLength} characters.`;
  throw new ApiError('request.invalid', message, { fix, issues: [{ path: `/${name}`, code: text === '' ? 'request.required' : 'request.maxLength', message, fix }] });
}

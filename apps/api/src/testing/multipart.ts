import type { InjectOptions } from 'fastify';

export type FormPart = readonly [name: string, value: string | { readonly fileName: string; readonly bytes: Uint8Array }];

/** A multipart request body, as a browser sends it. */
export function multipartForm(parts: readonly FormPart[]): Pick<InjectOptions, 'payload' | 'headers'> {
  const boundary = 'lookalike-test-boundary';
  const chunks: Uint8Array[] = [];
  for (const [name, value] of parts) {
    const head = typeof value === 'string' ? '\r\n\r\n' : `; filename="${value.fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    chunks.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${head}`), typeof value === 'string' ? Buffer.from(value) : value.bytes, Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { payload: Buffer.concat(chunks), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** The content address of bytes: their SHA-256 in 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The content address of a configuration: the SHA-256 of its canonical JSON. @throws TypeError if it is not JSON. */
export function hashOfJson(value: unknown): string {
  return sha256Hex(new TextEncoder().encode(canonicalJson(value)));
}

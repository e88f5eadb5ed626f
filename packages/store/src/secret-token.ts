import { randomBytes, randomInt } from 'node:crypto';
import { sha256Hex } from '@lookalike/content-address';

const TOKEN_BYTES = 32;
/** Without 0/O and 1/I/L, which people confuse when they copy a code. */
const READABLE = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A secret for a link, a cookie or a bearer: 256 random bits in URL-safe text. Only its hash is to be stored. */
export function newSecretToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a secret token. */
export function hashOfToken(token: string): string {
  return sha256Hex(new TextEncoder().encode(token));
}

/** A random code that people can copy by hand. */
export function newReadableCode(length: number): string {
  return Array.from({ length }, () => READABLE[randomInt(READABLE.length)]).join('');
}

import { hkdfSync, randomBytes } from 'node:crypto';
import { SecretsError } from './secrets-error.ts';

/** Shorter ones can be guessed. */
export const shortestKey = 32;

/** One key of the installation. What is made with it names it, so that a key can be changed. */
export interface Key {
  /** Public: says which key, not what it is. */
  readonly id: string;
  readonly text: string;
}

/** A new key: 256 random bits in URL-safe text. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Reads keys from their text: separated by commas or white space, the one in use first, those that it replaced after it.
 * @throws SecretsError secrets.key_missing, secrets.key_too_short
 */
export function readKeys(text: string): readonly [Key, ...Key[]] {
  const [first, ...others] = text.split(/[\s,]+/).filter((part) => part !== '');
  if (first === undefined) throw new SecretsError('secrets.key_missing', 'There is no key. Expected at least one of 32 characters or more; `openssl rand -base64 32` makes one.');
  for (const part of [first, ...others]) {
    if (part.length >= shortestKey) continue;
    throw new SecretsError('secrets.key_too_short', `A key has ${part.length} characters. Expected ${shortestKey} or more; \`openssl rand -base64 32\` makes one.`);
  }
  return [toKey(first), ...others.map(toKey)];
}

/** A key for one purpose: what is made for one can never pass for another. @param bytes of it */
export function derivedKey({ text }: Key, purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', text, 'lookalike', purpose, bytes));
}

function toKey(text: string): Key {
  return { id: derivedKey({ id: '', text }, 'key id', 6).toString('base64url'), text };
}

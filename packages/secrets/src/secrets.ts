import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { derivedKey, readKeys, type Key } from './keys.ts';
import { SecretsError } from './secrets-error.ts';

/**
 * What an installation does with its key. Every use names its purpose. Nothing that the key made can be made without
 * it; all replicas of an installation have the same one.
 */
export interface Secrets {
  /** Public name of the key in use. */
  readonly keyId: string;
  /** Public names of all keys, the one in use first. */
  readonly keyIds: readonly string[];
  /** What everything begins with that the key in use encrypts. */
  readonly sealedPrefix: string;
  /** HMAC-SHA256 in URL-safe text. */
  sign(purpose: string, text: string): string;
  /** Whether `signature` is one of this text, by the key in use or an earlier one. */
  verify(purpose: string, text: string, signature: string): boolean;
  /** What is stored of somebody whose name must not be: HMAC-SHA256 in hex, by the key in use. */
  keyedHash(purpose: string, text: string): string;
  /** The same by every key: what to look for among what was stored. */
  keyedHashes(purpose: string, text: string): readonly string[];
  /** AES-256-GCM: nobody without the key can read it or change it. */
  encrypt(purpose: string, text: string): string;
  /** @throws SecretsError secrets.key_unknown where the key that it was made with is gone, secrets.unreadable */
  decrypt(purpose: string, sealed: string): string;
}

const version = 'v1';
const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param text as `readKeys` takes it. @throws SecretsError secrets.key_missing, secrets.key_too_short */
export function openSecrets(text: string): Secrets {
  const keys = readKeys(text);
  const [current] = keys;
  // Deriving a key takes four times as long as using it, and purposes are few.
  const hmacKeys = new Map<string, Buffer>();
  const hmacKey = (key: Key, purpose: string): Buffer => {
    const name = `${key.id} ${purpose}`;
    const derived = hmacKeys.get(name) ?? derivedKey(key, `hmac ${purpose}`);
    hmacKeys.set(name, derived);
    return derived;
  };
  const hmac = (key: Key, purpose: string, message: string): Buffer => createHmac('sha256', hmacKey(key, purpose)).update(message, 'utf8').digest();

  return {
    keyId: current.id,
    keyIds: keys.map(({ id }) => id),
    sealedPrefix: `${version}.${current.id}.`,
    sign: (purpose, message) => hmac(current, purpose, message).toString('base64url'),
    verify(purpose, message, signature) {
      const given = Buffer.from(signature, 'base64url');
      return keys.some((key) => equal(hmac(key, purpose, message), given));
    },
    keyedHash: (purpose, message) => hmac(current, purpose, message).toString('hex'),
    keyedHashes: (purpose, message) => keys.map((key) => hmac(key, purpose, message).toString('hex')),
    encrypt(purpose, message) {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, derivedKey(current, `encrypt ${purpose}`), nonce);
      const bytes = Buffer.concat([nonce, sealing.update(message, 'utf8'), sealing.final(), sealing.getAuthTag()]);
      return `${version}.${current.id}.${bytes.toString('base64url')}`;
    },
    decrypt(purpose, sealed) {
      const [made, keyId, body = ''] = sealed.split('.');
      const key = keys.find(({ id }) => id === keyId);
      if (made === version && key === undefined) {
        throw new SecretsError('secrets.key_unknown', `This was encrypted with the key ${keyId}, which this installation does not have any more. Add that key after the one in use.`);
      }
      const bytes = Buffer.from(body, 'base64url');
      if (made !== version || key === undefined || bytes.length < nonceBytes + tagBytes) throw unreadable();
      const opening = createDecipheriv(cipher, derivedKey(key, `encrypt ${purpose}`), bytes.subarray(0, nonceBytes));
      opening.setAuthTag(bytes.subarray(-tagBytes));
      try {
        return Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]).toString('utf8');
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}

function unreadable(cause?: unknown): SecretsError {
  return new SecretsError('secrets.unreadable', 'What was stored encrypted cannot be read: it was changed, or made for another purpose.', {}, { cause });
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

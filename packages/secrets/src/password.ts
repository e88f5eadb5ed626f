import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Characters of a password that is set now (OWASP ASVS 4, 2.1.1); shorter ones of earlier versions still sign in. */
export const shortestPassword = 12;

interface ScryptParameters {
  /** CPU and memory cost: 128 · N · r bytes. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** OWASP, Password Storage Cheat Sheet: N = 2^15, r = 8, p = 3 (32 MiB). Stored with each hash, so it can be raised later. */
const presentParameters: ScryptParameters = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };
const keyBytes = 32;
const stored = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** Turns a password into what is stored: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, presentParameters);
  const { cost, blockSize, parallelization } = presentParameters;
  return ['scrypt', cost, blockSize, parallelization, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password is the one that was hashed. Takes the same time for every wrong one. */
export async function passwordMatches(password: string, passwordHash: string): Promise<boolean> {
  const [, cost, blockSize, parallelization, salt, key] = stored.exec(passwordHash) ?? [];
  if (cost === undefined || blockSize === undefined || parallelization === undefined || salt === undefined || key === undefined) {
    throw new Error('The stored password hash has an unknown form. Expected scrypt$N$r$p$salt$key.');
  }
  const expected = Buffer.from(key, 'base64url');
  const found = await deriveKey(password, Buffer.from(salt, 'base64url'), { cost: Number(cost), blockSize: Number(blockSize), parallelization: Number(parallelization) });
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** What stands in for the hash of an account that does not exist: no password matches it, and refusing one takes as long as a real one. */
export function unmatchableHash(): string {
  const { cost, blockSize, parallelization } = presentParameters;
  return ['scrypt', cost, blockSize, parallelization, randomBytes(16).toString('base64url'), randomBytes(keyBytes).toString('base64url')].join('$');
}

/** Whether a password has fewer characters than one that is set now may have. */
export function isShortPassword(password: string): boolean {
  return [...password].length < shortestPassword;
}

/** A password nobody has to think of: 144 random bits. */
export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}

function deriveKey(password: string, salt: Buffer, { cost, blockSize, parallelization }: ScryptParameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: blockSize, p: parallelization, maxmem: 256 * cost * blockSize };
    // The same characters, however a keyboard composes them.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newKey, openSecrets, shortestKey, type Secrets } from '@lookalike/secrets';
import { diskError } from './disk-error.ts';
import type { Settings } from './settings.ts';
import { StoreError } from './store-error.ts';

/**
 * The installation's secrets: by the key of the settings, else by that of the data folder, which the first start makes
 * (readable by its owner alone). Processes that start at the same time get the same one.
 * @throws SecretsError secrets.key_missing, secrets.key_too_short; StoreError store.disk_full
 */
export async function loadSecrets({ secret, secretFile }: Pick<Settings, 'secret' | 'secretFile'>): Promise<Secrets> {
  return openSecrets(secret ?? (await readIfThere(secretFile)) ?? (await makeFile(secretFile)));
}

/**
 * Puts a new key before those of the data folder's file, which keep what they made readable. The file is replaced as a whole.
 * @throws StoreError store.secret_in_settings where the key is a setting, store.disk_full; SecretsError of what was there
 */
export async function rotateSecretFile({ secret, secretFile }: Pick<Settings, 'secret' | 'secretFile'>): Promise<Secrets> {
  if (secret !== undefined) {
    throw new StoreError('store.secret_in_settings', `The key is in LOOKALIKE_SECRET, which only you can change. Write a new one of ${shortestKey} characters or more (\`openssl rand -base64 32\`) before it, with a comma between, start every process again, then run \`lookalike secret reseal\`.`);
  }
  const present = (await readIfThere(secretFile)) ?? (await makeFile(secretFile));
  openSecrets(present); // What cannot be read is not replaced.
  const rotated = `${newKey()}\n${present.trim()}\n`;
  const draft = `${secretFile}.${randomUUID()}`;
  try {
    await writeFile(draft, rotated, { flag: 'wx', mode: 0o600 });
    await rename(draft, secretFile);
  } catch (error) {
    throw diskError(error, path.dirname(secretFile));
  } finally {
    await rm(draft, { force: true });
  }
  return openSecrets(rotated);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A link appears with its content at once and replaces nothing: whoever comes second reads the first one's. */
async function makeFile(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, `${newKey()}\n`, { flag: 'wx', mode: 0o600 });
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskError(error, path.dirname(file));
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

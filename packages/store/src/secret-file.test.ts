import { mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { newKey } from '@lookalike/secrets';
import { beforeEach, expect, it } from 'vitest';
import { loadSecrets, rotateSecretFile } from './secret-file.ts';

let secretFile: string;
beforeEach(async () => {
  secretFile = path.join(await mkdtemp(path.join(os.tmpdir(), 'lookalike-secret-')), 'data', 'secret');
});

it('the first start makes a key that only its owner can read, later ones and others at the same time find it', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets({ secret: undefined, secretFile })));
  expect(new Set(all.map(({ keyId }) => keyId)).size).toBe(1);
  expect((await stat(secretFile)).mode & 0o777).toBe(0o600);
  expect(await readdir(path.dirname(secretFile))).toEqual(['secret']);
  expect((await loadSecrets({ secret: undefined, secretFile })).keyId).toBe(all[0]?.keyId);
});

it('a key of the settings comes first and makes no file', async () => {
  const secret = newKey();
  expect((await loadSecrets({ secret, secretFile })).keyId).toBe((await loadSecrets({ secret, secretFile })).keyId);
  await expect(readFile(secretFile)).rejects.toThrow('ENOENT');
});

it('an emptied file is refused, not replaced: what it had made would be lost', async () => {
  await loadSecrets({ secret: undefined, secretFile });
  await writeFile(secretFile, '');
  await expect(loadSecrets({ secret: undefined, secretFile })).rejects.toMatchObject({ code: 'secrets.key_missing' });
});

it('a new key comes before the old one, which still opens what it sealed', async () => {
  const first = await loadSecrets({ secret: undefined, secretFile });
  const sealed = first.encrypt('identity', 'somebody');
  const rotated = await rotateSecretFile({ secret: undefined, secretFile });
  expect(rotated.keyIds).toEqual([rotated.keyId, first.keyId]);
  expect((await loadSecrets({ secret: undefined, secretFile })).keyIds).toEqual(rotated.keyIds);
  expect(rotated.decrypt('identity', sealed)).toBe('somebody');
  expect((await stat(secretFile)).mode & 0o777).toBe(0o600);
  expect(await readdir(path.dirname(secretFile))).toEqual(['secret']);
});

it('a key of the settings is not rotated behind their back', async () => {
  await expect(rotateSecretFile({ secret: newKey(), secretFile })).rejects.toMatchObject({ code: 'store.secret_in_settings' });
});

it('a file that cannot be read is not replaced', async () => {
  await loadSecrets({ secret: undefined, secretFile });
  await writeFile(secretFile, 'short');
  await expect(rotateSecretFile({ secret: undefined, secretFile })).rejects.toMatchObject({ code: 'secrets.key_too_short' });
  expect(await readFile(secretFile, 'utf8')).toBe('short');
});

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DemoAccount {
  readonly email: string;
  readonly password: string;
}

/** The demo's own account: a random password, kept in the demo's data folder (readable by its owner only) for its next start. */
export async function demoAccount(dataDirectory: string): Promise<DemoAccount> {
  const file = join(dataDirectory, 'demo-account.json');
  try {
    // We wrote it ourselves, below.
    return JSON.parse(await readFile(file, 'utf8')) as DemoAccount;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const account: DemoAccount = { email: 'experimenter@localhost', password: randomBytes(12).toString('base64url') };
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, JSON.stringify(account), { mode: 0o600 });
  return account;
}

// A real PostgreSQL for the tests that want one: the machine's own binaries, or (root on Debian) the distribution's.
// It runs on loopback in a temporary folder and is gone afterwards.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages } from './test-debian.mjs';

/** @returns {Promise<{ url?: string, reason?: string, stop: () => Promise<void> }>} */
export async function startTestPostgres() {
  if (process.env.TEST_POSTGRES_URL !== undefined) return { url: process.env.TEST_POSTGRES_URL, stop: async () => {} };
  const skipped = (/** @type {string} */ reason) => ({ reason, stop: async () => {} });
  let binaries = binaryFolder();
  if (binaries === undefined) {
    if (!canInstallDebianPackages()) return skipped('no PostgreSQL server found. Install one (Debian: postgresql) or set TEST_POSTGRES_URL.');
    console.log('· Installing PostgreSQL from the distribution’s packages for the tests …');
    const problem = installDebianPackages(['postgresql']);
    binaries = binaryFolder();
    if (binaries === undefined) return skipped(`no PostgreSQL server found, and installing it did not work: ${problem ?? 'the package brought none'}`);
  }

  const account = unprivilegedAccount();
  if (account === 'none') return skipped('PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody` to run it as.');
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-postgres-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  const initialised = spawnSync(join(binaries, 'initdb'), ['-D', data, '-U', 'lookalike', '--auth=trust', '-E', 'UTF8', '--no-sync'], { encoding: 'utf8', cwd: folder, ...as });
  if (initialised.status !== 0) return skipped(`initdb failed: ${initialised.stderr}`);
  const port = await freePort();
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'], { stdio: 'ignore', cwd: folder, ...as });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgresql://lookalike@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await answers(url)) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  return skipped('PostgreSQL did not answer within 10 s.');
}

/** @param {string} url */
async function answers(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function binaryFolder() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => `/usr/lib/postgresql/${version}/bin`);
  const onPath = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' });
  if (onPath.status === 0) folders.push(join(onPath.stdout.trim(), '..'));
  return folders.find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')));
}

/** PostgreSQL refuses to run as root. @returns undefined when we are not root anyway */
function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' })).map(({ status, stdout }) => (status === 0 ? Number(stdout) : undefined));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  return 'none';
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

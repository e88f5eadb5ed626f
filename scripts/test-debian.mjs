import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Packages are installed only where that needs no question: as root, on Debian and its kin. */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** @param {readonly string[]} names @returns {string | undefined} what went wrong */
export function installDebianPackages(names) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { encoding: 'utf8', env: environment, timeout: 600_000 });
  let result = install();
  if (result.status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { env: environment, timeout: 300_000 });
    result = install();
  }
  return result.status === 0 ? undefined : (result.stderr ?? '').trim().split('\n').at(-1);
}

// Finds a Chromium for the browser test: Playwright's own, the system's, or (root on Debian) the distribution's package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canInstallDebianPackages, installDebianPackages } from './test-debian.mjs';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {Promise<{ path: string, reason?: undefined } | { path?: undefined, reason: string }>} */
export async function findBrowser() {
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath() };
  const path = systemBrowser();
  if (path !== undefined) return { path };
  if (!canInstallDebianPackages()) return { reason: 'no Chromium found. `npx playwright install chromium` or your distribution’s package brings one.' };
  console.log('· Installing Chromium from the distribution’s packages for the browser test …');
  const problem = installDebianPackages(['chromium']);
  const installed = systemBrowser();
  return installed === undefined ? { reason: `no Chromium found, and installing it did not work: ${problem ?? 'the package brought none'}` } : { path: installed };
}

function systemBrowser() {
  for (const name of systemNames) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (found.status === 0 && found.stdout.trim() !== '') return found.stdout.trim();
  }
  return undefined;
}

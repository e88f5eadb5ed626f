// Finds a software Vulkan driver, so that WebGPU can be tested without a graphics card: the one that comes with Chromium,
// and the system's Vulkan loader. As root on Debian both are installed where they are missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages } from './test-debian.mjs';

const driverFile = 'vk_swiftshader_icd.json';

/** @returns {Promise<{ path?: string, reason?: string }>} neither where this machine has a graphics card or no use for Vulkan */
export async function findSoftwareVulkan() {
  if (process.platform !== 'linux' || hasGraphicsCard()) return {};
  let path = await installedDriver();
  if (path === undefined || !hasLoader()) {
    if (!canInstallDebianPackages()) return { reason: `no ${path === undefined ? 'software Vulkan driver (it comes with Chromium)' : 'Vulkan loader (libvulkan.so.1)'} found; your distribution’s packages bring it.` };
    console.log('· Installing Chromium’s software Vulkan driver from the distribution’s packages for the WebGPU tests …');
    const problem = installDebianPackages(['chromium', 'libvulkan1']);
    path = await installedDriver();
    if (path === undefined || !hasLoader()) return { reason: `no software Vulkan driver found, and installing one did not work: ${problem ?? 'the packages brought none'}` };
  }
  return { path };
}

function hasGraphicsCard() {
  return existsSync('/dev/nvidia0') || existsSync('/dev/dxg') || (existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD')));
}

async function installedDriver() {
  const { chromium } = await import('playwright');
  return [dirname(chromium.executablePath()), '/usr/lib/chromium', '/usr/lib/chromium-browser', '/usr/lib64/chromium-browser', '/opt/google/chrome']
    .map((folder) => join(folder, driverFile))
    .find(existsSync);
}

function hasLoader() {
  return spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } }).stdout?.includes('libvulkan.so.1') ?? false;
}

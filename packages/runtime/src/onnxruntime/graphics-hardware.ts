import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Hardware } from '../device.ts';

/** Graphics drivers that compute on the processor: SwiftShader, Mesa's lavapipe, Windows' WARP. */
const softwareDriver = /swiftshader|lvp|lavapipe|d3d10warp/i;
/** Vulkan drivers of graphics cards: NVIDIA's, and Mesa's and AMD's by their names. */
const cardDriver = /nvidia|libGLX_|vulkan_(radeon|intel|nouveau|virtio|dzn|asahi|freedreno|panfrost|powervr|broadcom)|amdvlk|igvk/i;

/**
 * Whether asking for WebGPU can lead anywhere. On Linux a card has a device file, and whoever points Vulkan at a driver
 * of their own has the variable set; elsewhere the system always has something.
 */
export function mayHaveGraphics(environment: NodeJS.ProcessEnv = process.env, hasCard: boolean = hasGraphicsDeviceFile()): boolean {
  return process.platform !== 'linux' || hasCard || environment['VK_DRIVER_FILES'] !== undefined || environment['VK_ICD_FILENAMES'] !== undefined;
}

/**
 * Tells a graphics card from a software driver by the libraries that WebGPU loaded. Vulkan loads the drivers of cards that
 * are not there, too, so on Linux a card counts only with its device file.
 */
export function graphicsHardware(libraries: readonly string[], hasCard: boolean = process.platform !== 'linux' || hasGraphicsDeviceFile()): Hardware {
  const names = libraries.map((path) => basename(path));
  const isSoftware = names.some((name) => softwareDriver.test(name));
  return isSoftware && !(hasCard && names.some((name) => cardDriver.test(name))) ? 'software-gpu' : 'gpu';
}

function hasGraphicsDeviceFile(): boolean {
  if (existsSync('/dev/nvidia0') || existsSync('/dev/dxg')) return true;
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
}

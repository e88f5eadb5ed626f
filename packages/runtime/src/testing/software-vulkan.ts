import { existsSync } from 'node:fs';
import { mayHaveGraphics } from '../onnxruntime/graphics-hardware.ts';

/** `npm test` says where the driver is, and installs it where it may; a test run by itself takes Debian's Chromium if it is there. */
const driver = process.env['TEST_VULKAN_DRIVER'] ?? '/usr/lib/chromium/vk_swiftshader_icd.json';

/** On a machine without a graphics card, lets WebGPU find Chromium's software Vulkan driver. To be called before the first use of WebGPU. */
export function useSoftwareVulkan(): void {
  if (!mayHaveGraphics() && existsSync(driver)) process.env['VK_ICD_FILENAMES'] = driver;
}

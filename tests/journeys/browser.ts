import { chromium, type Browser } from 'playwright';

/** The Chromium of these tests; undefined where there is none: set TEST_BROWSER, or let npm test find one. */
export const browserPath = process.env['TEST_BROWSER'];

/** Starts it. */
export function startBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('TEST_BROWSER names no Chromium.');
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
}

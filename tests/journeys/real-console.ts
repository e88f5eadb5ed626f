import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { startTestApp, testEmail, testPassword, type TestApp } from '../../apps/api/src/testing/test-app.ts';
import { browserPath, startBrowser } from './browser.ts';

const webDirectory = join(import.meta.dirname, '../../apps/web/build');

/** Whether there is a browser, and the built web app for it. */
export const hasConsole = browserPath !== undefined && existsSync(webDirectory);

/** The built console on a real API, with a database of its own. */
export interface RealConsole {
  readonly test: TestApp;
  readonly browser: Browser;
  readonly url: string;
  /** A page of a browser of its own, signed in at the overview; the installation's first account unless an e-mail is given. `watch` sees the page before it asks for anything. */
  signedIn(who?: { readonly email?: string; watch?(page: Page): void }): Promise<Page>;
  close(): Promise<void>;
}

export async function startConsole(options: Parameters<typeof startTestApp>[0] = {}): Promise<RealConsole> {
  const test = await startTestApp({ webDirectory, ...options });
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
  const browser = await startBrowser();
  return {
    test,
    browser,
    url,
    async signedIn({ email = testEmail, watch } = {}) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      page.setDefaultTimeout(60_000);
      watch?.(page);
      await page.goto(`${url}/console/sign-in`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill(testPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/console$/);
      return page;
    },
    async close() {
      await browser.close();
      await test.close();
    },
  };
}

/** Where pictures are taken to, for the documents or to be looked at; nowhere unless it is set. */
const pictures = process.env['TAKE_PICTURES'];

/** Takes a picture of a part of the page, or of all of it, on a desktop and on a phone. */
export async function takePicture(page: Page, name: string, of?: { screenshot(options: { path: string }): Promise<unknown> }): Promise<void> {
  if (pictures === undefined) return;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 800 : 900 });
    await page.waitForTimeout(300);
    const path = join(pictures, `${name}-${width}.png`);
    await (of === undefined ? page.screenshot({ path, fullPage: true }) : of.screenshot({ path }));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

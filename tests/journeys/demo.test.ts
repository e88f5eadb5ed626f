import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient, dataOf } from '@lookalike/client';
import { parse } from 'csv-parse/sync';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { DemoProcess, isRunning } from './demo-process.ts';
import { answers, takeStudy } from './take-trials.ts';

/** A page that a busy machine has not made by then will never be there. */
const slowestMs = 300_000;

let folder: string;
let demo: DemoProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookalike-demo-'));
  demo = new DemoProcess({ data: join(folder, 'data'), output: join(folder, 'output') });
  await demo.line(/Up until Ctrl-C/);
});

afterAll(async () => {
  await demo.kill();
  await rm(folder, { recursive: true, force: true });
});

describe('the demo', () => {
  it('scores the robust network above the standard one, and the originals above both, by simulated raters', async () => {
    const { baseUrl, email, password } = await links();
    const { token } = dataOf(await createApiClient({ baseUrl }).POST('/api/sign-in', { body: { email, password } }));
    const client = createApiClient({ baseUrl, bearerToken: token });
    const study = dataOf(await client.GET('/api/studies')).studies[0]!;
    const results = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId: study.id }, query: { kind: 'simulated' } } }));
    const [standard, robust, original] = ['Standard', 'Robust (ℓ2)', 'Original'].map((name) => results.scores.find(({ condition }) => condition.name === name)!.score);
    expect(robust!.estimate).toBeGreaterThan(standard!.interval!.upper);
    // The ceiling: only lapses keep it from 1.
    expect(original!.estimate).toBeGreaterThan(robust!.estimate!);
    expect(original!.estimate).toBeGreaterThan(0.95);
    expect(results.quality.sessions).toBe(12);
    const people = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId: study.id }, query: { kind: 'person' } } }));
    expect(people.quality.sessions).toBe(0);
  });

  it('writes a data set in which everything presented is a row, marked as simulated', async () => {
    const text = await readFile(join(folder, 'output', 'study-iris_task-2afc_description-trials_data.csv'), 'utf8');
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(rows.length).toBeGreaterThanOrEqual(12 * (3 * 14 + 4 + 4));
    expect(new Set(rows.map(({ trial_id }) => trial_id)).size).toBe(rows.length);
    expect(new Set(rows.map(({ is_simulated }) => is_simulated!.toLowerCase()))).toEqual(new Set(['true']));
    expect(new Set(rows.map(({ phase }) => phase))).toEqual(new Set(['practice', 'main']));
    const columns = parse(await readFile(join(folder, 'output', 'data-dictionary.csv'), 'utf8'), { columns: true }) as Record<string, string>[];
    expect(columns.filter(({ table }) => table === 'trials').map(({ column }) => column)).toEqual(Object.keys(rows[0]!));
  });

  it('draws a contact sheet', async () => {
    const png = await readFile(join(folder, 'output', 'contact-sheet.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
  });

  it('starts a worker again that was killed, and says so', async () => {
    const [, processId] = await demo.line(/worker {4}ready: .*\(process (\d+)\)/);
    process.kill(Number(processId), 'SIGKILL');
    await demo.line(/worker stopped \(SIGKILL\); starting it again in 0\.5 s/);
    await demo.line(/worker runs again/);
  });
});

describe.skipIf(browserPath === undefined)('in a browser (needs a Chromium: set TEST_BROWSER, or let npm test find one)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('a rater takes the study on a phone, reloads in the middle, and gets the completion code', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    page.setDefaultTimeout(slowestMs);
    const faults = watchFaults(page);
    await page.goto((await links()).raterUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Your consent' }).waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'I agree and take part' }).click();
    await page.getByRole('button', { name: /Start the/ }).click();

    let trials = 0;
    let reloaded = false;
    const heading = page.getByRole('heading', { name: 'Thank you' });
    while (!(await heading.isVisible())) {
      const interlude = page.getByRole('button', { name: /^(Begin|Next|Practise again|Go on with block.*|Go on where I was)$/ });
      if (await interlude.isVisible()) await interlude.click().catch(() => undefined);
      else if (await answerTrial(page)) trials += 1;
      if (trials === 15 && !reloaded) {
        reloaded = true;
        await page.reload();
        await page.getByRole('button', { name: 'Options' }).click();
        await page.getByRole('dialog', { name: 'Options' }).getByRole('button', { name: 'Close' }).click();
      }
      // A person’s pace: answers that come faster than anyone can look are flagged, and would not count.
      await page.waitForTimeout(250);
    }
    expect(trials).toBeGreaterThanOrEqual(50);
    expect(await page.getByTestId('completion-code').innerText()).toMatch(/^\S{6,}$/);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('an experimenter signs in and reads the score of that one person, apart from the simulated raters', async () => {
    const { baseUrl, email, password } = await links();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(slowestMs);
    const faults = watchFaults(page);
    await page.goto(`${baseUrl}/console`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Results' }).click();
    await page.getByRole('link', { name: /Which picture is closer/ }).first().click();
    await page.getByRole('radio', { name: 'People' }).check();
    await expect.poll(() => page.getByTestId('scores').innerText()).toMatch(/Robust \(ℓ2\)[\s\S]*0\.\d\d/);
    await page.getByRole('radio', { name: 'Simulated' }).check();
    await page.getByText(/simulated raters/i).first().waitFor();
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await page.close();
  });

  it.each(Object.keys(answers))('an experimenter makes a study in the form, and raters take it with keys on a desk and by touch on a phone: %s', async (task) => {
    const { baseUrl, email, password } = await links();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(slowestMs);
    const faults = watchFaults(page);
    await page.goto(`${baseUrl}/console/studies/new`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Create a study' }).waitFor();
    await page.getByRole('radio', { name: new RegExp(task) }).check({ force: true }); // The card over it is its label.
    await page.getByRole('button', { name: 'Add conditions' }).click();
    const picker = page.getByRole('dialog');
    await picker.getByRole('checkbox').first().waitFor();
    for (const box of await picker.getByRole('checkbox').all()) await box.check({ force: true });
    await picker.getByRole('button', { name: /^Add/ }).click();
    await page.getByRole('button', { name: '+ Original' }).click();
    if (task === 'Classification') await page.getByRole('button', { name: 'Choose all' }).click();
    for (const [label, value] of Object.entries({ 'Targets per condition': '3', 'Catch trials': '0', 'Practice trials': '1', 'Correct to pass the practice': '0' })) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.getByRole('button', { name: /^Launch/ }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: /^Launch/ }).click();
    await page.getByText('Live', { exact: true }).first().waitFor();
    const studyId = new URL(page.url()).pathname.split('/').at(-1)!;
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
    await page.close();

    const { token } = dataOf(await createApiClient({ baseUrl }).POST('/api/sign-in', { body: { email, password } }));
    const client = createApiClient({ baseUrl, bearerToken: token });
    const study = dataOf(await client.GET('/api/studies/{studyId}', { params: { path: { studyId } } }));
    for (const hands of ['keys', 'touch'] as const) {
      const context = await browser.newContext(hands === 'keys' ? { viewport: { width: 1280, height: 800 } } : { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
      const rater = await context.newPage();
      rater.setDefaultTimeout(slowestMs);
      const seen = watchFaults(rater);
      expect(await takeStudy(rater, study.raterUrl, { task, hands })).toBe(study.operation.completionCode);
      expect(seen).toEqual([]);
      await context.close();
    }
    const results = dataOf(await client.GET('/api/studies/{studyId}/results', { params: { path: { studyId }, query: { include: 'all' } } }));
    expect(results.scores.map(({ condition, score }) => [condition.reference, score.n.trials])).toEqual(expect.arrayContaining([[null, 6], ['original', 6]]));
    expect(results.quality.completed).toBe(2);
  });
});

describe('Ctrl-C', () => {
  it('stops everything that was started', async () => {
    const processIds = demo.serviceProcessIds();
    expect(processIds).toHaveLength(3);
    expect(await demo.interrupt()).toBe(0);
    expect(processIds.filter(isRunning)).toEqual([]);
  });
});

async function links(): Promise<{ baseUrl: string; raterUrl: string; email: string; password: string }> {
  const [, raterUrl] = await demo.line(/Take the study\s+(\S+)/);
  const [, baseUrl, email, password] = await demo.line(/Experimenter\s+(\S+)\/console\s+\((\S+), password (\S+)\)/);
  return { baseUrl: baseUrl!, raterUrl: raterUrl!, email: email!, password: password! };
}

/** Chooses the option that is the same picture as the query, else the left one. @returns whether a trial was there to answer */
async function answerTrial(page: Page): Promise<boolean> {
  const left = page.getByRole('button', { name: 'Left image' });
  const right = page.getByRole('button', { name: 'Right image' });
  if (!(await left.isVisible()) || (await left.getAttribute('aria-disabled').catch(() => 'true')) === 'true') return false;
  const drawn = (canvas: Locator): Promise<string> => canvas.evaluate((element) => (element as unknown as { toDataURL(): string }).toDataURL(), undefined, { timeout: 2000 });
  try {
    const [query, rightPicture] = [await drawn(page.getByRole('img', { name: 'Upper image' })), await drawn(right.locator('canvas').first())];
    await (query === rightPicture ? right : left).click({ timeout: 2000 });
    return true;
  } catch {
    // The trial was over before it could be answered: its page moved on.
    return false;
  }
}

/** Everything that a browser's console would show in red. */
function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
  return faults;
}

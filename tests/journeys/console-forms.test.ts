import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { defaultStudyConfiguration, defaultStudyOperation } from '@lookalike/study';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, startBrowser } from './browser.ts';
import { openConsole } from './console-page.ts';

const createdAt = '2026-12-01T10:00:00.000Z';
const network = (name: string) => ({ id: `network-${name}`, name, tags: {} });
const run = (name: string) => ({
  id: name, network: network(name), imageSet: { id: 'images', name: 'Photographs' }, layer: 'features', configuration: defaultIriConfiguration(), preprocessing: { heightPx: 32, widthPx: 32, channelOrder: 'rgb', range: '0..1', mean: [0, 0, 0], standardDeviation: [1, 1, 1], resize: { kind: 'crop-to-aspect', interpolation: 'bilinear' } },
  status: 'done', totalCount: 20, doneCount: 20, acceptedCount: 20, createdAt,
});
const answers = (task: 'classification' | '2afc' = '2afc') => ({
  'GET /api/runs': { runs: [run('standard'), run('robust')] },
  'GET /api/networks': { networks: [network('standard'), network('robust')] },
  'GET /api/stimulus-sets': { stimulusSets: [] },
  'GET /api/studies/default-configuration': defaultStudyConfiguration(task),
  'GET /api/image-sets/images': { id: 'images', name: 'Photographs', images: [{ id: '1', name: 'a.png', label: 'cat' }, { id: '2', name: 'b.png', label: 'dog' }] },
});

describe.skipIf(browserPath === undefined)('forms of the console in a browser (needs a Chromium and the built page)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
  const open = (): Promise<Page> => browser.newPage(desktop);

  it('what was typed of a study is kept for the runs that it began with, and for no other ones', async () => {
    const page = await open();
    const title = page.getByLabel('Title', { exact: true });
    const conditions = page.getByLabel(/^Condition \d$/);
    await openConsole(page, '/console/studies/new?run=standard', answers());
    await title.fill('Of the standard one');
    await page.goto('http://console.invalid/console/studies/new?run=robust');
    await title.waitFor();
    expect(await title.inputValue()).not.toBe('Of the standard one');
    expect(await conditions.count()).toBe(1);
    expect(await conditions.first().inputValue()).toContain('robust');
    await title.fill('Of the robust one');
    await page.goto('http://console.invalid/console/studies/new?run=standard');
    await page.getByText('What you had typed is here again').waitFor();
    expect(await title.inputValue()).toBe('Of the standard one');
    expect(await conditions.first().inputValue()).toContain('standard');
    await page.close();
  });

  it('labels are read once for a set of images, whatever is typed', async () => {
    const page = await open();
    const { requests } = await openConsole(page, '/console/studies/new?run=standard', answers('classification'));
    await page.getByText('0 of 2 chosen').waitFor();
    await page.getByLabel('Condition 1').fill('Another name');
    await page.getByRole('button', { name: '+ Original' }).click();
    await page.getByLabel('Condition 2').waitFor();
    expect(requests.filter((asked) => asked === 'GET /api/image-sets/images')).toHaveLength(1);
    await page.close();
  });

  it('a number that was taken out is marked, with what to write, and the study is not sent', async () => {
    const page = await open();
    const { requests } = await openConsole(page, '/console/studies/new?run=standard', answers());
    const field = page.getByLabel('Catch trials', { exact: true });
    await field.fill('');
    await page.getByText('Enter a whole number from 0 to 40.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('A number is missing above.').waitFor();
    await page.getByRole('button', { name: 'Create the draft' }).click();
    expect(requests.filter((asked) => asked.startsWith('POST'))).toEqual([]);
    await field.fill('6');
    await page.getByText('6 catch').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    await page.close();
  });

  it('a number that may be empty is empty', async () => {
    const page = await open();
    await openConsole(page, '/console/studies/new?run=standard', answers());
    const field = page.getByLabel('Time to answer (ms)');
    await field.fill('3000');
    await field.fill('');
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    await page.close();
  });

  it('the changes of a study are read when somebody wants to see them', async () => {
    const page = await open();
    const { requests } = await openConsole(page, '/console/studies/one', {
      'GET /api/studies/one': {
        id: 'one', status: 'draft', version: 1, configuration: defaultStudyConfiguration('2afc'), configurationHash: 'c', operation: { ...defaultStudyOperation(), completionCode: 'DONE' }, conditions: [], warnings: [],
        stimulusCount: 0, stimuliHash: null, targetCount: 0, setCount: null, targetRule: '', wantedPlaces: null, raterUrl: '', rehearsalOf: null, createdAt, launchedAt: null, closedAt: null, heldPlaces: 0,
      },
      'GET /api/studies/one/readiness': { obstacle: null, rehearsals: [] },
      'GET /api/studies/one/changes': { changes: [{ changedAt: createdAt, experimenter: 'Somebody', change: { places: 60 } }] },
    });
    await page.getByText('What was changed').waitFor();
    expect(requests).not.toContain('GET /api/studies/one/changes');
    await page.getByText('What was changed').click();
    await page.getByText('places: 60').waitFor();
    await page.close();
  });
});

import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../apps/api/src/http/access.ts';
import { enteredRater } from '../../apps/api/src/testing/rater.ts';
import { launchStudyOf, storeRuns, studyRequest } from '../../apps/api/src/testing/stored-study.ts';
import type { TestApp } from '../../apps/api/src/testing/test-app.ts';
import { hasConsole, startConsole, type RealConsole } from './real-console.ts';

interface Visit {
  readonly path: string;
  /** What both see: the page is there. */
  readonly both: string;
  /** Buttons and links for those who may change something. */
  readonly controls: readonly string[];
}

describe.skipIf(!hasConsole)('who sees which controls (needs a Chromium and the built web app)', () => {
  let real: RealConsole;
  let test: TestApp;
  let url: string;
  let visits: readonly Visit[];

  beforeAll(async () => {
    real = await startConsole();
    ({ test, url } = real);
    const { runs, imageSetId } = await storeRuns(test);
    const [run] = runs;
    const draft = (await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: studyRequest(runs) })).json<{ id: string }>();
    const live = await launchStudyOf(test, {}, { recruiting: { platform: 'prolific', endings: {} } });
    const rater = await enteredRater(test.app, live.linkToken, { platformParameters: { PROLIFIC_PID: 'a'.repeat(24) } });
    await rater.consent();
    visits = [
      { path: '', both: 'Overview', controls: ['Start a run', 'Create a study'] },
      { path: '/networks', both: 'Networks', controls: ['Add a network'] },
      { path: `/networks/${run!.network.id}`, both: run!.network.name, controls: ['Generate IRIs', 'Change', 'Add tags'] },
      { path: '/images', both: 'Images', controls: ['Add an image set', 'Add stimuli'] },
      { path: `/images/${imageSetId}`, both: 'images', controls: ['Generate IRIs'] },
      { path: '/runs', both: 'Runs', controls: ['Start a run'] },
      { path: `/runs/${run!.id}`, both: run!.network.name, controls: ['Use in a study'] },
      { path: '/studies', both: 'Studies', controls: ['Create a study'] },
      { path: `/studies/${draft.id}`, both: '', controls: ['Change the draft', 'Launch', 'Change'] },
      { path: `/studies/${live.studyId}`, both: '', controls: ['Pause', 'Close', 'Change', 'Copy the test link', 'Try and save', 'Submissions and payments'] },
      { path: `/studies/${live.studyId}/sessions`, both: 'Sessions', controls: ['Payment file'] },
      { path: `/studies/${live.studyId}/results`, both: 'Results', controls: [] },
      { path: `/studies/${live.studyId}/recruiting`, both: '', controls: ['Read it'] },
      { path: `/studies/${draft.id}/edit`, both: '', controls: ['Save the draft'] },
      { path: '/studies/new', both: 'Create a study', controls: ['Create the draft'] },
      { path: '/runs/new', both: 'Start a run', controls: ['Start the run'] },
      { path: '/settings', both: 'Settings', controls: [] },
      { path: '/settings/people', both: 'Settings', controls: ['Invite somebody'] },
      { path: '/settings/log', both: 'Settings', controls: [] },
    ];
  });
  afterAll(() => real.close());

  /** The console of somebody with this role, and what the API has refused them. */
  async function signedIn(role: Role): Promise<{ page: Page; refused: string[] }> {
    await test.withRole(role);
    const { email } = await test.store.prisma.experimenter.findFirstOrThrow({ where: { role, email: { endsWith: '@lab.example' } }, orderBy: { createdAt: 'desc' } });
    const refused: string[] = [];
    const page = await real.signedIn({
      email,
      watch: (watched) => void watched.on('response', (response) => { if (response.status() === 403) refused.push(`${response.request().method()} ${new URL(response.url()).pathname}`); }),
    });
    return { page, refused };
  }

  /** Which of a page's controls are there, once it has stopped asking. */
  async function controlsAt(page: Page, { path, both, controls }: Visit): Promise<readonly string[]> {
    await page.goto(`${url}/console${path}`);
    await page.getByRole('heading', { level: 1, name: both }).or(page.getByText(/^This page is for /)).first().waitFor();
    await page.waitForLoadState('networkidle');
    await expect.poll(() => page.getByText(/^Loading /).count()).toBe(0);
    const is = await Promise.all(controls.map(async (name) => (await page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true })).count()) > 0));
    return controls.filter((_, i) => is[i]);
  }

  it('an owner sees all of them', async () => {
    const { page, refused } = await signedIn('owner');
    for (const visit of visits.filter(({ path }) => !path.endsWith('/recruiting'))) expect([visit.path, ...(await controlsAt(page, visit))]).toEqual([visit.path, ...visit.controls]);
    expect(refused).toEqual([]);
  });

  it('a viewer sees none, and no page asks for what the API refuses them', async () => {
    const { page, refused } = await signedIn('viewer');
    for (const visit of visits) expect([visit.path, ...(await controlsAt(page, visit))]).toEqual([visit.path]);
    expect(refused).toEqual([]);
  });

  it('a viewer looks at a session, and has nothing to change in it', async () => {
    const { page } = await signedIn('viewer');
    const sessions = visits.find(({ path }) => path.endsWith('/sessions'))!;
    await controlsAt(page, sessions);
    await page.locator('tbody button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Evidence' }).waitFor();
    expect(await dialog.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent))).toEqual(['Close']);
    expect(await dialog.getByText('Platform id').count()).toBe(0);
  });
});

// Takes the documents' pictures of a trial of each task, as raters see it, into docs/images/task-<task>-<width>.png. Needs Lookalike running with
// runs over labelled images, such as the demo, and a Chromium. While `npm run demo` is up, with the account that it says:
//   node scripts/take-task-pictures.mjs --url http://localhost:3000 --email experimenter@localhost --password …
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { findBrowser } from './test-browser.mjs';
import { projectRoot } from './project-root.mjs';

const screens = [{ width: 1280, height: 800 }, { width: 360, height: 740 }];
const tasks = ['2afc', 'matching', 'classification'];
/** More words than this are hard to read in a picture of this size. */
const mostLabels = 6;
const folder = join(projectRoot, 'docs', 'images');

const { url, email, password } = parseArgs({ options: { url: { type: 'string' }, email: { type: 'string' }, password: { type: 'string' } } }).values;
if (url === undefined || email === undefined || password === undefined) stop('Say where Lookalike runs and who you are: --url, --email and --password.');
const found = await findBrowser();
if (found.path === undefined) stop(`Pictures need a browser: ${found.reason}`);

/** @type {string | undefined} */
let token;
({ token } = await ask('/api/sign-in', { email, password }));
const run = await labelledRun();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const task of tasks) {
    const study = await launch(task);
    for (const screen of screens) {
      const path = join(folder, `task-${task}-${screen.width}.png`);
      await takePicture(study.raterUrl, screen, path);
      console.log(path);
    }
    await ask(`/api/studies/${study.id}/close`, {});
  }
} finally {
  await browser.close();
}

/**
 * A run that shows something to people: of the robust network where there is one.
 * @returns {Promise<{ id: string, labels: readonly string[] }>}
 */
async function labelledRun() {
  const { runs } = await ask('/api/runs');
  const done = runs.filter((/** @type {{ status: string }} */ { status }) => status === 'done');
  done.sort((/** @type {{ network: { name: string } }} */ a, /** @type {{ network: { name: string } }} */ b) => Number(/robust/i.test(b.network.name)) - Number(/robust/i.test(a.network.name)));
  for (const { id, imageSet } of done) {
    const { images } = await ask(`/api/image-sets/${imageSet.id}`);
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { label } of images) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size >= 2) return { id, labels: [...counts].sort(([, a], [, b]) => b - a).slice(0, mostLabels).map(([label]) => label) };
  }
  return stop('No run is done over images with labels. Start one, or use the demo.');
}

/**
 * A study whose first trial is one that counts: without practice and catch trials.
 * @param {string} task @returns {Promise<{ id: string, raterUrl: string }>}
 */
async function launch(task) {
  const defaults = await ask(`/api/studies/default-configuration?task=${task}`);
  const configuration = {
    ...defaults,
    design: { ...defaults.design, perCondition: defaults.task.setSize ?? 1 },
    task: 'labels' in defaults.task ? { ...defaults.task, labels: run.labels } : defaults.task,
    trials: { catchCount: 0, practiceCount: 0, practicePassCount: 0, blockSize: 20 },
    randomSeed: 'pictures',
  };
  const { id } = await ask('/api/studies', { configuration, conditions: [{ name: 'Pictures', runId: run.id }] });
  return ask(`/api/studies/${id}/launch`, {});
}

/**
 * Goes as far as the first trial, as a rater would.
 * @param {string} raterUrl @param {{ width: number, height: number }} viewport @param {string} path
 */
async function takePicture(raterUrl, viewport, path) {
  const isPhone = viewport.width < 600;
  const context = await browser.newContext({ viewport, hasTouch: isPhone, isMobile: isPhone });
  const page = await context.newPage();
  await page.goto(raterUrl);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'Your consent' }).waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'I agree and take part' }).click();
  await page.getByRole('button', { name: /^Start/ }).click();
  // A trial can be answered once all of its pictures are painted.
  const trial = page.locator('.trial [aria-disabled="false"]').first();
  const interlude = page.getByRole('button', { name: /^(Begin|Next|Go on.*)$/ });
  await trial.or(interlude).first().waitFor();
  if (await interlude.isVisible()) await interlude.click();
  await trial.waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path });
  await context.close();
}

/**
 * One request to the API: with a body a POST.
 * @param {string} path @param {object} [body] @returns {Promise<any>}
 */
async function ask(path, body) {
  const response = await fetch(new URL(path, url), {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  });
  if (!response.ok) stop(`${path} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
}

/** @param {string} problem @returns {never} */
function stop(problem) {
  console.error(problem);
  process.exit(1);
}

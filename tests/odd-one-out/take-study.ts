/** From the form's defaults to the CSV of a study of the odd-one-out task; prints what came out. Runs in a copy of the project that has the task. */
import { enteredRater, nextTrial } from '../../apps/api/src/testing/rater.ts';
import { storeRuns } from '../../apps/api/src/testing/stored-study.ts';
import { startTestApp } from '../../apps/api/src/testing/test-app.ts';

const test = await startTestApp();
const { runs } = await storeRuns(test, { targetCount: 6 });
const configuration = (await test.asExperimenter({ url: '/api/studies/default-configuration?task=odd-one-out' })).json();
const conditions = [...runs.map(({ id, network }) => ({ name: network.name, runId: id })), { name: 'Ceiling', reference: 'original' }];
// The clock of these tests stands still: no time can have passed that an answer claims.
const quality = configuration.quality.filter(({ rule }: { rule: string }) => rule !== 'claimed-time');
const created = await test.asExperimenter({ method: 'POST', url: '/api/studies', payload: { configuration: { ...configuration, quality, trials: { catchCount: 1, practiceCount: 2, practicePassCount: 1, blockSize: 5 } }, conditions } });
const { id } = created.json<{ id: string }>();
const launched = (await test.asExperimenter({ method: 'POST', url: `/api/studies/${id}/launch` })).json<{ raterUrl: string; status: string }>();

const rater = await enteredRater(test.app, new URL(launched.raterUrl).pathname.split('/').at(-1) ?? '', { kind: 'person' });
await rater.consent();
const { shown } = await rater.known();
const statuses: number[] = [];
for (;;) {
  const trial = nextTrial(await rater.get());
  if (trial === undefined) break;
  const hashes = Object.values(shown(trial));
  // The picture that is there once, where another is there twice; else the first.
  const once = hashes.findIndex((hash) => new Set(hashes).size < hashes.length && hashes.filter((other) => other === hash).length === 1);
  const option = Math.max(0, once);
  const reply = await rater.post('responses', { responses: [{ responseId: crypto.randomUUID(), trialIndex: trial.trialIndex, round: trial.round, answer: { option }, responseTimeMs: 900, presentedAt: new Date().toISOString(), focusLossCount: 0, viewportWidthPx: 800, viewportHeightPx: 600, devicePixelRatio: 1, inputType: 'mouse', imageLoadMs: 5 }] });
  statuses.push(reply.statusCode);
  if (reply.statusCode !== 200) throw new Error(reply.body);
}
const completed = (await rater.post('complete')).json<{ state: string }>();
const results = (await test.asExperimenter({ url: `/api/studies/${id}/results` })).json();
const csv = (await test.asExperimenter({ url: `/api/studies/${id}/dataset.csv` })).body;
console.log(JSON.stringify({ status: launched.status, statuses, completed: completed.state, results, csv }));
await test.close();
process.exit(0);

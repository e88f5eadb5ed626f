import { afterAll, beforeAll, expect, it } from 'vitest';
import { enteredRater, sideOfIdentical } from '../../testing/rater.ts';
import { launchStudyOf, type LaunchedStudy } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let test: TestApp;
let study: LaunchedStudy;
/** The photographs: who takes them always is aligned with both networks. */
let targets: ReadonlySet<string>;

beforeAll(async () => {
  test = await startTestApp();
  study = await launchStudyOf(test, { design: { targets: 'shared', perCondition: 4, answersPerStimulus: 4 } });
  targets = new Set((await test.store.prisma.image.findMany()).map(({ fileHash }) => fileHash));
  await take('person', 'target');
  await take('person', 'seed');
  await take('person', 'inattentive');
  await take('simulated', 'target');
  await take('simulated', 'target');
  await take('test', 'seed');
  const underWay = await enteredRater(test.app, study.linkToken);
  await underWay.consent();
});
afterAll(() => test.close());

async function take(kind: string, habit: 'target' | 'seed' | 'inattentive'): Promise<void> {
  const rater = await enteredRater(test.app, study.linkToken, { kind }, await test.experimenterToken());
  await rater.consent();
  await rater.answerAll((trial, shown) => {
    const { query, left, right } = shown;
    if (query === left || query === right) {
      const identical = sideOfIdentical(trial, shown);
      return habit === 'inattentive' && trial.phase === 'main' ? (identical === 'left' ? 'right' : 'left') : identical;
    }
    return targets.has(left ?? '') === (habit === 'target') ? 'left' : 'right';
  });
  await rater.post('complete');
}

const results = async (query: string) => (await test.asExperimenter({ url: `/api/studies/${study.studyId}/results${query}` })).json();

it('people alone unless asked otherwise, without flagged sessions', async () => {
  const view = await results('');
  expect(view).toMatchObject({ raterKind: 'person', include: 'passed', label: 'People, without excluded sessions' });
  // One takes every target, one every seed; the third failed its catch trial.
  expect(view.scores).toHaveLength(2);
  for (const { condition, network, score, distance, acceptance } of view.scores) {
    expect(score).toMatchObject({ estimate: 0.5, n: { trials: 8, raters: 2, targets: 4 }, chance: 0.5, ties: 0, interval: { level: 0.95 } });
    expect(distance.median).toBeCloseTo(0.065, 10);
    expect(acceptance).toEqual({ accepted: 4, total: 4 });
    expect(condition).toMatchObject({ name: network.name, reference: null, factors: { layer: 'features', objective: 'regularizer-free', seed_kind: 'super-noise' } });
  }
  expect(view.quality).toMatchObject({ sessions: 3, completed: 3, included: 2, excluded: { catch_failed: 1 }, excludedSessions: 1, catchAccuracy: 1, medianResponseTimeMs: 812.5 });
  expect(view.comparisons).toMatchObject([{ difference: { estimate: 0, n: { targets: 4 } } }]);
  expect(view.confusions).toBeNull();
});

it('says what exclusions leave short of the wanted answers', async () => {
  // Of four answers wanted for each of eight stimuli two count, of two of three finished sessions; one of four places is still under way.
  expect((await results('')).shortfall).toEqual({ answersPerStimulus: 4, shortStimuli: 8, missingAnswers: 16, placesToAdd: 2 });
  expect((await results('?kind=simulated')).shortfall).toBeNull();
});

it('flagged sessions count when asked for', async () => {
  const view = await results('?include=all');
  expect(view.scores[0].score.n.raters).toBe(3);
  expect(view.quality.catchAccuracy).toBeCloseTo(2 / 3, 10);
});

it('simulated raters are never mixed with people unless asked, and it says so', async () => {
  const simulated = await results('?kind=simulated');
  expect(simulated).toMatchObject({ label: 'Simulated raters, without excluded sessions', scores: [{ score: { estimate: 1, n: { raters: 2 } } }, { score: { estimate: 1 } }] });
  const all = await results('?kind=all');
  expect(all.label).toContain('mixed');
  expect(all.scores[0].score.n.raters).toBe(5);
});

it('the same question has the same answer', async () => {
  expect(await results('?include=all')).toEqual(await results('?include=all'));
});

it('a study without answers has no estimate', async () => {
  const other = await launchStudyOf(test);
  const view = (await test.asExperimenter({ url: `/api/studies/${other.studyId}/results` })).json();
  expect(view.scores[0].score).toMatchObject({ estimate: null, interval: null, chance: 0.5 });
  expect(view.quality).toMatchObject({ sessions: 0, catchAccuracy: null, medianResponseTimeMs: null });
  expect(view.shortfall).toBeNull();
});

it('unknown words in the query are refused', async () => {
  expect(await results('?kind=robot')).toMatchObject({ status: 400, code: 'request.invalid' });
  expect(await results('?sort=up')).toMatchObject({ status: 400, issues: [{ path: '/sort' }] });
});

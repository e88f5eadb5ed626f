import { describe, expect, it } from 'vitest';
import { createRandom } from '@lookalike/random';
import { alignmentScore } from '@lookalike/alignment';
import { planSession, taskOf, type FrozenStudy, type TaskName } from '@lookalike/study';
import { judgeSession, scoredItems, type JudgedSession, type SessionFacts } from '@lookalike/answers';
import { exampleContext, exampleStudy, observedSession, responseTo, sessionWith } from '@lookalike/answers/testing';
import { studyResults } from './study-results.ts';

const resultsOf = (study: FrozenStudy, sessions: readonly JudgedSession[], change: object = {}, places = 4) =>
  studyResults({ context: exampleContext(study, places), sessions, includesFlagged: false, arePeople: true, ...change });

async function people(study: FrozenStudy, count: number): Promise<JudgedSession[]> {
  const sessions: JudgedSession[] = [];
  for (let planIndex = 0; planIndex < count; planIndex++) sessions.push(await observedSession(study, { id: `p${planIndex}`, planIndex }));
  return sessions;
}

/** Who never answers in time. */
function absent(study: FrozenStudy, change: Partial<SessionFacts> & { readonly id: string }): JudgedSession {
  const session = sessionWith(change);
  return judgeSession(study, session, planSession(study, session.planIndex).filter(({ phase }) => phase === 'main').map((trial) => responseTo(trial, session, null)));
}

describe('studyResults', () => {
  it.each<[TaskName, number]>([['2afc', 0.5], ['matching', 1 / 3], ['classification', 1 / 3]])('has the chance level of %s, also without answers', (name, chance) => {
    const { scores, quality, comparisons } = resultsOf(exampleStudy(name), []);
    expect(scores.map(({ score }) => [score.estimate, score.chance])).toEqual([[null, chance], [null, chance], [null, chance]]);
    expect(comparisons).toHaveLength(3);
    expect(quality).toMatchObject({ sessions: 0, catchAccuracy: null, medianResponseTimeMs: null, agreement: { alpha: null } });
  });

  it('names conditions with their factors, and networks, distances and acceptance where there are some', async () => {
    const study = exampleStudy('2afc');
    const { scores: [first, , ceiling], quality } = resultsOf(study, await people(study, 3));
    expect(first).toMatchObject({ condition: { id: 'condition-a', name: 'A, standard', reference: null, factors: { layer: 'features' } }, network: { name: 'standard' }, acceptance: { accepted: 12, total: 13 } });
    expect(first!.distance!.maximum).toBeCloseTo(0.16, 10);
    expect(ceiling).toMatchObject({ condition: { reference: 'original' }, network: null, distance: null, acceptance: null, score: { estimate: 1 } });
    expect(quality.leftShare).toBeGreaterThan(0);
  });

  it('says the seed of each interval, from which it can be made again', async () => {
    const study = exampleStudy('matching');
    const sessions = await people(study, 6);
    const { scores, bootstrap } = resultsOf(study, sessions);
    for (const { condition, score, randomSeed } of scores) {
      expect(alignmentScore({ trials: scoredItems(sessions, condition.id), chance: 1 / 3, rng: createRandom(randomSeed), ...bootstrap })).toEqual(score);
    }
  });

  it('counts what was said of each label, where answers are labels only', async () => {
    const study = exampleStudy('classification');
    const { confusions, quality } = resultsOf(study, [...(await people(study, 4)), absent(study, { id: 'absent', planIndex: 4 })], { includesFlagged: true });
    const ceiling = confusions!.find(({ condition }) => condition.id === 'ceiling')!;
    expect(ceiling.labels).toEqual(['bird', 'boat', 'cat']);
    expect(ceiling.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(4 * 6);
    expect(ceiling.unanswered.reduce((sum, count) => sum + count, 0)).toBe(6);
    const [first] = resultsOf(study, await people(study, 4)).confusions!;
    const right = first!.counts.reduce((sum, row, index) => sum + row[index]!, 0);
    expect(right / 24).toBeCloseTo(resultsOf(study, await people(study, 4)).scores[0]!.score.estimate!, 12);
    expect([quality.leftShare, quality.unansweredCount]).toEqual([null, 19]);
    for (const name of ['2afc', 'matching'] as const) expect(resultsOf(exampleStudy(name), []).confusions).toBeNull();
  });

  it('leaves flagged sessions out unless asked, and counts them', async () => {
    const study = exampleStudy('2afc');
    const sessions = [...(await people(study, 2)), absent(study, { id: 'absent', planIndex: 2 })];
    expect(resultsOf(study, sessions).quality).toMatchObject({ sessions: 3, included: 2, excludedSessions: 1, excluded: { catch_failed: 1 }, catchAccuracy: 1 });
    expect(resultsOf(study, sessions, { includesFlagged: true }).quality).toMatchObject({ included: 3, catchAccuracy: 2 / 3 });
  });

  it('agrees on labels by the label, and elsewhere by whether it was the target', async () => {
    for (const name of ['2afc', 'matching', 'classification'] as const) {
      const study = exampleStudy(name, { randomSeed: 'agreement' });
      const ceilingOnly: FrozenStudy = { ...study, conditions: study.conditions.slice(2), stimuli: study.stimuli.filter(({ conditionId }) => conditionId === 'ceiling') };
      const { agreement } = resultsOf(ceilingOnly, await people(ceilingOnly, 4)).quality;
      // Everybody recognises originals: of labels there are three, so that agreement is more than chance's; else all ratings are the same.
      expect(agreement.alpha).toBe(taskOf(study.configuration).form === 'label' ? 1 : null);
      expect(agreement.n.ratings).toBe(24);
    }
  });
});

describe('the shortfall', () => {
  const study = exampleStudy('2afc');

  it('is what exclusions leave short of the wanted answers, with places to add', async () => {
    // Four plans show each of 12 targets twice; one of the four sessions does not count.
    const sessions = [...(await people(study, 3)), absent(study, { id: 'absent', planIndex: 3 })];
    expect(resultsOf(study, sessions).shortfall).toEqual({ answersPerStimulus: 2, shortStimuli: 18, missingAnswers: 18, placesToAdd: 3 });
  });

  it('is not made up for twice: places that are still open count', async () => {
    expect(resultsOf(study, await people(study, 3)).shortfall).toMatchObject({ missingAnswers: 18, placesToAdd: 1 });
  });

  it('is nothing when all is there, and null where it has no meaning', async () => {
    const sessions = await people(study, 4);
    expect(resultsOf(study, sessions).shortfall).toMatchObject({ shortStimuli: 0, missingAnswers: 0, placesToAdd: 0 });
    expect(resultsOf(study, sessions, { arePeople: false }).shortfall).toBeNull();
    const unlimited = exampleStudy('2afc', { design: { targets: 'shared', perCondition: 6, answersPerStimulus: null } });
    expect(resultsOf(unlimited, []).shortfall).toBeNull();
    expect(resultsOf({ ...study, stimuli: [] }, []).shortfall).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import { schemaIssues } from '@lookalike/schema-issues';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { EarlierResponseSubmission, ResponseSubmission, Stimulus, checkStudyConfiguration, planPracticeRound, planSession, readStimuli, readStudyConfiguration, readSubmission, taskOf, type FrozenStudy } from './index.ts';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly configuration: Record<string, unknown>;
  readonly triplets: readonly Record<string, unknown>[] | null;
}
interface EarlierTrial {
  readonly trialIndex: number; readonly blockIndex: number; readonly phase: string; readonly round: number;
  readonly queryUrl: string; readonly leftUrl: string; readonly rightUrl: string;
}
/** As the code of 1 December 2026, before tasks and conditions, stored and answered it. */
const earlier = JSON.parse(readFileSync(new URL('../../../apps/api/fixtures/database-20261201.json', import.meta.url), 'utf8')) as {
  readonly tables: { readonly study: readonly Row[]; readonly rater_session: readonly { readonly id: string; readonly study_id: string; readonly plan_index: number }[] };
  readonly views: Readonly<Record<string, { readonly sessionId: string; readonly trials: readonly EarlierTrial[] }>>;
  readonly openPage: { readonly body: { readonly responses: readonly EarlierResponseSubmission[] } };
};
const launched = earlier.tables.study.filter(({ triplets }) => triplets !== null);

function studyOf({ configuration, triplets }: Row): FrozenStudy {
  const stimuli = readStimuli(triplets ?? []);
  return { configuration: readStudyConfiguration(configuration), conditions: [...new Set(stimuli.map(({ conditionId }) => conditionId))].map((conditionId) => ({ conditionId, name: conditionId, factors: {} })), stimuli };
}

describe('a study launched before tasks and conditions were', () => {
  it.each(earlier.tables.study)('has a configuration of today ($status)', ({ configuration: stored }) => {
    const configuration = readStudyConfiguration(stored);
    expect(checkStudyConfiguration(configuration)).toEqual({ configuration });
    const { trials, display, ...rest } = stored as { trials: { perNetwork: number }; display: { stimulusSizePx: number }; title: string; question: string; texts: unknown; exclusion: { catchPassShare: number; minimumResponseTimeMs: number }; randomSeed: string; estimatedMinutes: number };
    const { perNetwork, ...kept } = trials;
    expect(configuration).toMatchObject({ title: rest.title, question: rest.question, texts: rest.texts, randomSeed: rest.randomSeed, estimatedMinutes: rest.estimatedMinutes });
    expect(configuration.quality).toEqual([
      { rule: 'catch-accuracy', minimumShare: rest.exclusion.catchPassShare, action: 'flag' },
      { rule: 'too-fast', limitMs: rest.exclusion.minimumResponseTimeMs, mostShare: 0.2, action: 'flag' },
      { rule: 'one-place', share: 0.95, minimumCount: 10, action: 'flag' },
    ]);
    expect(configuration).toMatchObject({ task: { name: '2afc' }, trials: kept, design: { targets: 'shared', perCondition: perNetwork, answersPerStimulus: null }, presentation: { order: 'all-at-once', size: display.stimulusSizePx, sizeUnit: 'css-px', answerLimitMs: null } });
  });

  it('is read once: what is read reads as itself', () => {
    for (const { configuration } of earlier.tables.study) {
      const read = readStudyConfiguration(configuration);
      expect(readStudyConfiguration(read)).toBe(read);
    }
  });

  it.each(launched)('has one condition a network, with the network’s id ($status)', ({ triplets }) => {
    const stimuli = readStimuli(triplets!);
    for (const [index, stimulus] of stimuli.entries()) {
      const { networkId, ...rest } = triplets![index]!;
      expect(stimulus).toEqual({ ...rest, conditionId: networkId });
      expect(schemaIssues(Stimulus, stimulus, 'study')).toEqual([]);
    }
    expect(new Set(stimuli.map(({ conditionId }) => conditionId)).size).toBe(2);
    expect(readStimuli(stimuli)).toEqual(stimuli);
  });

  it('goes on with the trials that its raters have on their screens', () => {
    const views = Object.values(earlier.views).filter(({ trials }) => trials.length > 0);
    expect(views).toHaveLength(2);
    for (const { sessionId, trials } of views) {
      const session = earlier.tables.rater_session.find(({ id }) => id === sessionId)!;
      const study = studyOf(launched.find(({ id }) => id === session.study_id)!);
      const plan = planSession(study, session.plan_index);
      const round = trials[0]!.round;
      const visible = [...planPracticeRound(study.configuration, plan, round), ...plan.filter(({ phase }) => phase === 'main')];
      const today = visible.map(({ trialIndex, blockIndex, phase, round, ...trial }) => ({
        trialIndex, blockIndex, phase, round,
        pictures: taskOf(study.configuration).present(trial).pictures.map(({ slot, group, hash }) => ({ slot, group, url: `/api/stimuli/${hash}.png` })),
      }));
      expect(today).toEqual(trials.map(({ queryUrl, leftUrl, rightUrl, ...place }) => ({
        ...place,
        pictures: [{ slot: 'query', group: 'query', url: queryUrl }, { slot: 'left', group: 'options', url: leftUrl }, { slot: 'right', group: 'options', url: rightUrl }],
      })));
    }
  });
});

describe('readSubmission', () => {
  it('reads what a page sends that was opened before tasks were', () => {
    const sent = earlier.openPage.body.responses;
    expect(sent).toHaveLength(1);
    for (const response of sent) {
      expect(Value.Check(EarlierResponseSubmission, response)).toBe(true);
      const { chosenSide, ...rest } = response;
      expect(readSubmission(response)).toEqual({ ...rest, answer: { side: chosenSide } });
      expect(Value.Errors(ResponseSubmission, readSubmission(response))).toEqual([]);
    }
  });

  it('leaves today’s answers as they are', () => {
    const [{ chosenSide: _side, ...measured }] = earlier.openPage.body.responses as [EarlierResponseSubmission];
    for (const answer of [{ assignment: [1, 0] }, null]) {
      const sent = { ...measured, answer };
      expect(readSubmission(sent)).toBe(sent);
    }
  });
});

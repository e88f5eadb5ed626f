import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRandom } from '@lookalike/random';
import { expect, it } from 'vitest';
import { configurationWith, makeStudy } from '../example-study.test-data.ts';
import { planPracticeRound, planSession, readStudyConfiguration, type PlannedTrial } from '../index.ts';
import type { TwoAfcTrial } from '../tasks/two-afc/trial.ts';

/** SHA-256 of 500 plans, each with its practice rounds 0 to 3, as the code of 23 November 2026 made them: ten digits each. */
const recorded = readFileSync(new URL('../../fixtures/plan-version-1.txt', import.meta.url), 'utf8').trim().split('\n');

/** Raters of studies that were launched then go on with these very trials, so no change of the code may change one. */
it('plans the sessions of studies launched before byte for byte', () => {
  expect(Array.from({ length: recorded.length }, (_, index) => hashOf(index))).toEqual(recorded);
}, 600_000);

function hashOf(index: number): string {
  const rng = createRandom(`plan-version-1/${index}`);
  const below = (purpose: string, limit: number): number => rng.child(purpose).integer(limit);
  const networkCount = 1 + below('networks', 4);
  const perNetwork = 1 + below('perNetwork', 30);
  const { task: _task, design: _design, presentation: _presentation, trials: _trials, ...rest } = configurationWith({});
  const configuration = readStudyConfiguration({
    ...rest,
    task: '2afc',
    display: { stimulusSizePx: 192 },
    randomSeed: `seed ${below('seed', 1e6)}`,
    trials: { perNetwork, catchCount: below('catch', Math.min(8, perNetwork)), practiceCount: below('practice', 7), practicePassCount: 0, blockSize: 5 + below('block', 40) },
  });
  const study = makeStudy({ conditionCount: networkCount, targetCount: perNetwork + below('spare', 20), configuration });
  const plan = planSession({ ...study, stimuli: rng.child('triplets').shuffled(study.stimuli) }, below('plan', 5000)) as PlannedTrial<TwoAfcTrial>[];
  const rounds = [1, 2, 3].map((round) => planPracticeRound(configuration, plan, round) as PlannedTrial<TwoAfcTrial>[]);
  return createHash('sha256').update(JSON.stringify([plan, ...rounds].map((trials) => trials.map(factsOf)))).digest('hex').slice(0, 10);
}

function factsOf({ trialIndex, blockIndex, phase, round, role, items: [item], queryHash, leftHash, rightHash, alignedSide }: PlannedTrial<TwoAfcTrial>): unknown[] {
  const kind = role === 'scored' ? 'comparison' : role;
  return [trialIndex, blockIndex, phase, round, kind, item?.iriId ?? null, item?.conditionId ?? null, item?.targetId ?? null, queryHash, leftHash, rightHash, alignedSide];
}

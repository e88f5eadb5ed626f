import { randomUUID } from 'node:crypto';
import { createApiClient, dataOf, type components } from '@lookalike/client';
import type { Side } from '@lookalike/study';
import type { Random } from '@lookalike/random';
import { CliError } from '../cli-error.ts';

type SessionView = components['schemas']['RaterSessionView'];
type PresentedTrial = components['schemas']['PresentedTrial'];

/** Answers one trial from its pictures alone, as a person would. */
export type Observer = (trial: { readonly query: Uint8Array; readonly left: Uint8Array; readonly right: Uint8Array }, rng: Random) => Promise<Side>;

export interface SimulatedRaterOptions {
  readonly baseUrl: string;
  readonly linkToken: string;
  readonly observer: Observer;
  readonly rng: Random;
  /** Fetches a picture by the address that the trial gives; shared by all raters so that each is fetched once. */
  readonly picture: (url: string) => Promise<Uint8Array>;
  readonly onTrial?: () => void;
}

/** More practice rounds than this mean that the observer cannot do the task at all. */
const maximumPracticeRounds = 20;

/**
 * Takes a study through the HTTP API, step for step as the rater's page does: enter, consent, practice until passed, trials,
 * completion. The session is marked as simulated. Answers are sent one by one; what the server has accepted decides what comes next.
 * @returns the completion code
 * @throws ApiError with the API's code if it refuses a step; cli.practice_not_passed after 20 rounds
 */
export async function takeStudyAsSimulatedRater(options: SimulatedRaterOptions): Promise<string> {
  const { baseUrl, linkToken } = options;
  const entered = dataOf(await createApiClient({ baseUrl }).POST('/api/rater/studies/{linkToken}/sessions', { params: { path: { linkToken } }, body: { kind: 'simulated' } }));
  const client = createApiClient({ baseUrl, bearerToken: entered.token });
  const params = { path: { sessionId: entered.sessionId } };

  let session: SessionView = dataOf(
    await client.POST('/api/rater/sessions/{sessionId}/consent', {
      params,
      body: { consentHash: entered.session.consentHash, tickedItems: entered.session.texts.consentItems.map((_, position) => position) },
    }),
  );
  while (session.nextTrialIndex !== null) {
    if (session.practice.round >= maximumPracticeRounds) {
      throw new CliError('cli.practice_not_passed', `A simulated rater failed ${maximumPracticeRounds} rounds of practice. Expected an observer that can tell identical pictures from different ones; lower its noise.`);
    }
    const trial = session.trials.find(({ trialIndex, round }) => trialIndex === session.nextTrialIndex && (session.practice.passed || round === session.practice.round));
    if (trial === undefined) throw new CliError('cli.trial_missing', `The API expects trial ${session.nextTrialIndex} but did not send it.`, { sessionId: session.sessionId });
    const { session: brief } = dataOf(await client.POST('/api/rater/sessions/{sessionId}/responses', { params, body: { responses: [await answer(trial, options)] } }));
    options.onTrial?.();
    const newTrials = brief.practice.passed !== session.practice.passed || brief.practice.round !== session.practice.round;
    session = newTrials ? dataOf(await client.GET('/api/rater/sessions/{sessionId}', { params })) : { ...session, ...brief };
  }
  const completed = dataOf(await client.POST('/api/rater/sessions/{sessionId}/complete', { params }));
  if (completed.completion === undefined) throw new CliError('cli.not_completed', `The session ended as ${completed.state}, without a completion code.`, { sessionId: entered.sessionId });
  return completed.completion.code;
}

async function answer(trial: PresentedTrial, { observer, rng, picture }: SimulatedRaterOptions): Promise<components['schemas']['ResponseSubmission']> {
  const presentedAt = new Date().toISOString();
  const [query, left, right] = await Promise.all([picture(trial.queryUrl), picture(trial.leftUrl), picture(trial.rightUrl)]);
  const trialRng = rng.child(`trial-${trial.trialIndex}-${trial.round}`);
  return {
    responseId: randomUUID(),
    trialIndex: trial.trialIndex,
    round: trial.round,
    chosenSide: await observer({ query, left, right }, trialRng),
    responseTimeMs: simulatedResponseTimeMs(trialRng.child('response-time')),
    presentedAt,
    focusLossCount: 0,
    viewportWidthPx: 0,
    viewportHeightPx: 0,
    devicePixelRatio: 1,
    inputType: 'program',
    imageLoadMs: 0,
  };
}

/**
 * An ex-Gaussian response time (Luce 1986) with human-like parameters, so that rules about fast answers can be tried out: 600 ± 80 ms
 * plus an exponential tail of 300 ms. It says nothing about the pictures.
 */
function simulatedResponseTimeMs(rng: Random): number {
  return Math.max(250, 600 + 80 * rng.normal() - 300 * Math.log(1 - rng.uniform()));
}

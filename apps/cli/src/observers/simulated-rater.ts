import { randomUUID } from 'node:crypto';
import { createApiClient, dataOf, type components } from '@lookalike/client';
import { tasks, type Presentation } from '@lookalike/study';
import type { Random } from '@lookalike/random';
import { CliError } from '../cli-error.ts';
import type { PerceptualObserver } from './perceptual-observer.ts';
import { PracticeMemory } from './practice-memory.ts';

type SessionView = components['schemas']['RaterSessionView'];
type PresentedTrial = components['schemas']['PresentedTrial'];

export interface SimulatedRaterOptions {
  readonly baseUrl: string;
  /** Of an experimenter, or a token that may simulate raters. */
  readonly bearerToken: string;
  readonly linkToken: string;
  /** How pictures look to the rater; what it makes of them is the task's. */
  readonly observer: Pick<PerceptualObserver, 'look' | 'distanceIn'>;
  /** Addresses of pictures that the rater has learned a label by; where there are none for any label, it learns from practice. */
  readonly originals: ReadonlyMap<string, readonly string[]>;
  readonly rng: Random;
  readonly onTrial?: () => void;
}

/** More practice rounds than this mean that the observer cannot do the task at all. */
const maximumPracticeRounds = 30;

/**
 * Takes a study of any task through the HTTP API, step for step as the rater's page does: enter, consent, practice until passed, trials,
 * completion. The session is marked as simulated. Answers are sent one by one; what the server has accepted decides what comes next.
 *
 * Each answer is the task's own observer's (`Task.observe` of packages/study), which gets what a rater gets of the trial: pictures that it has
 * looked at; their distances as `observer` sees them; and originals of a label, to know what words mean. It never learns a trial's condition.
 * @throws ApiError with the API's code if it refuses a step; cli.practice_not_passed after 30 rounds
 */
export async function takeStudyAsSimulatedRater(options: SimulatedRaterOptions): Promise<void> {
  const { baseUrl, bearerToken, linkToken } = options;
  const entered = dataOf(await createApiClient({ baseUrl, bearerToken }).POST('/api/rater/studies/{linkToken}/sessions', { params: { path: { linkToken } }, body: { kind: 'simulated' } }));
  const client = createApiClient({ baseUrl, bearerToken: entered.token });
  const params = { path: { sessionId: entered.sessionId } };
  const memory = new PracticeMemory();

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
    const trial = trialToAnswer(session);
    if (trial === undefined) throw new CliError('cli.trial_missing', `The API expects trial ${session.nextTrialIndex} but did not send it.`, { sessionId: session.sessionId });
    const presentation = await look(trial, options.observer);
    const response = await answer({ trial, presentation, task: session.task, memory }, options);
    const { session: brief, feedback = [] } = dataOf(await client.POST('/api/rater/sessions/{sessionId}/responses', { params, body: { responses: [response] } }));
    for (const { correct } of feedback) memory.learn(presentation, response.answer ?? {}, correct);
    options.onTrial?.();
    session = { ...session, ...brief };
    if (session.nextTrialIndex !== null && trialToAnswer(session) === undefined) session = dataOf(await client.GET('/api/rater/sessions/{sessionId}', { params }));
  }
  const completed = dataOf(await client.POST('/api/rater/sessions/{sessionId}/complete', { params }));
  if (completed.completion === undefined) throw new CliError('cli.not_completed', `The session ended as ${completed.state}, before it was complete.`, { sessionId: entered.sessionId });
}

/** The trial that the server expects, if it is among those that it has handed over. */
function trialToAnswer({ trials, nextTrialIndex, practice }: SessionView): PresentedTrial | undefined {
  return trials.find(({ trialIndex, round }) => trialIndex === nextTrialIndex && (practice.passed || round === practice.round));
}

interface Question {
  readonly trial: PresentedTrial;
  readonly presentation: Presentation;
  readonly task: SessionView['task'];
  readonly memory: PracticeMemory;
}

async function answer({ trial, presentation, task, memory }: Question, { observer, originals, rng }: SimulatedRaterOptions): Promise<components['schemas']['ResponseSubmission']> {
  const presentedAt = new Date().toISOString();
  const trialRng = rng.child(`trial-${trial.trialIndex}-${trial.round}`);
  const labelled = originals.size > 0 ? (label: string) => originals.get(label) ?? [] : memory.labelled;
  const sight = { distance: observer.distanceIn(trialRng.child('observer')), labelled };
  return {
    responseId: randomUUID(),
    trialIndex: trial.trialIndex,
    round: trial.round,
    answer: { ...(await tasks[task].observe(memory.remembering(presentation), sight, trialRng.child('decision'))) },
    // Each query takes its time.
    responseTimeMs: Math.max(1, trial.pictures.filter(({ group }) => group === 'query').length) * simulatedResponseTimeMs(trialRng.child('response-time')),
    presentedAt,
    focusLossCount: 0,
    viewportWidthPx: 0,
    viewportHeightPx: 0,
    devicePixelRatio: 1,
    inputType: 'program',
    imageLoadMs: 0,
  };
}

/** What the rater sees of a trial. Addresses tell nothing: that two pictures are the same is seen, as people see it. */
async function look({ pictures, choices }: PresentedTrial, observer: Pick<PerceptualObserver, 'look'>): Promise<Presentation> {
  const seen = await Promise.all(pictures.map(async ({ slot, group, url }) => ({ slot, group, hash: await observer.look(url) })));
  return { pictures: seen, ...(choices !== undefined && { choices }) };
}

/**
 * An ex-Gaussian response time (Luce 1986) with human-like parameters, so that rules about fast answers can be tried out: 600 ± 80 ms
 * plus an exponential tail of 300 ms. It says nothing about the pictures.
 */
function simulatedResponseTimeMs(rng: Random): number {
  return Math.max(250, 600 + 80 * rng.normal() - 300 * Math.log(1 - rng.uniform()));
}

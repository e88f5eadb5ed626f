import { randomUUID } from 'node:crypto';
import type { ResponseSubmission } from '@lookalike/study';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { EnteredView, RaterSessionView } from '../routes/rater/schemas.ts';
import { knownTrials, type KnownTrials, type ShownPictures } from './shown-pictures.ts';
import { storeBehind } from './test-app.ts';

type Trial = RaterSessionView['trials'][number];

/** A rater's browser, as far as the API can tell. */
export interface TestRater {
  readonly sessionId: string;
  readonly token: string;
  get(): Promise<RaterSessionView>;
  post(path: string, payload?: object): Promise<LightMyRequestResponse>;
  consent(): Promise<RaterSessionView>;
  /** What the rater does not know of the trials. */
  known(): Promise<KnownTrials>;
  /** Answers every trial that is asked for, practice included, until none is left. Returns what was sent. */
  answerAll(side?: (trial: Trial, shown: ShownPictures) => 'left' | 'right'): Promise<ResponseSubmission[]>;
}

export async function enter(app: FastifyInstance, linkToken: string, payload: object = {}, bearer?: string): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'POST', url: `/api/rater/studies/${linkToken}/sessions`, payload, ...(bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } }) });
}

/** @param bearer of an experimenter, for test and simulated sessions */
export async function enteredRater(app: FastifyInstance, linkToken: string, payload?: object, bearer?: string): Promise<TestRater> {
  const reply = await enter(app, linkToken, payload, bearer);
  if (reply.statusCode >= 300) throw new Error(`Entering was refused: ${reply.body}`);
  return raterWith(app, reply.json<EnteredView>());
}

export function raterWith(app: FastifyInstance, { sessionId, token }: { sessionId: string; token: string }): TestRater {
  const url = `/api/rater/sessions/${sessionId}`;
  const headers = { authorization: `Bearer ${token}` };
  const get = async (): Promise<RaterSessionView> => (await app.inject({ url, headers })).json();
  const post = (path: string, payload?: object): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url: `${url}/${path}`, headers, ...(payload === undefined ? {} : { payload }) });
  const known = (): Promise<KnownTrials> => knownTrials(storeBehind(app), sessionId);
  return {
    sessionId,
    token,
    get,
    post,
    known,
    async consent() {
      const { consentHash, texts } = await get();
      return (await post('consent', { consentHash, tickedItems: texts.consentItems.map((_, item) => item) })).json();
    },
    async answerAll(side) {
      const { shown } = await known();
      const sent: ResponseSubmission[] = [];
      for (;;) {
        const view = await get();
        const trial = nextTrial(view);
        if (trial === undefined) return sent;
        const response = answerTo(trial, side?.(trial, shown(trial)) ?? sideOfIdentical(trial, shown(trial)));
        const reply = await post('responses', { responses: [response] });
        if (reply.statusCode !== 200) throw new Error(`An answer was refused: ${reply.body}`);
        sent.push(response);
      }
    },
  };
}

export function nextTrial({ trials, nextTrialIndex }: RaterSessionView): Trial | undefined {
  return trials.find(({ trialIndex }) => trialIndex === nextTrialIndex);
}

/** Right in practice and in catch trials; left elsewhere and right in turn. */
export function sideOfIdentical({ trialIndex }: Pick<Trial, 'trialIndex'>, { query, left, right }: ShownPictures): 'left' | 'right' {
  if (query === left) return 'left';
  if (query === right) return 'right';
  return trialIndex % 2 === 0 ? 'left' : 'right';
}

export function answerTo({ trialIndex, round }: Pick<Trial, 'trialIndex' | 'round'>, chosenSide: 'left' | 'right' = 'left'): ResponseSubmission {
  return {
    responseId: randomUUID(),
    trialIndex,
    round,
    answer: { side: chosenSide },
    responseTimeMs: 812.5,
    presentedAt: '2026-05-04T09:30:00.000Z',
    focusLossCount: 0,
    viewportWidthPx: 1280,
    viewportHeightPx: 720,
    devicePixelRatio: 2,
    inputType: 'keyboard',
    imageLoadMs: 20,
  };
}

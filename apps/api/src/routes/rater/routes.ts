import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { maySimulate, mayTest } from '../../http/access.ts';
import { raterOf, recogniseSignIn, requireRater } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import {
  ConsentRequest,
  EnteredView,
  EnterRequest,
  NamedScreenFacts,
  RaterSessionParams,
  RaterSessionView,
  RaterStudyParams,
  RaterStudyView,
  ResponsesRequest,
  ResponsesView,
  SessionStateView,
  StuckPicture,
} from './schemas.ts';
import type { SignInService } from '../sign-in/service.ts';
import type { RaterService } from './service.ts';

const tags = ['rater'];
const studyNotFound = [404, '`rater.study_not_found`'] as const;
const busy = [503, '`server.busy`: send the same again after `Retry-After` seconds.'] as const;
/** Of every route below a session. */
const sessionErrors = [
  400,
  [401, '`rater.token_missing`'],
  [403, '`rater.token_wrong`: the token belongs to no session or to somebody else’s.'],
  [404, '`rater.session_not_found`'],
  413,
  busy,
] as const;

const security = [{ raterToken: [] }];

/** What strangers may ask of a study: what it is about, and to be let in. */
export function studyEntranceRoutes(rater: RaterService, signIns: SignInService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', recogniseSignIn(signIns));

    app.get(
      '/rater/studies/:linkToken',
      { schema: { operationId: 'getRaterStudy', tags, summary: 'What a study is about; creates nothing', params: RaterStudyParams, response: { 200: ref(RaterStudyView), ...errors(400, studyNotFound) } } },
      (request) => rater.landing(request.params.linkToken),
    );

    app.post(
      '/rater/studies/:linkToken/sessions',
      {
        // Entering is all that a stranger can fill the database with. A whole university may come from one address.
        config: { rateLimit: { max: 600, timeWindow: '1 minute' } },
        bodyLimit: bodyLimits.entry,
        schema: {
          operationId: 'enterStudy',
          tags,
          summary: 'Enter a study',
          description:
            'The same entry key, and the same person of a recruiting platform coming back, get the same session (200), whatever the study’s state. Which kind a session is, the server decides: a test needs a signed-in experimenter or the key of the study’s test link, a simulated one a token that may simulate raters.',
          params: RaterStudyParams,
          body: ref(EnterRequest),
          response: { 200: ref(EnteredView), 201: ref(EnteredView), ...errors(400, [403, '`rater.kind_refused`, `rater.test_link_wrong`'], [404, '`rater.study_not_found`; `rater.unknown` with `onlyReturning`'], [409, '`rater.study_full`, `rater.study_paused`, `rater.study_not_open`, `rater.open_elsewhere` (with Retry-After), `rater.gone_on`, `rater.taken_again`, `rater.took_part_before`, `rater.not_invited`, `rater.preview`'], 413, [422, '`rater.link_unfilled`: the platform did not put the rater’s id into the link.'], 429, busy) },
        },
      },
      async (request, reply) => {
        const visitor = { mayTest: mayTest(request.signedIn), maySimulate: maySimulate(request.signedIn), address: request.ip };
        const { entered, created } = await rater.enter(request.params.linkToken, request.body, visitor);
        return reply.code(created ? 201 : 200).send(entered);
      },
    );
  };
}

/** What raters' browsers (and simulated raters) talk to. Nobody signs in; a session's token is its rater. */
export function raterRoutes(rater: RaterService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', requireRater(rater));

    app.get(
      '/rater/sessions/:sessionId',
      { schema: { operationId: 'getRaterSession', tags, security, summary: 'Where the session stands', params: RaterSessionParams, response: { 200: ref(RaterSessionView), ...errors(...sessionErrors) } } },
      (request) => rater.session(raterOf(request)),
    );

    app.post(
      '/rater/sessions/:sessionId/consent',
      {
        bodyLimit: bodyLimits.step,
        schema: {
          operationId: 'giveConsent',
          tags,
          security,
          summary: 'Consent',
          params: RaterSessionParams,
          body: ref(ConsentRequest),
          response: { 200: ref(RaterSessionView), ...errors(...sessionErrors, [409, '`rater.already_finished` or `rater.consent_changed`'], [422, '`rater.consent_incomplete`: not every item is ticked.']) },
        },
      },
      (request) => rater.consent(raterOf(request), request.body),
    );

    app.post(
      '/rater/sessions/:sessionId/decline',
      { bodyLimit: bodyLimits.none, schema: { operationId: 'declineConsent', tags, security, summary: 'Decline', params: RaterSessionParams, response: { 200: ref(RaterSessionView), ...errors(...sessionErrors, [409, '`rater.already_finished`']) } } },
      (request) => rater.decline(raterOf(request)),
    );

    app.post(
      '/rater/sessions/:sessionId/responses',
      {
        bodyLimit: bodyLimits.answers,
        schema: {
          operationId: 'sendResponses',
          tags,
          security,
          summary: 'Send answers',
          description: 'Stores all of them or none. Sending an accepted one again (same responseId) is harmless and lists it as accepted.',
          params: RaterSessionParams,
          body: ref(ResponsesRequest),
          response: {
            200: ref(ResponsesView),
            ...errors(...sessionErrors, [409, '`rater.already_answered` (another answer to this trial is stored), `rater.out_of_order`, `rater.already_finished`, `rater.consent_required`'], [422, '`rater.answer_unfit`: no answer to this trial of this task.']),
          },
        },
      },
      (request) => rater.respond(raterOf(request), request.body.responses),
    );

    app.post(
      '/rater/sessions/:sessionId/complete',
      {
        bodyLimit: bodyLimits.none,
        schema: {
          operationId: 'completeSession',
          tags,
          security,
          summary: 'Finish, and get the completion code',
          description: 'The code comes only from here (and from the finished session), after the server has counted every expected response.',
          params: RaterSessionParams,
          response: { 200: ref(RaterSessionView), ...errors(...sessionErrors, [409, '`rater.responses_missing` with the missing trials in `issues`, `rater.already_finished`, `rater.consent_required`']) },
        },
      },
      (request) => rater.complete(raterOf(request)),
    );

    app.post(
      '/rater/sessions/:sessionId/screen',
      {
        bodyLimit: bodyLimits.step,
        schema: {
          operationId: 'recordScreen',
          tags,
          security,
          summary: 'Say what the screen is like',
          description: 'Language, refresh and size of the screen, as soon as the page knows them; the latest is kept with the session.',
          params: RaterSessionParams,
          body: ref(NamedScreenFacts),
          response: { 200: ref(SessionStateView), ...errors(...sessionErrors) },
        },
      },
      (request) => rater.screen(raterOf(request), request.body),
    );

    app.post(
      '/rater/sessions/:sessionId/picture-stuck',
      {
        bodyLimit: bodyLimits.step,
        schema: {
          operationId: 'tellPictureStuck',
          tags,
          security,
          summary: 'Say that a picture does not load',
          description: 'Once per picture, after several tries. The study gets an alert; the session does not change.',
          params: RaterSessionParams,
          body: ref(StuckPicture),
          response: { 200: ref(SessionStateView), ...errors(...sessionErrors, [422, '`rater.trial_unknown`']) },
        },
      },
      (request) => rater.pictureStuck(raterOf(request), request.body),
    );

    app.post(
      '/rater/sessions/:sessionId/heartbeat',
      { bodyLimit: bodyLimits.none, schema: { operationId: 'sendHeartbeat', tags, security, summary: 'Keep the place', params: RaterSessionParams, response: { 200: ref(SessionStateView), ...errors(...sessionErrors) } } },
      (request) => rater.heartbeat(raterOf(request)),
    );

    app.post(
      '/rater/sessions/:sessionId/withdraw',
      {
        bodyLimit: bodyLimits.none,
        schema: {
          operationId: 'withdraw',
          tags,
          security,
          summary: 'Withdraw: the answers are deleted',
          description: 'That somebody withdrew stays known; what they answered and who they are does not.',
          params: RaterSessionParams,
          response: { 200: ref(SessionStateView), ...errors(...sessionErrors, [409, '`rater.already_finished`']) },
        },
      },
      (request) => rater.withdraw(raterOf(request)),
    );
  };
}

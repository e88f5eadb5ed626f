import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { experimenterOf } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { exportLimits, readUpload } from '../../http/uploads.ts';
import { ApiError } from '../../http/api-error.ts';
import { ActionList, ActionParams, ActionRequest, ActionView, BonusCheckView, ExportUpload, PlatformParams, ProlificStudyView, ReadResult, RecruitingParams, RecruitingView, ResolveRequest, SettleRequest, SubmissionList, TokenRequest, WatchRequest } from './schemas.ts';
import type { RecruitingService } from './service.ts';

const tags = ['recruiting'];
/** It shows what platforms call raters, and what they are paid. */
const access = { role: 'experimenter', scope: 'recruit' } as const;
const notFound = [404, '`study.not_found`'] as const;
const needsToken = [409, '`platform.token_missing`, `platform.study_unnamed`'] as const;
const refused = [422, '`platform.token_refused`, `platform.refused`'] as const;
const away = [503, '`platform.unreachable`, `platform.too_many`'] as const;

/** What a study and its recruiting platform have to do with one another. Nothing moves money or a submission but a prepared action that is confirmed. */
export function recruitingRoutes(recruiting: RecruitingService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/studies/:studyId/recruiting', { config: access, schema: { operationId: 'getRecruiting', tags, summary: 'Tokens and credits of a study', params: RecruitingParams, response: { 200: ref(RecruitingView), ...errors(400, 401, notFound) } } }, (request) => recruiting.get(request.params.studyId));

    app.put(
      '/studies/:studyId/recruiting/:platform/token',
      { bodyLimit: bodyLimits.step, config: { ...access, audit: 'platform.token_saved' }, schema: { operationId: 'savePlatformToken', tags, summary: 'Try a platform’s token and keep it encrypted', params: PlatformParams, body: ref(TokenRequest), response: { 200: ref(RecruitingView), ...errors(400, 401, 403, notFound, refused, away) } } },
      (request) => recruiting.saveToken(request.params.studyId, request.params.platform, request.body.token, experimenterOf(request).email),
    );

    app.delete(
      '/studies/:studyId/recruiting/:platform/token',
      { bodyLimit: bodyLimits.none, config: { ...access, audit: 'platform.token_deleted' }, schema: { operationId: 'deletePlatformToken', tags, summary: 'Forget a platform’s token', params: PlatformParams, response: { 200: ref(RecruitingView), ...errors(400, 401, 403, notFound, refused, away) } } },
      (request) => recruiting.deleteToken(request.params.studyId, request.params.platform),
    );

    app.get(
      '/studies/:studyId/recruiting/prolific-study',
      { config: access, schema: { operationId: 'compareWithProlific', tags, summary: 'The study on Prolific, and how its codes differ', params: RecruitingParams, response: { 200: ref(ProlificStudyView), ...errors(400, 401, notFound, needsToken, refused, away) } } },
      (request) => recruiting.compare(request.params.studyId),
    );

    app.put(
      '/studies/:studyId/recruiting/messages',
      { bodyLimit: bodyLimits.step, config: access, schema: { operationId: 'watchProlific', tags, summary: 'Have Prolific tell of changes, or no longer', params: RecruitingParams, body: ref(WatchRequest), response: { 200: ref(RecruitingView), ...errors(400, 401, 403, notFound, [409, '`platform.token_missing`, `platform.study_unnamed`, `platform.not_reachable`'], refused, away) } } },
      (request) => recruiting.watch(request.params.studyId, request.body.isTold),
    );

    app.get(
      '/studies/:studyId/recruiting/submissions',
      { config: access, schema: { operationId: 'listSubmissions', tags, summary: 'Submissions as they were last read, with their sessions and what they are owed', params: RecruitingParams, response: { 200: ref(SubmissionList), ...errors(400, 401, notFound) } } },
      (request) => recruiting.submissions(request.params.studyId),
    );

    app.post(
      '/studies/:studyId/recruiting/read',
      { bodyLimit: bodyLimits.none, config: access, schema: { operationId: 'readSubmissions', tags, summary: 'Read the submissions from Prolific now', params: RecruitingParams, response: { 200: ref(ReadResult), ...errors(400, 401, 403, notFound, needsToken, refused, away) } } },
      (request) => recruiting.read(request.params.studyId),
    );

    app.post(
      '/studies/:studyId/recruiting/export',
      {
        bodyLimit: bodyLimits.none,
        config: access, schema: { operationId: 'uploadSubmissions', tags, summary: 'Read the file that Prolific exports', description: 'For studies without a token. Ids, states, codes and times are read; nothing else of the file is kept.', consumes: ['multipart/form-data'], multipart: ExportUpload, params: RecruitingParams, response: { 200: ref(ReadResult), ...errors(400, 401, 403, notFound, 413, 415, [422, '`platform.export_unreadable`']) } },
      },
      async (request) => {
        const [file] = (await readUpload(request, exportLimits)).files;
        if (file === undefined) throw new ApiError('platform.export_unreadable', 'There is no file.', { fix: 'Choose the file that Prolific exported.' });
        return recruiting.readExport(request.params.studyId, file.bytes);
      },
    );

    app.post(
      '/studies/:studyId/recruiting/settle',
      { bodyLimit: bodyLimits.submissions, config: { ...access, audit: 'platform.settled' }, schema: { operationId: 'settleSubmissions', tags, summary: 'Say that nothing more is owed', description: 'What a platform calls somebody who declined or withdrew is forgotten then.', params: RecruitingParams, body: ref(SettleRequest), response: { 200: ref(SubmissionList), ...errors(400, 401, 403, notFound) } } },
      (request) => recruiting.settle(request.params.studyId, request.body.submissionIds),
    );

    app.post(
      '/studies/:studyId/recruiting/credits/retry',
      { bodyLimit: bodyLimits.none, config: access, schema: { operationId: 'retryCredits', tags, summary: 'Ask Sona again for credits that it refused', params: RecruitingParams, response: { 200: ref(RecruitingView), ...errors(400, 401, 403, notFound, [409, '`platform.token_missing`']) } } },
      (request) => recruiting.retryCredits(request.params.studyId),
    );

    app.get(
      '/studies/:studyId/recruiting/actions',
      { config: access, schema: { operationId: 'listPlatformActions', tags, summary: 'The ledger: what was confirmed', params: RecruitingParams, response: { 200: ref(ActionList), ...errors(400, 401) } } },
      async (request) => ({ actions: [...(await recruiting.actions.list(request.params.studyId))] }),
    );

    app.post(
      '/studies/:studyId/recruiting/actions',
      {
        bodyLimit: bodyLimits.submissions,
        config: access, schema: { operationId: 'preparePlatformAction', tags, summary: 'Prepare to approve, ask to return, reject or pay a bonus', description: 'Says whom and what it comes to. Nothing moves before it is confirmed.', params: RecruitingParams, body: ref(ActionRequest), response: { 201: ref(ActionView), ...errors(400, 401, 403, notFound, needsToken, [422, '`platform.action_unfit` with an issue for each submission that does not fit; `platform.refused`'], away) } },
      },
      async (request, reply) => reply.code(201).send(await recruiting.actions.prepare(request.params.studyId, request.body, experimenterOf(request).email)),
    );

    app.post(
      '/studies/:studyId/recruiting/actions/:actionId/confirm',
      { bodyLimit: bodyLimits.none, config: { ...access, audit: 'platform.action_confirmed' }, schema: { operationId: 'confirmPlatformAction', tags, summary: 'Do what was prepared, once', params: ActionParams, response: { 200: ref(ActionView), ...errors(400, 401, 403, [404, '`platform.action_not_found`'], [409, '`platform.action_over`, `platform.token_missing`']) } } },
      (request) => recruiting.actions.confirm(request.params.studyId, request.params.actionId, experimenterOf(request).email),
    );

    app.get(
      '/studies/:studyId/recruiting/actions/:actionId/bonuses',
      { config: access, schema: { operationId: 'checkBonuses', tags, summary: 'What Prolific says of bonuses whose answer was lost', params: ActionParams, response: { 200: ref(BonusCheckView), ...errors(400, 401, [404, '`platform.action_not_found`'], needsToken, refused, away) } } },
      (request) => recruiting.actions.check(request.params.studyId, request.params.actionId),
    );

    app.post(
      '/studies/:studyId/recruiting/actions/:actionId/resolve',
      { bodyLimit: bodyLimits.step, config: { ...access, audit: 'platform.action_resolved' }, schema: { operationId: 'resolvePlatformAction', tags, summary: 'Say whether an action whose answer was lost was done', params: ActionParams, body: ref(ResolveRequest), response: { 200: ref(ActionView), ...errors(400, 401, 403, [404, '`platform.action_not_found`']) } } },
      (request) => recruiting.actions.resolve(request.params.studyId, request.params.actionId, request.body.wasDone, experimenterOf(request).email),
    );
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { requireAccess } from '../../http/access.ts';
import { experimenterOf, mustBeSignedIn } from '../../http/authentication.ts';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors, file } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import { seesIdentities } from './access.ts';
import type { PaymentService } from './payments.ts';
import { SessionChangeLog, SessionChangeRequest, SessionList, SessionListItem, SessionParams, SessionQuery } from './schemas.ts';
import type { Asker, SessionService } from './service.ts';

const tags = ['sessions'];
const studyMissing = [404, '`study.not_found`'] as const;
const sessionMissing = [404, '`study.not_found`, `session.not_found`'] as const;

/** What an experimenter sees of a study's sessions and does with them. */
export function sessionRoutes(sessions: SessionService, payments: PaymentService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/sessions',
      {
        config: { role: 'viewer' },
        schema: {
          operationId: 'listSessions',
          tags,
          summary: 'Sessions of a study, page by page',
          description: 'With `If-None-Match` and the ETag of the reply before, 304 where nothing has changed: to be asked again and again.',
          params: StudyParams,
          querystring: SessionQuery,
          response: { 200: ref(SessionList), 304: Type.Null({ description: 'Nothing has changed.' }), ...errors([400, '`session.cursor_unreadable`'], 401, studyMissing) },
        },
      },
      async (request, reply) => {
        const { studyId } = request.params;
        // Other filters and other rights get other lists.
        const asked = createHash('sha256').update(JSON.stringify([request.query, seesIdentities(request)])).digest('hex').slice(0, 12);
        const tag = `W/"${await sessions.revision(studyId)}-${asked}"`;
        reply.header('etag', tag).header('cache-control', 'private, no-cache');
        if (request.headers['if-none-match'] === tag) return reply.code(304).send(null);
        return sessions.list(studyId, request.query, askerOf(request));
      },
    );

    app.patch(
      '/studies/:studyId/sessions/:sessionId',
      {
        bodyLimit: bodyLimits.session,
        config: { role: 'experimenter', audit: 'session.changed' },
        schema: {
          operationId: 'changeSession',
          tags,
          summary: 'Exclude by hand, settle, give a bonus, note',
          description: 'What changes is logged; `bonus` and `isSettled` need the scope `recruit`. A session that is excluded by hand has the reason `by_hand` in results and data.',
          params: SessionParams,
          body: ref(SessionChangeRequest),
          response: { 200: ref(SessionListItem), ...errors(400, 401, 403, 413, sessionMissing, [409, '`session.under_way`: only what has ended is settled.']) },
        },
      },
      (request) => {
        const { bonus, isSettled } = request.body;
        // What is paid is for those who recruit, of API tokens too.
        if (bonus !== undefined || isSettled !== undefined) requireAccess(mustBeSignedIn(request), { role: 'experimenter', scope: 'recruit' });
        return sessions.change(request.params.studyId, request.params.sessionId, request.body, askerOf(request));
      },
    );

    app.post(
      '/studies/:studyId/sessions/:sessionId/release',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter', audit: 'session.released' },
        schema: {
          operationId: 'releaseSessionPlace',
          tags,
          summary: 'Give the place of a session under way to somebody else',
          description: 'Whoever it is goes on if they come back and there is a place.',
          params: SessionParams,
          response: { 200: ref(SessionListItem), ...errors(400, 401, 403, sessionMissing, [409, '`session.place_not_held`']) },
        },
      },
      (request) => sessions.release(request.params.studyId, request.params.sessionId, askerOf(request)),
    );

    app.get(
      '/studies/:studyId/sessions/:sessionId/changes',
      { config: { role: 'viewer' }, schema: { operationId: 'listSessionChanges', tags, summary: 'What experimenters did with a session', params: SessionParams, response: { 200: ref(SessionChangeLog), ...errors(400, 401, sessionMissing) } } },
      async (request) => ({ changes: (await sessions.changes(request.params.studyId, request.params.sessionId, askerOf(request))).map(({ changedAt, ...change }) => ({ changedAt: changedAt.toISOString(), ...change })) }),
    );

    app.get(
      '/studies/:studyId/payments.csv',
      {
        config: { role: 'experimenter', scope: 'recruit', audit: 'payments.downloaded' },
        schema: {
          operationId: 'getPayments',
          tags,
          summary: 'What each rater is owed, for the recruiting platform',
          description: 'Holds what platforms call raters: it is no part of the data set. Only people; whoever is under way is not in it.',
          params: StudyParams,
          response: { 200: file('text/csv', 'One row a session that has ended.'), ...errors(400, 401, [403, '`session.identities_hidden`'], studyMissing) },
        },
      },
      async (request, reply) => {
        const { fileName, stream } = await payments.file(request.params.studyId, askerOf(request));
        return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${fileName}"`).header('cache-control', 'no-store').send(stream);
      },
    );
  };
}

function askerOf(request: FastifyRequest): Asker {
  return { email: experimenterOf(request).email, seesIdentities: seesIdentities(request) };
}

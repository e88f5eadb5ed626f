import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { StudyAlertRecord } from '@lookalike/store';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import { AlertParams, StudyAlertList, type StudyAlert } from './schemas.ts';
import type { AlertService } from './service.ts';

const tags = ['studies'];

export function alertRoutes(alerts: AlertService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/alerts',
      { config: { role: 'viewer' }, schema: { operationId: 'listStudyAlerts', tags, summary: 'What an experimenter should know of a study', params: StudyParams, response: { 200: ref(StudyAlertList), ...errors(400, 401, [404, '`study.not_found`']) } } },
      async (request) => ({ alerts: (await alerts.list(request.params.studyId)).map(toView) }),
    );

    app.get(
      '/studies/:studyId/alert-secret',
      {
        config: { role: 'experimenter', scope: 'write', audit: 'alert.secret_read' },
        schema: { operationId: 'getAlertSecret', tags, summary: 'What the study’s alert messages are signed with', params: StudyParams, response: { 200: Type.Object({ secret: Type.String() }), ...errors(400, 401, 403, [404, '`study.not_found`']) } },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        return { secret: await alerts.secret(request.params.studyId) };
      },
    );

    app.post(
      '/studies/:studyId/alerts/:kind/seen',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter', audit: 'alert.seen' },
        schema: {
          operationId: 'markStudyAlertSeen',
          tags,
          summary: 'Say that an alert was seen',
          description: 'When it happens again it is new again.',
          params: AlertParams,
          response: { 200: ref(StudyAlertList), ...errors(400, 401, 403, [404, '`study.not_found`, `alert.not_found`']) },
        },
      },
      async (request) => ({ alerts: (await alerts.seen(request.params.studyId, request.params.kind)).map(toView) }),
    );
  };
}

function toView({ firstAt, lastAt, seenAt, facts, ...alert }: StudyAlertRecord): StudyAlert {
  return { ...alert, facts: { ...facts }, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), seenAt: seenAt?.toISOString() ?? null };
}

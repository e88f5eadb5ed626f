import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nullable, ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import { StudyPace } from './schemas.ts';
import type { PaceService } from './service.ts';

export function paceRoutes(pace: PaceService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/pace',
      {
        config: { role: 'viewer' },
        schema: { operationId: 'getStudyPace', tags: ['studies'], summary: 'How fast a study fills, and how evenly its answers lie', params: StudyParams, response: { 200: Type.Object({ pace: nullable(ref(StudyPace)) }, { description: 'Null of a draft.' }), ...errors(400, 401, [404, '`study.not_found`']) } },
      },
      async (request) => ({ pace: await pace.of(request.params.studyId) }),
    );
  };
}

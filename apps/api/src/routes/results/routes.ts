import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import { ResultsQuery, ResultsView, settingsOf } from './schemas.ts';
import type { ResultsService } from './service.ts';

export function resultsRoutes(results: ResultsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/results',
      {
        config: { role: 'viewer' },
        schema: {
          operationId: 'getResults',
          tags: ['results'],
          summary: 'Human-alignment scores with their uncertainty, and how good the answers are',
          description: 'People, programs and test sessions are kept apart. A score has an interval over raters and targets, both of which are samples.',
          params: StudyParams,
          querystring: ResultsQuery,
          response: { 200: ref(ResultsView), ...errors(400, 401, [404, '`study.not_found`'], [503, '`server.busy`, `analysis.out_of_memory`, `analysis.interrupted`, `analysis.failed`']) },
        },
      },
      (request) => results.results(request.params.studyId, settingsOf(request.query)),
    );
  };
}

import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import { analysisSections, AnalysisProgress, pascalCase } from './analysis-schemas.ts';
import { AnalysisQuery, settingsOf } from './schemas.ts';
import type { ResultsService } from './service.ts';
import { whoseAnswers } from './whose-answers.ts';

const RETRY_AFTER_S = 1;

/** A route for each section of packages/analysis: a new one needs nothing here. */
export function analysisRoutes(results: ResultsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    for (const { section, answer } of analysisSections) {
      app.get(
        `/studies/:studyId/analysis/${section}`,
        {
          config: { role: 'viewer' },
          schema: {
            operationId: `getAnalysis${pascalCase(section)}`,
            tags: ['results'],
            summary: `Results: ${section}`,
            description: 'Computed once for all who ask, beside the server’s other work, and kept. With `If-None-Match` and the ETag of the reply before, 304 where it is still the same.',
            params: StudyParams,
            querystring: AnalysisQuery,
            response: {
              // Its result is the section’s own: what it is, its schema says.
              200: Type.Unsafe<unknown>(ref(answer)),
              202: ref(AnalysisProgress),
              304: Type.Null({ description: 'Still the same.' }),
              ...errors(400, 401, [404, '`study.not_found`'], [422, '`analysis.unfit`: the answers do not admit it; `detail` says why.'], [503, '`server.busy`, `analysis.out_of_memory`, `analysis.interrupted`, `analysis.failed`']),
            },
          },
        },
        async (request, reply) => {
          const { studyId } = request.params;
          const settings = settingsOf(request.query);
          const asked = await results.section(studyId, section, settings);
          if (asked.state !== 'done') {
            const { state, progress, startedAt } = asked;
            return reply.code(202).header('retry-after', RETRY_AFTER_S).send({ state, progress, startedAt: startedAt?.toISOString() ?? null });
          }
          const { result, revision, isCurrent } = asked;
          const computedAt = asked.computedAt.toISOString();
          const tag = `W/"${createHash('sha256').update(JSON.stringify([settings, revision, computedAt, isCurrent])).digest('hex').slice(0, 24)}"`;
          reply.header('etag', tag).header('cache-control', 'private, no-cache');
          if (request.headers['if-none-match'] === tag) return reply.code(304).send(null);
          const { raterKind, include } = settings;
          return { studyId, raterKind, include, label: whoseAnswers(settings), computedAt, revision, isCurrent, result };
        },
      );
    }
  };
}

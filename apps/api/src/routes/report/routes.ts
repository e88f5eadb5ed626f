import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ref } from '../../http/named-schema.ts';
import { errors, file } from '../../http/problem.ts';
import { documentHelmet } from '../../http/security-headers.ts';
import { AnalysisProgress } from '../results/analysis-schemas.ts';
import { ResultsQuery, settingsOf } from '../results/schemas.ts';
import { StudyParams } from '../studies/schemas.ts';
import type { ReportService } from './service.ts';
import { waitingPage } from './waiting-page.ts';

const RETRY_AFTER_S = 2;

export function reportRoutes(reports: ReportService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/report.html',
      {
        config: { role: 'viewer' },
        helmet: documentHelmet,
        schema: {
          operationId: 'getReport',
          tags: ['results'],
          summary: 'The results of a study as one HTML file that prints well: methods, tables, figures, exclusions, attrition, stimuli, hashes',
          description: 'It has what it shows in it, loads nothing and runs nothing. Its numbers are those of the results, computed once and kept. A section that the answers do not admit says why.',
          params: StudyParams,
          querystring: ResultsQuery,
          response: {
            200: file('text/html', 'The report.'),
            202: {
              description: 'Its sections are being computed: ask again after the seconds that Retry-After says. A page that does so by itself where `Accept` names text/html.',
              content: { 'application/json': { schema: ref(AnalysisProgress) }, 'text/html': { schema: Type.String() } },
            },
            ...errors(400, 401, [404, '`study.not_found`'], [503, '`server.busy`, `analysis.out_of_memory`, `analysis.interrupted`, `analysis.failed`']),
          },
        },
      },
      async (request, reply) => {
        const report = await reports.report(request.params.studyId, settingsOf(request.query));
        reply.header('cache-control', 'no-store').header('vary', 'accept');
        if (report.state === 'done') {
          return reply.type('text/html; charset=utf-8').header('content-disposition', `attachment; filename="${report.fileName}"`).send(Buffer.from(report.html));
        }
        reply.code(202).header('retry-after', RETRY_AFTER_S);
        const { state, progress, startedAt } = report;
        if (request.headers.accept?.includes('text/html') === true) return reply.type('text/html; charset=utf-8').send(waitingPage(progress, RETRY_AFTER_S));
        return reply.type('application/json; charset=utf-8').send({ state, progress, startedAt: startedAt?.toISOString() ?? null });
      },
    );
  };
}

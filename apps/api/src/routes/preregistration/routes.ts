import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { htmlOf, markdownOf } from '@lookalike/report';
import { errors, file } from '../../http/problem.ts';
import { documentHelmet } from '../../http/security-headers.ts';
import { StudyParams } from '../studies/schemas.ts';
import { PreregistrationQuery } from './schemas.ts';
import type { PreregistrationService } from './service.ts';

export function preregistrationRoutes(preregistrations: PreregistrationService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/studies/:studyId/preregistration',
      {
        config: { role: 'viewer' },
        helmet: documentHelmet,
        schema: {
          operationId: 'getPreregistration',
          tags: ['studies'],
          summary: 'The preregistration of a study: design, conditions, stimuli, sample size, exclusions, analysis, hashes',
          description: 'What only its authors can say is marked to be filled in. The sample size is reasoned from the plan that the query describes. As Markdown, or as one HTML file that prints well.',
          params: StudyParams,
          querystring: PreregistrationQuery,
          response: { 200: file('text/markdown', 'The document; text/html where that was asked for.'), ...errors(400, 401, [404, '`study.not_found`'], [422, '`alignment.bad_wanted`, `alignment.bad_margin`, `alignment.bad_components`, `alignment.bad_design`: a plan that cannot be']) },
        },
      },
      async (request, reply) => {
        const document = await preregistrations.document(request.params.studyId, request.query);
        const isHtml = request.query.format === 'html';
        return reply
          .type(isHtml ? 'text/html; charset=utf-8' : 'text/markdown; charset=utf-8')
          .header('content-disposition', isHtml ? 'inline; filename="preregistration.html"' : 'attachment; filename="preregistration.md"')
          .header('cache-control', 'no-store')
          .send(Buffer.from(isHtml ? htmlOf(document) : markdownOf(document)));
      },
    );
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { errors, file } from '../../http/problem.ts';
import { PictureParams } from './schemas.ts';
import type { PictureService } from './service.ts';

/** Pictures of raters' trials: the same headers and length for all, so that only who looks at a picture learns anything of it. */
export function pictureRoutes(pictures: PictureService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/rater/pictures/:sessionId/:name',
      {
        schema: {
          operationId: 'getPicture',
          tags: ['rater'],
          summary: 'A picture of a trial',
          description: 'At the address that came with the trial. Each picture of each trial has its own, also where two are the same; all of a phase have the same length and headers. Originals may be JPEG, WebP, GIF or AVIF files: their first bytes tell, the type does not.',
          params: PictureParams,
          response: { 200: file('image/png', 'The picture; never changes.'), ...errors(400, [404, '`file.not_found`']) },
        },
      },
      async ({ params: { sessionId, name } }, reply) => {
        const bytes = await pictures.picture(sessionId, name);
        // One type for all, or it would tell the original that a catch trial shows. Browsers go by an image's first bytes. Kept by this browser
        // alone: it has to show it after a break without a connection.
        return reply.type('image/png').header('cache-control', 'private, max-age=86400, immutable').header('content-length', bytes.byteLength).send(bytes);
      },
    );
  };
}

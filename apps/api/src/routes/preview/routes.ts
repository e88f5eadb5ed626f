import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { recogniseSignIn } from '../../http/authentication.ts';
import { ref } from '../../http/named-schema.ts';
import { errors, file } from '../../http/problem.ts';
import type { SignInService } from '../sign-in/service.ts';
import { PreviewParams, PreviewPictureParams, PreviewQuery, PreviewView } from './schemas.ts';
import type { PreviewService } from './service.ts';

const tags = ['rater'];
const refused = [[403, '`preview.link_wrong`'], [404, '`rater.study_not_found`']] as const;

/** For whoever has a study's preview link, such as an ethics committee, and for signed-in experimenters. */
export function previewRoutes(previews: PreviewService, signIns: SignInService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', recogniseSignIn(signIns));

    app.get(
      '/previews/:linkToken',
      {
        // A preview plans a whole session.
        config: { rateLimit: { max: 120, timeWindow: '1 minute' } },
        schema: {
          operationId: 'getPreview',
          tags,
          summary: 'All pages of a rater’s way, of a draft too; stores nothing',
          params: PreviewParams,
          querystring: PreviewQuery,
          response: { 200: ref(PreviewView), ...errors(400, ...refused, 429) },
        },
      },
      (request) => previews.preview({ linkToken: request.params.linkToken, key: request.query.key, isSignedIn: request.signedIn !== null }),
    );

    app.get(
      '/previews/:linkToken/pictures/:hash.png',
      {
        schema: {
          operationId: 'getPreviewPicture',
          tags,
          summary: 'A picture of a study’s preview',
          params: PreviewPictureParams,
          querystring: PreviewQuery,
          response: { 200: file('image/png', 'The picture, with its own media type.'), ...errors(400, [403, '`preview.link_wrong`'], [404, '`rater.study_not_found`, `file.not_found`']) },
        },
      },
      async (request, reply) => {
        const { linkToken, hash } = request.params;
        const { mediaType, read } = await previews.picture({ linkToken, key: request.query.key, isSignedIn: request.signedIn !== null }, hash);
        const bytes = await read();
        return reply.type(mediaType).header('cache-control', 'private, max-age=3600').header('content-length', bytes.byteLength).send(bytes);
      },
    );
  };
}

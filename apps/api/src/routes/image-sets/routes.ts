import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { imageLimits, readCandidates } from '../../http/uploads.ts';
import { zipLimits } from '../../zip/open-zip.ts';
import { ImageSetDetail, ImageSetList, ImageSetParams, ImageSetUpload } from './schemas.ts';
import type { ImageSetService } from './service.ts';

const tags = ['images'];

export function imageSetRoutes(imageSets: ImageSetService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/image-sets', { config: { role: 'viewer' }, schema: { operationId: 'listImageSets', tags, summary: 'List image sets', response: { 200: ref(ImageSetList), ...errors(401) } } }, async () => ({
      imageSets: await imageSets.list(),
    }));

    app.post(
      '/image-sets',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'createImageSet',
          tags,
          summary: 'Create an image set',
          description: `All or nothing: one file that is not an image refuses the whole set and names every such file; the field \`leaveOut\` passes them over. At most ${imageLimits.fileCount - 2} files, images of ${imageLimits.fileMebibytes} MiB each; a ZIP file at most ${zipLimits.entryCount} entries.`,
          consumes: ['multipart/form-data'],
          multipart: ImageSetUpload,
          response: {
            201: ref(ImageSetDetail),
            ...errors(400, 401, 403, [409, '`images.name_taken`: another set has this name.'], 413, 415, [422, '`images.refused`: with an issue for every file or row that cannot be used. `archive.…`: a ZIP file that is damaged, or made to fill a disk.']),
          },
        },
      },
      async (request, reply) => reply.code(201).send(await imageSets.create(await readCandidates(request, imageLimits))),
    );

    app.get(
      '/image-sets/:imageSetId',
      { config: { role: 'viewer' }, schema: { operationId: 'getImageSet', tags, summary: 'One image set with its images', params: ImageSetParams, response: { 200: ref(ImageSetDetail), ...errors(400, 401, [404, '`images.set_not_found`']) } } },
      (request) => imageSets.get(request.params.imageSetId),
    );
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { imageLimits, readCandidates } from '../../http/uploads.ts';
import { StimulusSetDetail, StimulusSetList, StimulusSetParams, StimulusSetUpload } from './schemas.ts';
import type { StimulusSetService } from './service.ts';

const tags = ['images'];

export function stimulusSetRoutes(stimulusSets: StimulusSetService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/stimulus-sets', { config: { role: 'viewer' }, schema: { operationId: 'listStimulusSets', tags, summary: 'List stimuli made elsewhere', response: { 200: ref(StimulusSetList), ...errors(401) } } }, async () => ({
      stimulusSets: await stimulusSets.list(),
    }));

    app.post(
      '/stimulus-sets',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'createStimulusSet',
          tags,
          summary: 'Create a set of stimuli made elsewhere',
          description: 'A table says which files are target, stimulus and seed under which condition. All or nothing: one file or row that is unfit refuses the whole set.',
          consumes: ['multipart/form-data'],
          multipart: StimulusSetUpload,
          response: {
            201: ref(StimulusSetDetail),
            ...errors(400, 401, 403, [409, '`stimuli.name_taken`: another set has this name.'], 413, 415, [422, '`stimuli.refused`: with an issue for every file or row that cannot be used. `archive.…`: a ZIP file that is damaged, or made to fill a disk.']),
          },
        },
      },
      async (request, reply) => reply.code(201).send(await stimulusSets.create(await readCandidates(request, imageLimits))),
    );

    app.get(
      '/stimulus-sets/:stimulusSetId',
      { config: { role: 'viewer' }, schema: { operationId: 'getStimulusSet', tags, summary: 'One set of stimuli made elsewhere', params: StimulusSetParams, response: { 200: ref(StimulusSetDetail), ...errors(400, 401, [404, '`stimuli.set_not_found`']) } } },
      (request) => stimulusSets.get(request.params.stimulusSetId),
    );
  };
}

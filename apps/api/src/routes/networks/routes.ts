import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { networkLimits, readUpload } from '../../http/uploads.ts';
import { NamedPreprocessing, NetworkChange, NetworkList, NetworkParams, NetworkUpload, NetworkView, PresetQuery, PreprocessingPresetList } from './schemas.ts';
import type { NetworkService } from './service.ts';

const tags = ['networks'];

export function networkRoutes(networks: NetworkService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/networks', { config: { role: 'viewer' }, schema: { operationId: 'listNetworks', tags, summary: 'List networks', response: { 200: ref(NetworkList), ...errors(401) } } }, async () => ({
      networks: await networks.list(),
    }));

    app.post(
      '/networks',
      {
        bodyLimit: bodyLimits.none,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'registerNetwork',
          tags,
          summary: 'Register a network from its files',
          description: `ONNX, with weights inside or in files of their own, or TensorFlow.js. All is read and described before anything is stored. At most ${networkLimits.fileMebibytes} MiB. The same files again give the network that is there (200).`,
          consumes: ['multipart/form-data'],
          multipart: NetworkUpload,
          response: {
            200: ref(NetworkView),
            201: ref(NetworkView),
            ...errors(400, 401, 403, [409, '`network.name_taken`: another network has this name. `network.preprocessing_differs`: the same file is there with another preprocessing.'], 413, 415, [422, '`graph.*`: not a network, truncated, or with operators that are not supported, all of them in `issues`. `graph.dynamic_size`: say `widthPx` and `heightPx`. `graph.image_shape_unknown`: say `imageShape`. `graph.other_inputs_unknown`: say `otherInputs`. `network.preprocessing_unknown`: say `preset` or `preprocessing`. `network.preparation_refuted`: the file’s proof says that images were prepared otherwise.']),
          },
        },
      },
      async (request, reply) => {
        const { network, created } = await networks.register(await readUpload(request, networkLimits));
        return reply.code(created ? 201 : 200).send(network);
      },
    );

    app.get(
      '/networks/:networkId',
      { config: { role: 'viewer' }, schema: { operationId: 'getNetwork', tags, summary: 'One network', params: NetworkParams, response: { 200: ref(NetworkView), ...errors(400, 401, [404, '`network.not_found`']) } } },
      (request) => networks.get(request.params.networkId),
    );

    app.patch(
      '/networks/:networkId',
      {
        bodyLimit: bodyLimits.tags,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'changeNetwork',
          tags,
          summary: 'Say what a network is, in tags',
          description: 'Studies that were launched keep the tags that the network had then.',
          params: NetworkParams,
          body: ref(NetworkChange),
          response: { 200: ref(NetworkView), ...errors(400, 401, 403, 413, [404, '`network.not_found`'], [422, '`network.tags_invalid`, with an issue for each name or value that cannot be']) },
        },
      },
      (request) => networks.changeTags(request.params.networkId, request.body.tags),
    );

    app.put(
      '/networks/:networkId/preprocessing',
      {
        bodyLimit: bodyLimits.preprocessing,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'changePreprocessing',
          tags,
          summary: 'Say how images are prepared for a network',
          description: 'Holds for runs that are started afterwards; those that were started keep what they had.',
          params: NetworkParams,
          body: ref(NamedPreprocessing),
          response: { 200: ref(NetworkView), ...errors(400, 401, 403, 413, [404, '`network.not_found`'], [422, '`network.preprocessing_invalid`, `network.preparation_refuted`']) },
        },
      },
      (request) => networks.changePreprocessing(request.params.networkId, request.body),
    );

    app.get(
      '/preprocessing-presets',
      { config: { role: 'viewer' }, schema: { operationId: 'listPreprocessingPresets', tags, summary: 'Common ways to prepare images, for a size', querystring: PresetQuery, response: { 200: ref(PreprocessingPresetList), ...errors(400, 401) } } },
      async ({ query: { widthPx = '224', heightPx = '224', channels } }) => ({ presets: [...networks.presets({ widthPx: Number(widthPx), heightPx: Number(heightPx), channels: channels === '1' ? 1 : 3 })] }),
    );
  };
}

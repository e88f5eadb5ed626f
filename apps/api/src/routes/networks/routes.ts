import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { networkLimits, readUpload } from '../../http/uploads.ts';
import { NetworkList, NetworkParams, NetworkUpload, NetworkView } from './schemas.ts';
import type { NetworkService } from './service.ts';

const tags = ['networks'];

export function networkRoutes(networks: NetworkService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/networks', { schema: { operationId: 'listNetworks', tags, summary: 'List networks', response: { 200: ref(NetworkList), ...errors(401) } } }, async () => ({
      networks: await networks.list(),
    }));

    app.post(
      '/networks',
      {
        schema: {
          operationId: 'registerNetwork',
          tags,
          summary: 'Register a network from an ONNX file',
          description: `The file is read and described before anything is stored. At most ${networkLimits.fileMebibytes} MiB. The same file again gives the network that is there (200).`,
          consumes: ['multipart/form-data'],
          multipart: NetworkUpload,
          response: {
            200: ref(NetworkView),
            201: ref(NetworkView),
            ...errors(400, 401, 403, [409, '`network.name_taken`: another network has this name.'], 413, 415, [422, '`graph.*`: not ONNX, truncated, or with an operator that is not supported.']),
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
      { schema: { operationId: 'getNetwork', tags, summary: 'One network', params: NetworkParams, response: { 200: ref(NetworkView), ...errors(400, 401, [404, '`network.not_found`']) } } },
      (request) => networks.get(request.params.networkId),
    );
  };
}

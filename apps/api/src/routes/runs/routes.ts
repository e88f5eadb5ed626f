import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bodyLimits } from '../../http/body-limits.ts';
import { ref } from '../../http/named-schema.ts';
import { errors, file } from '../../http/problem.ts';
import { RunReport } from './report-schemas.ts';
import { IriList, NamedIriConfiguration, RunList, RunParams, RunRequest, RunView } from './schemas.ts';
import type { RunService } from './service.ts';

const tags = ['runs'];
const notFound = [404, '`run.not_found`'] as const;

export function runRoutes(runs: RunService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/runs/default-configuration',
      { config: { role: 'viewer' }, schema: { operationId: 'getDefaultRunConfiguration', tags, summary: 'The configuration a run has unless told otherwise', response: { 200: ref(NamedIriConfiguration), ...errors(401) } } },
      async () => runs.defaultConfiguration(),
    );

    app.get('/runs', { config: { role: 'viewer' }, schema: { operationId: 'listRuns', tags, summary: 'List generation runs', response: { 200: ref(RunList), ...errors(401) } } }, async () => ({ runs: await runs.list() }));

    app.post(
      '/runs',
      {
        bodyLimit: bodyLimits.run,
        config: { role: 'experimenter' },
        schema: {
          operationId: 'startRun',
          tags,
          summary: 'Generate IRIs of an image set for a network',
          description: 'Queues the work; a worker takes it up. Ask for the run to see its progress.',
          body: ref(RunRequest),
          response: {
            201: ref(RunView),
            ...errors(400, 401, 403, 413, [404, '`network.not_found` or `images.set_not_found`'], [422, '`network.refuted`, `run.layer_not_found`, `run.too_few_images` or `run.configuration_invalid`']),
          },
        },
      },
      async (request, reply) => reply.code(201).send(await runs.start(request.body)),
    );

    app.get(
      '/runs/:runId',
      { config: { role: 'viewer' }, schema: { operationId: 'getRun', tags, summary: 'One run with its progress', params: RunParams, response: { 200: ref(RunView), ...errors(400, 401, notFound) } } },
      (request) => runs.get(request.params.runId),
    );

    app.get(
      '/runs/:runId/iris',
      { config: { role: 'viewer' }, schema: { operationId: 'listIris', tags, summary: 'Finished IRIs of a run with their audit', params: RunParams, response: { 200: ref(IriList), ...errors(400, 401, notFound) } } },
      async (request) => ({ iris: await runs.iris(request.params.runId) }),
    );

    app.get(
      '/runs/:runId/report',
      {
        config: { role: 'viewer' },
        schema: {
          operationId: 'getRunReport',
          tags,
          summary: 'What a run came to, to be shown or kept as a file',
          description: 'Sums up the images that are finished so far; browsers save it as a file.',
          params: RunParams,
          response: { 200: ref(RunReport), ...errors(400, 401, notFound) },
        },
      },
      async (request, reply) => reply.header('content-disposition', `attachment; filename="run-${request.params.runId}-report.json"`).send(await runs.report(request.params.runId)),
    );

    app.post(
      '/runs/:runId/cancel',
      { bodyLimit: bodyLimits.none, config: { role: 'experimenter' }, schema: { operationId: 'cancelRun', tags, summary: 'Stop a run; finished IRIs stay', params: RunParams, response: { 200: ref(RunView), ...errors(400, 401, 403, notFound, [409, '`run.already_finished`']) } } },
      (request) => runs.cancel(request.params.runId),
    );

    app.get(
      '/runs/:runId/contact-sheet.png',
      {
        config: { role: 'viewer' },
        schema: {
          operationId: 'getRunContactSheet',
          tags,
          summary: 'Target, seed and IRI of every target of a run, as one picture',
          params: RunParams,
          response: { 200: file('image/png', 'One row per target.'), ...errors(400, 401, notFound, [409, '`run.no_iris_yet`']) },
        },
      },
      async (request, reply) => reply.type('image/png').send(await runs.contactSheet(request.params.runId)),
    );
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { errors, file } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import type { DatasetService } from './service.ts';

const formats = [
  { name: 'csv', path: 'dataset.csv', operationId: 'getDatasetCsv', mediaType: 'text/csv', summary: 'Every presented trial as CSV, with exclusion flags' },
  { name: 'dictionary', path: 'dictionary.csv', operationId: 'getDataDictionary', mediaType: 'text/csv', summary: 'What each column of the data set means' },
  { name: 'zip', path: 'dataset.zip', operationId: 'getDatasetZip', mediaType: 'application/zip', summary: 'The whole data set (Psych-DS): CSV, dictionary, description, README, contact sheet' },
] as const;

export function datasetRoutes(dataset: DatasetService): FastifyPluginAsyncTypebox {
  return async (app) => {
    for (const { name, path, operationId, mediaType, summary } of formats) {
      app.get(
        `/studies/:studyId/${path}`,
        { schema: { operationId, tags: ['results'], summary, params: StudyParams, response: { 200: file(mediaType, 'Streamed.'), ...errors(400, 401, [404, '`study.not_found`']) } } },
        async (request, reply) => {
          const { fileName, stream } = await dataset[name](request.params.studyId);
          return reply
            .type(mediaType === 'text/csv' ? 'text/csv; charset=utf-8' : mediaType)
            .header('content-disposition', `attachment; filename="${fileName}"`)
            .header('cache-control', 'no-store')
            .send(stream);
        },
      );
    }
  };
}

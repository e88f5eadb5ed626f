import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { tableNames, tablesOf, type TableName } from '@lookalike/dataset';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../../http/audit.ts';
import { errors, file } from '../../http/problem.ts';
import { StudyParams } from '../studies/schemas.ts';
import type { DatasetService, OutgoingFile } from './service.ts';

const downloading = { role: 'viewer', audit: 'dataset.downloaded' } as const;
const csv = 'text/csv';
const zip = 'application/zip';
const ZipQuery = Type.Object(
  { comments: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')], { default: 'false', description: 'Whether what raters wrote is in it, in a table of its own. It may be personal.' })) },
  { additionalProperties: false },
);
/** Columns of a task and factors do not matter to what a table is. */
const tables = tablesOf({ taskColumns: {}, factorNames: [] });

export function datasetRoutes(dataset: DatasetService): FastifyPluginAsyncTypebox {
  const schemaOf = (operationId: string, summary: string, mediaType: string) =>
    ({ operationId, tags: ['results'], summary, params: StudyParams, response: { 200: file(mediaType, 'Streamed.'), ...errors(400, 401, [404, '`study.not_found`']) } });
  const addresses: readonly { readonly path: string; readonly operationId: string; readonly table: TableName }[] = [
    { path: 'dataset.csv', operationId: 'getDatasetCsv', table: 'trials' },
    ...tableNames.map((table) => ({ path: `dataset/${table}.csv`, operationId: `getDataset${table[0]?.toUpperCase() ?? ''}${table.slice(1)}`, table })),
  ];
  return async (app) => {
    for (const { path, operationId, table } of addresses) {
      app.get(`/studies/:studyId/${path}`, { config: downloading, schema: schemaOf(operationId, `The table of ${table} as CSV: ${lowerFirst(tables[table].meaning)}`, csv) }, async (request, reply) => {
        audit(request, { table });
        return send(reply, await dataset.table(request.params.studyId, table), csv);
      });
    }
    app.get('/studies/:studyId/dictionary.csv', { config: { role: 'viewer' }, schema: schemaOf('getDataDictionary', 'What each column of each table means', csv) }, async (request, reply) =>
      send(reply, await dataset.dictionary(request.params.studyId), csv));
    app.get(
      '/studies/:studyId/dataset.zip',
      { config: downloading, schema: { ...schemaOf('getDatasetZip', 'The whole data set (Psych-DS): tables, dictionary, description, README, configuration, pictures, contact sheet', zip), querystring: ZipQuery } },
      async (request, reply) => {
        const hasComments = request.query.comments === 'true';
        audit(request, { file: 'dataset.zip', hasComments });
        return send(reply, await dataset.zip(request.params.studyId, { hasComments }), zip);
      },
    );
  };
}

function send(reply: FastifyReply, { fileName, stream }: OutgoingFile, mediaType: string): FastifyReply {
  return reply
    .type(mediaType === csv ? 'text/csv; charset=utf-8' : mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}

function lowerFirst(text: string): string {
  return `${text[0]?.toLowerCase() ?? ''}${text.slice(1).replace(/\.$/, '')}`;
}

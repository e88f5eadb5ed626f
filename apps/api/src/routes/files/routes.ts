import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, file } from '../../http/problem.ts';
import { FileParams, StimulusParams } from './schemas.ts';
import type { FileService, StoredFile } from './service.ts';

const notFound = [404, '`file.not_found`'] as const;
const keep = 'private, max-age=31536000, immutable';

/** A file that is named by its content can be kept for ever: its address is its ETag. */
async function sendImmutable(request: FastifyRequest, reply: FastifyReply, { hash, load }: { hash: string; load: (hash: string) => Promise<StoredFile> }) {
  const etag = `"${hash}"`;
  const { mediaType, read } = await load(hash);
  reply.header('etag', etag).header('cache-control', keep);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const bytes = await read();
  return reply.type(mediaType).header('content-length', bytes.byteLength).send(bytes);
}

/** Files for signed-in experimenters. */
export function fileRoutes(files: FileService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/files/:hash',
      { config: { role: 'viewer' }, schema: { operationId: 'getFile', tags: ['files'], summary: 'A stored file by its SHA-256', params: FileParams, response: { 200: file('application/octet-stream', 'With its own media type.'), ...errors(400, 401, notFound) } } },
      (request, reply) => sendImmutable(request, reply, { hash: request.params.hash, load: (hash) => files.file(hash) }),
    );
  };
}

/** Pictures by their hashes, for pages that were open before pictures had addresses of their own. */
export function stimulusRoutes(files: FileService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/stimuli/:hash.png',
      { schema: { operationId: 'getStimulus', tags: ['files'], summary: 'A picture by its hash, for pages of earlier versions', description: 'Only while a session is under way that began before every picture had an address of its own. Others get their addresses with their trials.', params: StimulusParams, response: { 200: file('image/png', 'The picture, with its own media type (originals may be JPEG); never changes.'), ...errors(400, notFound) } } },
      (request, reply) => sendImmutable(request, reply, { hash: request.params.hash, load: (hash) => files.stimulus(hash) }),
    );
  };
}

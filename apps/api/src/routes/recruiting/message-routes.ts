import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyLimits } from '../../http/body-limits.ts';
import { errors } from '../../http/problem.ts';
import type { PlatformMessages } from './messages.ts';
import { RecruitingParams } from './schemas.ts';

/** Where platforms send their messages. The signature is of the bytes as they came, so they are not parsed before it is checked. */
export function platformMessageRoutes(messages: PlatformMessages) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    app.post<{ Params: { studyId: string }; Body: Buffer | null }>(
      '/platforms/prolific/:studyId/messages',
      {
        bodyLimit: bodyLimits.message,
        schema: { operationId: 'takeProlificMessage', tags: ['recruiting'], summary: 'A signed message of Prolific', params: RecruitingParams, response: { 204: { description: 'Taken, or taken before.', type: 'null' }, ...errors(400, [403, '`platform.message_refused`'], 413) } },
      },
      async (request, reply) => {
        await messages.takeFromProlific({
          studyId: request.params.studyId,
          eventId: header(request, 'x-event-id'),
          timestamp: header(request, 'x-prolific-request-timestamp'),
          signature: header(request, 'x-prolific-request-signature'),
          body: request.body ?? Buffer.alloc(0),
        });
        return reply.code(204).send();
      },
    );
  };
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

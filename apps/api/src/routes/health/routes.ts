import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ref } from '../../http/named-schema.ts';
import type { HealthService } from './service.ts';
import { HealthView } from './schemas.ts';

/** Whether this server can work. 503 while the database cannot be reached, so that load balancers understand it. */
export function healthRoutes(health: HealthService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/health',
      { schema: { operationId: 'getHealth', tags: ['server'], summary: 'Whether the server and its database work', response: { 200: ref(HealthView), 503: ref(HealthView) } } },
      async (_request, reply) => {
        const view = await health.check();
        return reply.code(view.status === 'ok' ? 200 : 503).send(view);
      },
    );
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { ref } from '../../http/named-schema.ts';
import { HealthView, LiveView } from './schemas.ts';
import type { HealthService } from './service.ts';

const tags = ['server'];

/** For load balancers and whoever restarts processes, at the addresses that they expect. */
export function probeRoutes(health: HealthService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/live',
      { schema: { operationId: 'getLive', tags, summary: 'Whether the server runs', description: 'Asks nobody else. A server that does not answer here is to be restarted.', response: { 200: ref(LiveView) } } },
      async () => health.live(),
    );
    app.get(
      '/ready',
      { schema: { operationId: 'getReady', tags, summary: 'Whether the server can work', description: '503 while the database cannot be reached: send requests elsewhere. Restarting would not help.', response: { 200: ref(HealthView), 503: ref(HealthView) } } },
      async (_request, reply) => sendHealth(health, reply),
    );
  };
}

/** The same as `/ready`, for programs that know only addresses below /api. */
export function healthRoutes(health: HealthService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/health',
      { schema: { operationId: 'getHealth', tags, summary: 'Whether the server and its database work', response: { 200: ref(HealthView), 503: ref(HealthView) } } },
      async (_request, reply) => sendHealth(health, reply),
    );
  };
}

async function sendHealth(health: HealthService, reply: FastifyReply): Promise<FastifyReply> {
  const view = await health.check();
  return reply.code(view.status === 'ok' ? 200 : 503).send(view);
}

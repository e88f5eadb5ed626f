import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ref } from '../../http/named-schema.ts';
import { errors } from '../../http/problem.ts';
import { AuditLogQuery, AuditLogView, auditPageSize } from './schemas.ts';
import type { AuditLogService } from './service.ts';

export function auditLogRoutes(auditLog: AuditLogService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/audit-log',
      {
        config: { role: 'owner', scope: 'account' },
        schema: { operationId: 'listAuditEntries', tags: ['accounts'], summary: 'Who did what, when, from where', description: `The newest first, ${auditPageSize} a page.`, querystring: AuditLogQuery, response: { 200: ref(AuditLogView), ...errors(400, 401) } },
      },
      (request) => auditLog.page({ before: request.query.before, limit: auditPageSize }),
    );
  };
}

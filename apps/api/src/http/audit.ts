import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLogService } from '../routes/audit-log/service.ts';
import type { AuditAction } from './audit-action.ts';

/** Where a request comes from, as the log keeps it. */
export interface Origin {
  readonly address: string;
  /** What the browser or program calls itself. */
  readonly device: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Written into the log when the route succeeds, with the ids of its address and what the handler noted. */
    audit?: AuditAction;
  }
  interface FastifyRequest {
    auditFacts: Readonly<Record<string, unknown>> | null;
  }
}

const longestDevice = 300;

export function originOf(request: Pick<FastifyRequest, 'ip' | 'headers'>): Origin {
  return { address: request.ip, device: (request.headers['user-agent'] ?? '').slice(0, longestDevice) };
}

/** Adds to what the log will say of this request. Never a secret, nor what a platform calls a rater. */
export function audit(request: FastifyRequest, facts: Readonly<Record<string, unknown>>): void {
  request.auditFacts = { ...request.auditFacts, ...facts };
}

/** Writes what succeeded into the log before the answer leaves: nobody gets a data set that the log does not know of. */
export function writeAuditLog(scope: FastifyInstance, auditLog: AuditLogService): void {
  scope.addHook('onSend', async (request, reply) => {
    const action = request.routeOptions.config.audit;
    if (action === undefined || reply.statusCode >= 300) return;
    await auditLog.record({
      action,
      actor: request.signedIn?.experimenter.email ?? '',
      token: request.signedIn?.tokenName ?? null,
      facts: { ...(request.params as Readonly<Record<string, string>>), ...request.auditFacts }, // Fastify leaves them untyped here.
      ...originOf(request),
    });
  });
}

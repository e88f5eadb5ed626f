import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLogService } from '../routes/audit-log/service.ts';

/** What stands in the log of who did what. One that a route names in its `config.audit` is written whenever the route succeeds. */
export type AuditAction =
  | 'sign_in.succeeded'
  | 'sign_in.failed'
  | 'sign_in.refused'
  | 'sign_in.ended'
  | 'sign_in.others_ended'
  | 'password.changed'
  | 'password.reset'
  | 'token.created'
  | 'token.revoked'
  | 'account.invited'
  | 'account.changed'
  | 'invitation.withdrawn'
  | 'invitation.accepted'
  | 'study.launched'
  | 'study.operated'
  | 'study.closed'
  | 'dataset.downloaded'
  | 'platform.token_saved'
  | 'platform.token_deleted'
  | 'platform.settled'
  | 'platform.action_confirmed'
  | 'platform.action_resolved';

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

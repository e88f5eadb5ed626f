import type { FastifyRequest } from 'fastify';
import { includesRole } from '../../http/access.ts';

/** Whether who asks may know what recruiting platforms call raters, and what they are paid. The one place where that is decided. */
export function seesIdentities({ signedIn }: Pick<FastifyRequest, 'signedIn'>): boolean {
  return signedIn !== null && includesRole(signedIn.experimenter.role, 'experimenter') && signedIn.scopes.has('recruit');
}

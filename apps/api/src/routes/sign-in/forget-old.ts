import { deleteEndedSignIns, deleteExpiredApiTokens, deleteExpiredAttempts, deleteExpiredInvitations, deleteOldAuditEntries, deleteOldDevices, type Database, type SignInEnds } from '@lookalike/store';

const dayMs = 24 * 60 * 60_000;

/** A token that has run out stays in its owner's list so long, so that they see why a program is refused. */
const expiredTokenDays = 30;
/** A browser that has not signed in for so long is a stranger again. */
const deviceDays = 365;
/** The log says who did what for so long. */
export const auditLogDays = 730;

/** Removes what is over of sign-ins, tokens, invitations and the log. */
export async function forgetOld(db: Database, ends: SignInEnds): Promise<void> {
  const ago = (days: number): Date => new Date(ends.now.getTime() - days * dayMs);
  await deleteEndedSignIns(db, ends);
  await deleteExpiredAttempts(db, ends.now);
  await deleteExpiredInvitations(db, ends.now);
  await deleteExpiredApiTokens(db, ago(expiredTokenDays));
  await deleteOldDevices(db, ago(deviceDays));
  await deleteOldAuditEntries(db, ago(auditLogDays));
}

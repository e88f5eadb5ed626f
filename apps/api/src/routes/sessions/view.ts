import type { Arrival } from '@lookalike/recruiting';
import type { ListedSession } from '@lookalike/store';
import type { SessionListItem } from './schemas.ts';

/** A session as a list shows it. @param arrival what its platform says of the rater; undefined for who may not know it */
export function toListItem(session: ListedSession, arrival: Arrival | undefined): SessionListItem {
  const { digest } = session;
  const who = arrival?.kind === 'person' ? arrival : undefined;
  return {
    id: session.id,
    participantId: session.participantId,
    platformId: who === undefined ? null : nameOf(who.person),
    submissionId: who?.submission ?? null,
    kind: session.kind,
    state: session.state,
    ending: session.ending ?? null,
    isLate: session.placeReleasedAt !== undefined && session.lastSeenAt > session.placeReleasedAt && session.state !== 'timed_out' && (session.ending === undefined || session.ending === 'completed' || session.ending === 'failed_checks'),
    enteredAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    minutes: minutesOf(session) ?? null,
    answered: digest?.answered ?? 0,
    total: digest?.total ?? 0,
    catchRight: digest?.catchRight ?? 0,
    catchAnswered: digest?.catchAnswered ?? 0,
    flags: digest?.flags ?? [],
    excludedBecause: session.excludedBecause ?? null,
    note: session.note,
    bonus: session.bonus ?? null,
    settledAt: session.settledAt?.toISOString() ?? null,
  };
}

/** From the consent to the end, or to the last sign of life; undefined without consent. */
export function minutesOf({ consentedAt, endedAt, lastSeenAt }: Pick<ListedSession, 'consentedAt' | 'endedAt' | 'lastSeenAt'>): number | undefined {
  if (consentedAt === undefined) return undefined;
  return Math.round(Math.max(0, (endedAt ?? lastSeenAt).getTime() - consentedAt.getTime()) / 6000) / 10;
}

/** `PROLIFIC_PID:5f…` is 5f… */
export function nameOf(person: string): string {
  return person.slice(person.indexOf(':') + 1);
}

import type { Arrival } from '@lookalike/recruiting';
import type { ListedSession } from '@lookalike/store';
import { minutesOf } from './minutes.ts';
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

/** `PROLIFIC_PID:5f…` is 5f… */
export function nameOf(person: string): string {
  return person.slice(person.indexOf(':') + 1);
}

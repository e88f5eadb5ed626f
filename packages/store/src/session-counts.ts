import { RaterKind } from './generated/enums.ts';
import type { Database } from './store.ts';

/** How many sessions of one kind stand where. `inProgress` is everything between consent and completion. */
export interface SessionCounts {
  readonly assigned: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly withdrawn: number;
  readonly declined: number;
  readonly timedOut: number;
  readonly screenedOut: number;
}

/** Sessions of one study by kind of rater; every kind is there. */
export async function countSessions(db: Database, studyId: string): Promise<Readonly<Record<RaterKind, SessionCounts>>> {
  const groups = await db.raterSession.groupBy({ by: ['kind', 'state'], where: { studyId }, _count: { _all: true } });
  const count = (kind: RaterKind, ...states: readonly (typeof groups)[number]['state'][]): number =>
    groups.filter((group) => group.kind === kind && states.includes(group.state)).reduce((sum, group) => sum + group._count._all, 0);
  const ofKind = (kind: RaterKind): SessionCounts => ({
    assigned: count(kind, 'assigned'),
    inProgress: count(kind, 'consented', 'in_progress', 'all_acknowledged'),
    completed: count(kind, 'completed'),
    withdrawn: count(kind, 'withdrawn'),
    declined: count(kind, 'no_consent'),
    timedOut: count(kind, 'timed_out'),
    screenedOut: count(kind, 'screened_out'),
  });
  return { person: ofKind(RaterKind.person), test: ofKind(RaterKind.test), simulated: ofKind(RaterKind.simulated) };
}

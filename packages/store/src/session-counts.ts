import type { Ending } from '@lookalike/recruiting';
import { RaterKind } from './generated/enums.ts';
import { fromJson } from './json-column.ts';
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

/** People who completed a study. */
export async function countCompleted(db: Database, studyId: string): Promise<number> {
  return db.raterSession.count({ where: { studyId, kind: RaterKind.person, state: 'completed' } });
}

/** How one session ended. */
export interface RecentEnding {
  readonly ending: Ending;
  readonly endedAt: Date;
  /** Rules of the study that it fails. */
  readonly flagCount: number;
}

/** People's sessions that are over; who entered last comes first. @param take how many, at most */
export async function recentEndings(db: Database, { studyId, take }: { readonly studyId: string; readonly take: number }): Promise<readonly RecentEnding[]> {
  const rows = await db.raterSession.findMany({ where: { studyId, kind: RaterKind.person, ending: { not: null }, endedAt: { not: null } }, orderBy: { createdAt: 'desc' }, take, select: { ending: true, endedAt: true, flags: true } });
  return rows.flatMap(({ ending, endedAt, flags }) => (ending === null || endedAt === null ? [] : [{ ending: ending as Ending, endedAt, flagCount: fromJson<string[]>(flags).length }])); // A check constraint admits no other ending.
}

/** Which plans people completed, and when. */
export async function completedPlans(db: Database, studyId: string): Promise<readonly { readonly planIndex: number; readonly completedAt: Date }[]> {
  const rows = await db.raterSession.findMany({ where: { studyId, kind: RaterKind.person, state: 'completed', completedAt: { not: null } }, select: { planIndex: true, completedAt: true } });
  return rows.flatMap(({ planIndex, completedAt }) => (completedAt === null ? [] : [{ planIndex, completedAt }]));
}

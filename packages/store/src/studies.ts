import type { Preprocessing } from '@lookalike/preprocessing';
import { hashOfJson } from '@lookalike/content-address';
import type { StudyConfiguration, Triplet } from '@lookalike/study';
import type { Prisma } from './generated/client.ts';
import { RaterKind, StudyStatus } from './generated/enums.ts';
import { fromJson, fromNullableJson, toJson } from './json-column.ts';
import { newReadableCode, newSecretToken } from './secret-token.ts';
import type { Database, Store } from './store.ts';

export type { StudyStatus } from './generated/enums.ts';

export interface StudyRunRecord {
  readonly id: string;
  readonly networkId: string;
  readonly networkName: string;
  readonly layer: string;
  readonly configuration: unknown;
  readonly preprocessing: Preprocessing;
  readonly totalCount: number;
  readonly doneCount: number;
  readonly acceptedCount: number;
}

/** A study without its triplets, for lists. */
export interface StudySummary {
  readonly id: string;
  /** In the rater's link. */
  readonly linkToken: string;
  readonly status: StudyStatus;
  /** Counts the changes of the draft, from 1. */
  readonly version: number;
  readonly configuration: StudyConfiguration;
  readonly configurationHash: string;
  readonly tripletsHash: string | undefined;
  readonly completionCode: string;
  readonly createdAt: Date;
  readonly launchedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  /** In the order the experimenter gave. */
  readonly runs: readonly StudyRunRecord[];
}

export interface StudyRecord extends StudySummary {
  /** Frozen at launch; absent in a draft. */
  readonly triplets: readonly Triplet[] | undefined;
}

/** How many sessions of one kind stand where. `inProgress` is everything between consent and completion. */
export interface SessionCounts {
  readonly assigned: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly withdrawn: number;
  readonly declined: number;
  readonly timedOut: number;
}

const RUNS = {
  orderBy: { position: 'asc' },
  select: { run: { select: { id: true, networkId: true, layer: true, configuration: true, preprocessing: true, totalCount: true, doneCount: true, acceptedCount: true, network: { select: { name: true } } } } },
} as const satisfies Prisma.Study$runsArgs;
const COMPLETION_CODE_LENGTH = 8;

/** Keeps a study as a draft, with a new unguessable link and a new completion code. */
export async function createStudy(db: Database, study: { readonly configuration: StudyConfiguration; readonly runIds: readonly string[] }): Promise<StudyRecord> {
  const row = await db.study.create({
    data: {
      linkToken: newSecretToken(),
      completionCode: newReadableCode(COMPLETION_CODE_LENGTH),
      configuration: toJson(study.configuration),
      configurationHash: hashOfJson(study.configuration),
      runs: { create: inOrder(study.runIds) },
    },
    include: { runs: RUNS },
  });
  return toRecord(row);
}

/** Changes a draft and counts its version up. Returns undefined where it is no draft (any more). */
export async function updateStudy(
  store: Store,
  study: { readonly studyId: string; readonly configuration: StudyConfiguration; readonly runIds: readonly string[] },
): Promise<StudyRecord | undefined> {
  return store.transaction(async (tx) => {
    const { count } = await tx.study.updateMany({
      where: { id: study.studyId, status: StudyStatus.draft },
      data: { configuration: toJson(study.configuration), configurationHash: hashOfJson(study.configuration), version: { increment: 1 } },
    });
    if (count === 0) return undefined;
    await tx.studyRun.deleteMany({ where: { studyId: study.studyId } });
    await tx.studyRun.createMany({ data: inOrder(study.runIds).map((run) => ({ ...run, studyId: study.studyId })) });
    return findStudy(tx, study.studyId);
  });
}

/** Opens a draft for raters with the triplets it will show, frozen from now on. Returns undefined where it is no draft (any more). */
export async function launchStudy(db: Database, launch: { readonly studyId: string; readonly triplets: readonly Triplet[] }): Promise<StudyRecord | undefined> {
  const { count } = await db.study.updateMany({
    where: { id: launch.studyId, status: StudyStatus.draft },
    data: { status: StudyStatus.live, triplets: launch.triplets.map(toJson), tripletsHash: hashOfJson(launch.triplets), launchedAt: new Date() },
  });
  return count === 0 ? undefined : findStudy(db, launch.studyId);
}

/** Lets nobody new in; sessions under way may end. Returns undefined where it is not live. */
export async function closeStudy(db: Database, studyId: string): Promise<StudyRecord | undefined> {
  const { count } = await db.study.updateMany({ where: { id: studyId, status: StudyStatus.live }, data: { status: StudyStatus.closed, closedAt: new Date() } });
  return count === 0 ? undefined : findStudy(db, studyId);
}

export async function findStudy(db: Database, id: string): Promise<StudyRecord | undefined> {
  const row = await db.study.findUnique({ where: { id }, include: { runs: RUNS } });
  return row === null ? undefined : toRecord(row);
}

/** By the token in the rater's link. */
export async function findStudyByLink(db: Database, linkToken: string): Promise<StudyRecord | undefined> {
  const row = await db.study.findUnique({ where: { linkToken }, include: { runs: RUNS } });
  return row === null ? undefined : toRecord(row);
}

/** Newest first. */
export async function listStudies(db: Database): Promise<readonly StudySummary[]> {
  const rows = await db.study.findMany({ omit: { triplets: true }, include: { runs: RUNS }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
  return rows.map(toSummary);
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
  });
  return { person: ofKind(RaterKind.person), test: ofKind(RaterKind.test), simulated: ofKind(RaterKind.simulated) };
}

function inOrder(runIds: readonly string[]): { runId: string; position: number }[] {
  return runIds.map((runId, position) => ({ runId, position }));
}

type StudyRow = Prisma.StudyGetPayload<{ include: { runs: typeof RUNS } }>;

function toSummary({ runs, configuration, tripletsHash, launchedAt, closedAt, ...row }: Omit<StudyRow, 'triplets'>): StudySummary {
  return {
    ...row,
    configuration: fromJson<StudyConfiguration>(configuration),
    tripletsHash: tripletsHash ?? undefined,
    launchedAt: launchedAt ?? undefined,
    closedAt: closedAt ?? undefined,
    runs: runs.map(({ run: { network, preprocessing, ...run } }) => ({ ...run, preprocessing: fromJson<Preprocessing>(preprocessing), networkName: network.name })),
  };
}

function toRecord({ triplets, ...row }: StudyRow): StudyRecord {
  return { ...toSummary(row), triplets: fromNullableJson<Triplet[]>(triplets) };
}

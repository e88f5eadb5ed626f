import { canonicalJson, hashOfJson } from '@lookalike/content-address';
import type { RecruitingSettings } from '@lookalike/recruiting';
import { defaultStudyOperation, readStimuli, readStudyConfiguration, type Condition, type EarlierRaters, type IdentityRetention, type LateFinish, type Reward, type Stimulus, type StudyConfiguration, type StudyOperation } from '@lookalike/study';
import { conditionRows, frozenFacts, toConditionRecord, toNewCondition, WITH_RUN, type NewCondition, type StudyConditionRecord } from './conditions.ts';
import { Prisma } from './generated/client.ts';
import { StudyStatus } from './generated/enums.ts';
import { fromJson, fromNullableJson, toJson } from './json-column.ts';
import { newReadableCode, newSecretToken } from './secret-token.ts';
import type { Database, Store, Transaction } from './store.ts';

export type { StudyStatus } from './generated/enums.ts';

/** A study without its stimuli: for lists, and for who only arrives. */
export interface StudySummary {
  readonly id: string;
  /** In the rater's link. */
  readonly linkToken: string;
  readonly status: StudyStatus;
  /** Counts the changes of the draft, from 1. */
  readonly version: number;
  readonly configuration: StudyConfiguration;
  /** Of the configuration as it was when the study was made, whatever form it is read in now. */
  readonly configurationHash: string;
  readonly stimuliHash: string | undefined;
  /** Read anew by whoever needs it: it can change while the study is live. */
  readonly operation: StudyOperation;
  /** What the consent text says of how long a platform's id is kept after somebody declined or withdrew. */
  readonly identityRetention: IdentityRetention;
  /** The study of whose draft this is a frozen copy, which only test sessions enter; undefined of a study of its own. */
  readonly rehearsalOf: string | undefined;
  readonly createdAt: Date;
  readonly launchedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  /** In the order the experimenter gave. */
  readonly conditions: readonly StudyConditionRecord[];
}

export interface StudyRecord extends StudySummary {
  /** Frozen at launch; absent in a draft. */
  readonly stimuli: readonly Stimulus[] | undefined;
  /** Frozen at launch; absent where sessions draw their own. */
  readonly sets: readonly (readonly string[])[] | undefined;
}

export interface NewStudy {
  readonly configuration: StudyConfiguration;
  readonly conditions: readonly NewCondition[];
  readonly operation?: Partial<StudyOperation>;
  /** The draft of which it is to be a frozen copy. */
  readonly rehearsalOf?: string;
}

/** What a launch freezes. */
export interface Launch {
  readonly studyId: string;
  /** Of the draft that all of this was made from. */
  readonly version: number;
  /** With the factors that they have now. */
  readonly conditions: readonly Condition[];
  readonly stimuli: readonly Stimulus[];
  readonly sets?: readonly (readonly string[])[] | undefined;
  /** Pictures that raters may fetch. */
  readonly fileHashes: readonly string[];
  /** Where the wanted answers decide them. */
  readonly places?: number;
}

const COMPLETION_CODE_LENGTH = 8;
const WITH_CONDITIONS = { conditions: WITH_RUN } as const satisfies Prisma.StudyInclude;
const WITHOUT_STIMULI = { omit: { stimuli: true, sets: true }, include: WITH_CONDITIONS } as const satisfies Prisma.StudyDefaultArgs;

/** Keeps a study as a draft, with a new unguessable link and, unless given, a new completion code. */
export async function createStudy(db: Database, { configuration, conditions, operation: given = {}, rehearsalOf }: NewStudy): Promise<StudyRecord> {
  const operation: StudyOperation = { ...defaultStudyOperation(), completionCode: newReadableCode(COMPLETION_CODE_LENGTH), ...given };
  const row = await db.study.create({
    data: {
      linkToken: newSecretToken(),
      ...(rehearsalOf === undefined ? {} : { rehearsalOf }),
      ...operationRow(operation),
      recruiting: toJson(operation.recruiting),
      earlierRaters: toJson(operation.earlierRaters),
      configuration: toJson(configuration),
      configurationHash: hashOfJson(configuration),
      conditions: { create: conditionRows(conditions) },
    },
    include: WITH_CONDITIONS,
  });
  return toRecord(row);
}

/** Changes a draft and counts its version up. Returns undefined where it is no draft (any more). */
export async function updateStudy(store: Store, { studyId, configuration, conditions, operation = {} }: NewStudy & { readonly studyId: string }): Promise<StudyRecord | undefined> {
  return store.transaction(async (tx) => {
    const { count } = await tx.study.updateMany({
      where: { id: studyId, status: StudyStatus.draft },
      data: { configuration: toJson(configuration), configurationHash: hashOfJson(configuration), version: { increment: 1 }, ...operationRow(operation) },
    });
    if (count === 0) return undefined;
    await tx.studyCondition.deleteMany({ where: { studyId } });
    await tx.studyCondition.createMany({ data: conditionRows(conditions).map((condition) => ({ ...condition, studyId })) });
    return findStudy(tx, studyId);
  });
}

/** Opens a draft for raters with what it will show, frozen from now on. Returns undefined where it is no draft (any more), or another version of it. */
export async function launchStudy(store: Store, launch: Launch): Promise<StudyRecord | undefined> {
  return store.transaction(async (tx) => {
    if (!(await isDraft(tx, launch))) return undefined;
    return freeze(tx, launch);
  });
}

/**
 * A study of its own with what launching the draft now would freeze, open for test sessions. The latest is given again as long as nothing
 * of the draft has changed; earlier ones that nobody answered go. Returns undefined where it is no draft (any more), or another version of it.
 */
export async function rehearseStudy(store: Store, launch: Launch): Promise<StudyRecord | undefined> {
  return store.transaction(async (tx) => {
    if (!(await isDraft(tx, launch))) return undefined;
    const draft = await tx.study.findUniqueOrThrow({ where: { id: launch.studyId }, include: WITH_CONDITIONS });
    const [latest] = await tx.study.findMany({ where: { rehearsalOf: draft.id, version: draft.version, stimuliHash: stimuliHashOf(launch) }, orderBy: { createdAt: 'desc' }, take: 1, include: WITH_CONDITIONS });
    // Nobody is told of a test.
    const operation: StudyOperation = { ...toOperation(draft), isPaused: false, alertUrl: '' };
    if (latest !== undefined) return toRecord(await tx.study.update({ where: { id: latest.id }, data: operationRow(operation), include: WITH_CONDITIONS }));
    await tx.study.deleteMany({ where: { rehearsalOf: draft.id, sessions: { none: {} } } });
    const copy = await createStudy(tx, { configuration: readStudyConfiguration(draft.configuration), conditions: draft.conditions.map(toConditionRecord).map(toNewCondition), operation, rehearsalOf: draft.id });
    await tx.study.update({ where: { id: copy.id }, data: { version: draft.version, identityRetention: draft.identityRetention } });
    return freeze(tx, { ...launch, studyId: copy.id });
  });
}

/** Rehearsals of a draft with their test sessions, newest first. */
export async function listRehearsals(db: Database, studyId: string): Promise<readonly { readonly id: string; readonly version: number; readonly createdAt: Date; readonly sessionCount: number }[]> {
  const rows = await db.study.findMany({ where: { rehearsalOf: studyId }, orderBy: { createdAt: 'desc' }, select: { id: true, version: true, createdAt: true, _count: { select: { sessions: true } } } });
  return rows.map(({ _count, ...row }) => ({ ...row, sessionCount: _count.sessions }));
}

/** Locks the study. */
async function isDraft(tx: Transaction, { studyId, version }: Pick<Launch, 'studyId' | 'version'>): Promise<boolean> {
  const [draft] = await tx.$queryRaw<{ status: StudyStatus; version: number }[]>`SELECT "status", "version" FROM "study" WHERE "id" = ${studyId}::uuid FOR UPDATE`;
  return draft?.status === StudyStatus.draft && draft.version === version;
}

async function freeze(tx: Transaction, launch: Launch): Promise<StudyRecord | undefined> {
  const { studyId, conditions, stimuli, sets, fileHashes, places } = launch;
  for (const condition of conditions) {
    await tx.studyCondition.update({ where: { studyId_conditionId: { studyId, conditionId: condition.conditionId } }, data: frozenFacts(condition) });
  }
  await tx.studyFile.createMany({ data: [...new Set(fileHashes)].map((fileHash) => ({ fileHash, studyId })), skipDuplicates: true });
  await tx.study.update({
    where: { id: studyId },
    data: {
      status: StudyStatus.live,
      stimuli: stimuli.map(toJson),
      ...(sets === undefined ? {} : { sets: toJson(sets) }),
      stimuliHash: stimuliHashOf(launch),
      launchedAt: new Date(),
      ...(places === undefined ? {} : { places }),
    },
  });
  return findStudy(tx, studyId);
}

function stimuliHashOf({ stimuli, sets }: Pick<Launch, 'stimuli' | 'sets'>): string {
  return hashOfJson(sets === undefined ? { stimuli } : { stimuli, sets });
}

/** Lets nobody new in; sessions under way may end. Returns undefined where it is not live. */
export async function closeStudy(db: Database, studyId: string): Promise<StudyRecord | undefined> {
  const { count } = await db.study.updateMany({ where: { id: studyId, status: StudyStatus.live }, data: { status: StudyStatus.closed, closedAt: new Date() } });
  return count === 0 ? undefined : findStudy(db, studyId);
}

/** Changes what is operated, whatever the status, and logs what became different. Returns undefined where there is no such study. */
export async function operateStudy(store: Store, { studyId, operation, experimenter }: { readonly studyId: string; readonly operation: Partial<StudyOperation>; readonly experimenter: string }): Promise<StudyRecord | undefined> {
  return store.transaction(async (tx) => {
    const before = await findStudy(tx, studyId);
    if (before === undefined) return undefined;
    const change = Object.fromEntries(Object.entries(operation).filter(([key, value]) => canonicalJson(before.operation[key as keyof StudyOperation]) !== canonicalJson(value)));
    if (Object.keys(change).length === 0) return before;
    await tx.study.update({ where: { id: studyId }, data: operationRow(change) });
    await tx.studyChange.create({ data: { studyId, experimenter, change: toJson(change) } });
    return findStudy(tx, studyId);
  });
}

export interface StudyChangeRecord {
  readonly changedAt: Date;
  readonly experimenter: string;
  readonly change: Readonly<Record<string, unknown>>;
}

/** What was changed while the study was operated; newest first. */
export async function listStudyChanges(db: Database, studyId: string): Promise<readonly StudyChangeRecord[]> {
  const rows = await db.studyChange.findMany({ where: { studyId }, orderBy: [{ changedAt: 'desc' }, { id: 'asc' }] });
  return rows.map(({ changedAt, experimenter, change }) => ({ changedAt, experimenter, change: fromJson<Record<string, unknown>>(change) }));
}

export async function findStudy(db: Database, id: string): Promise<StudyRecord | undefined> {
  const row = await db.study.findUnique({ where: { id }, include: WITH_CONDITIONS });
  return row === null ? undefined : toRecord(row);
}

/** By the token in the rater's link; without the stimuli, which may be megabytes and which nobody needs who only arrives. */
export async function findStudyByLink(db: Database, linkToken: string): Promise<StudySummary | undefined> {
  const row = await db.study.findUnique({ where: { linkToken }, ...WITHOUT_STIMULI });
  return row === null ? undefined : toSummary(row);
}

/** Only what is operated, the status, and since when it is live. */
export async function findStudyOperation(db: Database, id: string): Promise<Pick<StudySummary, 'status' | 'operation' | 'launchedAt'> | undefined> {
  const row = await db.study.findUnique({ where: { id }, select: OPERATION });
  return row === null ? undefined : { status: row.status, operation: toOperation(row), launchedAt: row.launchedAt ?? undefined };
}

/** Newest first; without rehearsals. */
export async function listStudies(db: Database): Promise<readonly StudySummary[]> {
  const rows = await db.study.findMany({ ...WITHOUT_STIMULI, where: { rehearsalOf: null }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
  return rows.map(toSummary);
}

const OPERATION = {
  status: true, launchedAt: true, places: true, pilotPlaces: true, placeLeaseMinutes: true, isPaused: true, completionCode: true, returnUrl: true, alertUrl: true, contact: true, institution: true, ethicsCommittee: true, recruiting: true, lateFinish: true, earlierRaters: true, reward: true, rewardNote: true, authors: true, dataLicence: true,
} as const satisfies Prisma.StudySelect;
type OperationRow = Prisma.StudyGetPayload<{ select: typeof OPERATION }>;
type StudyRow = Prisma.StudyGetPayload<{ include: typeof WITH_CONDITIONS }>;

function operationRow<Given extends Partial<StudyOperation>>({ reward, authors, recruiting, earlierRaters, ...rest }: Given) {
  return {
    ...rest,
    ...(recruiting === undefined ? {} : { recruiting: toJson(recruiting) }),
    ...(earlierRaters === undefined ? {} : { earlierRaters: toJson(earlierRaters) }),
    ...(reward === undefined ? {} : { reward: reward === null ? Prisma.DbNull : toJson(reward) }),
    ...(authors === undefined ? {} : { authors: toJson(authors) }),
  };
}

function toOperation({ reward, authors, recruiting, earlierRaters, lateFinish, places, pilotPlaces, placeLeaseMinutes, isPaused, completionCode, returnUrl, alertUrl, contact, institution, ethicsCommittee, rewardNote, dataLicence }: OperationRow): StudyOperation {
  return {
    places, pilotPlaces, placeLeaseMinutes, isPaused, completionCode, returnUrl, alertUrl, contact, institution, ethicsCommittee, rewardNote, dataLicence,
    recruiting: fromJson<RecruitingSettings>(recruiting),
    earlierRaters: fromJson<EarlierRaters>(earlierRaters),
    lateFinish: lateFinish as LateFinish, // A check constraint admits nothing else.
    reward: fromNullableJson<Reward>(reward) ?? null,
    authors: fromJson<string[]>(authors),
  };
}

function toSummary(row: Omit<StudyRow, 'stimuli' | 'sets'>): StudySummary {
  return {
    id: row.id,
    linkToken: row.linkToken,
    status: row.status,
    version: row.version,
    configuration: readStudyConfiguration(row.configuration),
    configurationHash: row.configurationHash,
    stimuliHash: row.stimuliHash ?? undefined,
    operation: toOperation(row),
    identityRetention: row.identityRetention as IdentityRetention, // A check constraint admits nothing else.
    rehearsalOf: row.rehearsalOf ?? undefined,
    createdAt: row.createdAt,
    launchedAt: row.launchedAt ?? undefined,
    closedAt: row.closedAt ?? undefined,
    conditions: row.conditions.map(toConditionRecord),
  };
}

function toRecord({ stimuli, sets, ...row }: StudyRow): StudyRecord {
  const stored = fromNullableJson<unknown[]>(stimuli);
  return { ...toSummary(row), stimuli: stored === undefined ? undefined : readStimuli(stored), sets: fromNullableJson<string[][]>(sets) };
}

import { hashOfJson } from '@lookalike/content-address';
import { hashedConfiguration, type Preprocessing } from '@lookalike/preprocessing';
import type { NullDistribution } from '@lookalike/iri';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import type { Prisma } from './generated/client.ts';
import { RunStatus } from './generated/enums.ts';
import { fromJson, fromNullableJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';

export type { RunStatus } from './generated/enums.ts';

/** Live numbers of a run. */
export interface RunProgress {
  /** Optimiser steps of the images under way, at most. */
  readonly step: number;
  /** Mean representation distance of the images under way; null before the first step. */
  readonly meanDistance: number | null;
  readonly secondsLeft: number | null;
  readonly imagesPerSecond: number | null;
}

/** What produced a run's numbers. */
export type RunEnvironment = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface NewRun {
  readonly networkId: string;
  readonly imageSetId: string;
  /** Value name of the representation. */
  readonly layer: string;
  readonly configuration: IriConfiguration;
}

/** IRIs of one image set for one network under one configuration. */
export interface RunRecord extends NewRun {
  readonly id: string;
  readonly network: { readonly id: string; readonly name: string; readonly fileHash: string };
  readonly imageSet: { readonly id: string; readonly name: string };
  /** With the values of the network's further inputs, if it has any. */
  readonly configurationHash: string;
  /** The network's, as it was when the run was started. */
  readonly preprocessing: Preprocessing;
  readonly status: RunStatus;
  readonly totalCount: number;
  readonly doneCount: number;
  readonly acceptedCount: number;
  readonly progress: RunProgress | undefined;
  /** d between random pairs of the run's images: what "not alike at all" measures like. */
  readonly nullDistribution: NullDistribution | undefined;
  readonly environment: RunEnvironment | undefined;
  /** Why it failed, or what a run that is done has to say of images that have no IRI. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly createdAt: Date;
  /** How often it was claimed since it last got on: more than once or twice means that it ends its workers. */
  readonly idleClaimCount: number;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

const WITH_NAMES = {
  network: { select: { id: true, name: true, fileHash: true } },
  imageSet: { select: { id: true, name: true } },
} as const satisfies Prisma.GenerationRunInclude;

/** Queues a run over all images of the set. The caller then sends the job `generate-iris`; if it cannot, workers find the run by themselves. */
export async function createRun(db: Database, run: NewRun): Promise<RunRecord> {
  const totalCount = await db.image.count({ where: { imageSetId: run.imageSetId } });
  const network = await db.network.findUniqueOrThrow({ where: { id: run.networkId }, select: { preprocessing: true } });
  const preprocessing = fromJson<Preprocessing>(network.preprocessing);
  const row = await db.generationRun.create({
    data: { ...run, preprocessing: toJson(preprocessing), configuration: toJson(run.configuration), configurationHash: hashOfJson(hashedConfiguration(run.configuration, preprocessing)), totalCount },
    include: WITH_NAMES,
  });
  return toRecord(row);
}

export async function findRun(db: Database, id: string): Promise<RunRecord | undefined> {
  const row = await db.generationRun.findUnique({ where: { id }, include: WITH_NAMES });
  return row === null ? undefined : toRecord(row);
}

/** Newest first. */
export async function listRuns(db: Database): Promise<readonly RunRecord[]> {
  return (await db.generationRun.findMany({ include: WITH_NAMES, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })).map(toRecord);
}

/**
 * Stops a run that is queued or running; what is finished stays. Its worker notices at its next step.
 * Returns the run as it is now, whatever it was; undefined where there is none.
 */
export async function cancelRun(db: Database, id: string): Promise<RunRecord | undefined> {
  await db.generationRun.updateMany({
    where: { id, status: { in: [RunStatus.queued, RunStatus.running] } },
    data: { status: RunStatus.cancelled, finishedAt: new Date(), ...NO_LEASE },
  });
  return findRun(db, id);
}

export const NO_LEASE = { leaseOwner: null, leaseExpiresAt: null } as const;

function toRecord(row: Prisma.GenerationRunGetPayload<{ include: typeof WITH_NAMES }>): RunRecord {
  return {
    id: row.id,
    networkId: row.networkId,
    imageSetId: row.imageSetId,
    network: row.network,
    imageSet: row.imageSet,
    layer: row.layer,
    configuration: fromJson<IriConfiguration>(row.configuration),
    configurationHash: row.configurationHash,
    preprocessing: fromJson<Preprocessing>(row.preprocessing),
    status: row.status,
    totalCount: row.totalCount,
    doneCount: row.doneCount,
    acceptedCount: row.acceptedCount,
    progress: fromNullableJson<RunProgress>(row.progress),
    nullDistribution: fromNullableJson<NullDistribution>(row.nullDistribution),
    environment: fromNullableJson<RunEnvironment>(row.environment),
    error: row.errorCode === null ? undefined : { code: row.errorCode, message: row.errorMessage ?? '' },
    createdAt: row.createdAt,
    idleClaimCount: row.idleClaimCount,
    startedAt: row.startedAt ?? undefined,
    finishedAt: row.finishedAt ?? undefined,
  };
}

import type { IriDetail } from '@lookalike/iri';
import { recordBlobs, type BlobRecord } from './blobs.ts';
import type { Prisma } from './generated/client.ts';
import { fromNullableJson, toJson } from './json-column.ts';
import { lockRun, type Lease } from './run-lease.ts';
import type { Database, Store } from './store.ts';

/** One IRI with its audit. Files are in the blob store before this is recorded. */
export interface NewIri {
  readonly targetId: string;
  /** What people see: the IRI, its seed, and the target as the network takes it. */
  readonly files: { readonly iri: BlobRecord; readonly seed: BlobRecord; readonly target: BlobRecord };
  /** d of the stored 8-bit file. */
  readonly representationDistance: number;
  /** d of the float image before rounding. */
  readonly unroundedDistance: number;
  /** Share of the null distribution at or below d, in [0, 1]. */
  readonly nullPercentile: number;
  /** d of the seed. */
  readonly seedDistance: number;
  /** Why the run's gate refused it; absent where it is accepted. */
  readonly rejectionReason: string | undefined;
  readonly stepCount: number;
  readonly durationMs: number;
  /** Curve of d, classes, correlations, perceptual distances. */
  readonly detail: IriDetail;
}

export interface IriRecord {
  readonly id: string;
  readonly runId: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly fileHash: string;
  readonly seedFileHash: string;
  readonly targetFileHash: string;
  readonly representationDistance: number;
  readonly unroundedDistance: number;
  readonly nullPercentile: number;
  readonly seedDistance: number;
  readonly accepted: boolean;
  readonly rejectionReason: string | undefined;
  readonly stepCount: number;
  readonly durationMs: number;
  /** Absent for IRIs of versions that did not record it. */
  readonly detail: IriDetail | undefined;
  readonly createdAt: Date;
}

/** What a study needs to know of an accepted IRI. */
export interface AcceptedIri {
  readonly iriId: string;
  readonly runId: string;
  readonly networkId: string;
  readonly layer: string;
  readonly targetId: string;
  readonly fileHash: string;
  readonly targetFileHash: string;
  readonly seedFileHash: string;
  readonly representationDistance: number;
  /** The target's own file, at its full size. */
  readonly originalHash: string;
  /** The target's name in its image set. */
  readonly targetName: string;
  /** The target's label in its image set. */
  readonly label: string | undefined;
  /** Whether the network gives IRI and target the same class; absent where it has no classes or that was not recorded. */
  readonly isNamedByNetwork: boolean | undefined;
}

const WITH_TARGET = { target: { select: { name: true } } } as const satisfies Prisma.IriInclude;

/**
 * Records a finished IRI and counts it, in one transaction. A second one for the same target changes nothing, so a
 * worker may repeat it after a crash.
 * @throws StoreError store.lease_lost where the run is no longer this owner's
 */
export async function saveIri(store: Store, lease: Pick<Lease, 'runId' | 'owner'>, iri: NewIri): Promise<'saved' | 'already_saved'> {
  const { files, rejectionReason, detail, ...measured } = iri;
  const accepted = rejectionReason === undefined;
  return store.transaction(async (tx) => {
    await lockRun(tx, lease);
    await recordBlobs(tx, [files.iri, files.seed, files.target]);
    const { count } = await tx.iri.createMany({
      data: [
        {
          ...measured,
          detail: toJson(detail),
          runId: lease.runId,
          fileHash: files.iri.hash,
          seedFileHash: files.seed.hash,
          targetFileHash: files.target.hash,
          accepted,
          rejectionReason: rejectionReason ?? null,
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) return 'already_saved';
    await tx.generationRun.update({
      where: { id: lease.runId },
      data: { doneCount: { increment: 1 }, acceptedCount: { increment: accepted ? 1 : 0 }, idleClaimCount: 0 },
      select: { id: true },
    });
    return 'saved';
  });
}

/** In the order of the targets. */
export async function listIris(db: Database, runId: string): Promise<readonly IriRecord[]> {
  const rows = await db.iri.findMany({ where: { runId }, include: WITH_TARGET, orderBy: { target: { position: 'asc' } } });
  return rows.map(({ target, rejectionReason, detail, ...row }) => ({ ...row, targetName: target.name, rejectionReason: rejectionReason ?? undefined, detail: fromNullableJson<IriDetail>(detail) }));
}

/** Targets whose IRI is there, accepted or not, or that are known to have none: what a run that goes on leaves out. */
export async function finishedTargetIds(db: Database, runId: string): Promise<ReadonlySet<string>> {
  const choice = { where: { runId }, select: { targetId: true } } as const;
  const rows = [...(await db.iri.findMany(choice)), ...(await db.failedIri.findMany(choice))];
  return new Set(rows.map(({ targetId }) => targetId));
}

/** Accepted IRIs of several runs, in the order of runs as given, then of targets. */
export async function listAcceptedIris(db: Database, runIds: readonly string[]): Promise<readonly AcceptedIri[]> {
  const rows = await db.iri.findMany({
    where: { runId: { in: [...runIds] }, accepted: true },
    select: {
      id: true,
      runId: true,
      targetId: true,
      fileHash: true,
      targetFileHash: true,
      seedFileHash: true,
      representationDistance: true,
      detail: true,
      target: { select: { fileHash: true, label: true, name: true } },
      run: { select: { networkId: true, layer: true } },
    },
    orderBy: [{ target: { position: 'asc' } }, { id: 'asc' }],
  });
  const order = new Map(runIds.map((runId, index) => [runId, index]));
  return rows
    .map(({ id, run, target, detail, ...row }) => ({ iriId: id, ...row, ...run, originalHash: target.fileHash, targetName: target.name, label: target.label ?? undefined, isNamedByNetwork: fromNullableJson<IriDetail>(detail)?.topClass?.isSame }))
    .sort((a, b) => (order.get(a.runId) ?? 0) - (order.get(b.runId) ?? 0));
}

import type { FailedIri } from '@lookalike/iri';
import { lockRun, type Lease } from './run-lease.ts';
import type { Database, Store } from './store.ts';

/** An image of a run that has no IRI, and why. */
export interface FailedIriRecord extends Pick<FailedIri, 'targetId' | 'code' | 'message' | 'stepCount' | 'lastFiniteDistance' | 'durationMs'> {
  readonly targetName: string;
}

/**
 * Records that an image has no IRI. A second time changes nothing. Work was done, so the run counts as one that gets on.
 * @throws StoreError store.lease_lost where the run is no longer this owner's
 */
export async function saveFailedIri(store: Store, lease: Pick<Lease, 'runId' | 'owner'>, { targetId, code, message, stepCount, lastFiniteDistance, durationMs }: FailedIri): Promise<void> {
  await store.transaction(async (tx) => {
    await lockRun(tx, lease);
    await tx.failedIri.createMany({ data: [{ runId: lease.runId, targetId, code, message, stepCount, lastFiniteDistance: lastFiniteDistance ?? null, durationMs }], skipDuplicates: true });
    await tx.generationRun.update({ where: { id: lease.runId }, data: { idleClaimCount: 0 }, select: { id: true } });
  });
}

/** In the order of the targets. */
export async function listFailedIris(db: Database, runId: string): Promise<readonly FailedIriRecord[]> {
  const rows = await db.failedIri.findMany({ where: { runId }, include: { target: { select: { name: true } } }, orderBy: { target: { position: 'asc' } } });
  return rows.map(({ target, targetId, code, message, stepCount, lastFiniteDistance, durationMs }) => ({
    targetId, targetName: target.name, message, stepCount, durationMs,
    code: code as FailedIri['code'], // Only saveFailedIri writes the column.
    ...(lastFiniteDistance !== null && { lastFiniteDistance }),
  }));
}

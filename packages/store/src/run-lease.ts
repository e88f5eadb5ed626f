import type { NullDistribution } from '@lookalike/iri';
import { RunStatus } from './generated/enums.ts';
import { toJson } from './json-column.ts';
import { NO_LEASE, findRun, type RunEnvironment, type RunProgress, type RunRecord } from './runs.ts';
import type { Database } from './store.ts';
import { StoreError } from './store-error.ts';

/** Who works on a run, and for how long without a sign of life. Ends are reckoned by the database's clock alone. */
export interface Lease {
  readonly runId: string;
  /** Unique to one claim by one worker, so that a worker never mistakes a later claim for its own. */
  readonly owner: string;
  readonly leaseMs: number;
}

/**
 * Takes a run that waits, or whose worker's lease has run out. Of several that try at once, one gets it.
 * Returns undefined where it is done, cancelled, failed, or in other hands.
 */
export async function claimRun(db: Database, { runId, owner, leaseMs }: Lease): Promise<RunRecord | undefined> {
  const claimed = await db.$executeRaw`
    UPDATE "generation_run"
    SET "status" = 'running', "lease_owner" = ${owner}, "lease_expires_at" = now() + ${leaseMs}::double precision * interval '1 millisecond',
        "started_at" = coalesce("started_at", now()), "idle_claim_count" = "idle_claim_count" + 1
    WHERE "id" = ${runId}::uuid AND ("status" = 'queued' OR ("status" = 'running' AND "lease_expires_at" < now()))`;
  return claimed === 1 ? findRun(db, runId) : undefined;
}

/** Gives a sign of life, with live numbers where there are any. False where the run is no longer this owner's: cancelled, or taken over. */
export async function renewLease(db: Database, { runId, owner, leaseMs }: Lease, progress?: RunProgress): Promise<boolean> {
  const json = progress === undefined ? null : JSON.stringify(progress);
  const renewed = await db.$executeRaw`
    UPDATE "generation_run"
    SET "lease_expires_at" = now() + ${leaseMs}::double precision * interval '1 millisecond', "progress" = coalesce(${json}::jsonb, "progress")
    WHERE "id" = ${runId}::uuid AND "status" = 'running' AND "lease_owner" = ${owner}`;
  return renewed === 1;
}

/** Records what the run measured or ran on. @throws StoreError store.lease_lost */
export async function recordRunFacts(
  db: Database,
  lease: Pick<Lease, 'runId' | 'owner'>,
  facts: { readonly nullDistribution?: NullDistribution; readonly environment?: RunEnvironment },
): Promise<void> {
  const { count } = await db.generationRun.updateMany({
    where: held(lease),
    data: {
      ...(facts.nullDistribution === undefined ? {} : { nullDistribution: toJson(facts.nullDistribution) }),
      ...(facts.environment === undefined ? {} : { environment: toJson(facts.environment) }),
    },
  });
  if (count === 0) throw leaseLost(lease.runId);
}

/**
 * Ends a run well. @param remark what people should know of it, such as images that have no IRI.
 * @throws StoreError store.lease_lost
 */
export async function finishRun(db: Database, lease: Pick<Lease, 'runId' | 'owner'>, remark?: { readonly code: string; readonly message: string }): Promise<void> {
  const { count } = await db.generationRun.updateMany({
    where: held(lease),
    data: { status: RunStatus.done, finishedAt: new Date(), errorCode: remark?.code ?? null, errorMessage: remark?.message ?? null, ...NO_LEASE },
  });
  if (count === 0) throw leaseLost(lease.runId);
}

/** Ends a run with an error that people will read; finished IRIs stay. False where the run is no longer this owner's. */
export async function failRun(db: Database, lease: Pick<Lease, 'runId' | 'owner'>, error: { readonly code: string; readonly message: string }): Promise<boolean> {
  const { count } = await db.generationRun.updateMany({
    where: held(lease),
    data: { status: RunStatus.failed, errorCode: error.code, errorMessage: error.message, finishedAt: new Date(), ...NO_LEASE },
  });
  return count === 1;
}

/** Puts a run back into the queue, for a worker that stops in good order. False where it is no longer this owner's. */
export async function releaseRun(db: Database, lease: Pick<Lease, 'runId' | 'owner'>): Promise<boolean> {
  const { count } = await db.generationRun.updateMany({ where: held(lease), data: { status: RunStatus.queued, idleClaimCount: 0, ...NO_LEASE } });
  return count === 1;
}

/**
 * Finds runs that wait although no job may tell of them any more: those whose worker died, and those queued for longer
 * than `queuedForMs`. They are queued on return; the caller sends the job `generate-iris` for each, which is harmless twice.
 */
export async function requeueAbandonedRuns(db: Database, { queuedForMs }: { readonly queuedForMs: number }): Promise<readonly { readonly runId: string; readonly abandoned: boolean }[]> {
  const abandoned = await db.$queryRaw<{ id: string }[]>`
    UPDATE "generation_run" SET "status" = 'queued', "lease_owner" = NULL, "lease_expires_at" = NULL
    WHERE "status" = 'running' AND "lease_expires_at" < now() RETURNING "id"`;
  const waiting = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "generation_run"
    WHERE "status" = 'queued' AND "created_at" < now() - ${queuedForMs}::double precision * interval '1 millisecond' ORDER BY "created_at"`;
  const ids = new Set(abandoned.map(({ id }) => id));
  return [...abandoned.map(({ id }) => ({ runId: id, abandoned: true })), ...waiting.filter(({ id }) => !ids.has(id)).map(({ id }) => ({ runId: id, abandoned: false }))];
}

/** The error of a worker that goes on although its run is no longer its own. */
export function leaseLost(runId: string): StoreError {
  return new StoreError('store.lease_lost', `Run ${runId} is no longer this worker's: it was cancelled, or its lease ran out and another worker went on. Stop working on it.`, { runId });
}

/**
 * Locks the run's row until the transaction ends: two workers on one run take turns, and only the holder of the lease goes on.
 * @throws StoreError store.lease_lost
 */
export async function lockRun(tx: Database, { runId, owner }: Pick<Lease, 'runId' | 'owner'>): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "generation_run" WHERE "id" = ${runId}::uuid AND "status" = 'running' AND "lease_owner" = ${owner} FOR UPDATE`;
  if (held.length === 0) throw leaseLost(runId);
}

function held({ runId, owner }: Pick<Lease, 'runId' | 'owner'>): { id: string; leaseOwner: string; status: RunStatus } {
  return { id: runId, leaseOwner: owner, status: RunStatus.running };
}

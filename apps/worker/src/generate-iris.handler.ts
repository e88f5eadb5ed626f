import { randomUUID } from 'node:crypto';
import { LookalikeError } from '@lookalike/errors';
import { planarPng } from '@lookalike/images';
import { detailOf, generateIris, type GeneratedIri } from '@lookalike/iri';
import type { FallbackDevice } from '@lookalike/runtime';
import {
  claimRun,
  failRun,
  finishRun,
  finishedTargetIds,
  generateIris as generateIrisJob,
  listFailedIris,
  recordRunFacts,
  releaseRun,
  saveFailedIri,
  saveIri,
  StoreError,
  type BlobStore,
  type JobQueue,
  type Lease,
  type RunRecord,
  type Store,
} from '@lookalike/store';
import type { Logger } from 'pino';
import { followDeviceChanges } from './device-changes.ts';
import { keepLease, LOST, STOPPING, type LeaseKeeper } from './lease-keeper.ts';
import { proveIfPending } from './prove-network.handler.ts';
import { keepPng, readRunInputs, type RunTarget } from './run-inputs.ts';
import { leaseMs, maximumIdleClaims } from './timing.ts';
import { version } from './version.ts';
import { WorkerError } from './worker-error.ts';

export interface WorkerDependencies {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly queue: JobQueue;
  readonly device: FallbackDevice;
  readonly log: Logger;
  /** Aborts when the worker stops. */
  readonly workerStops: AbortSignal;
}

/**
 * Does what a run still lacks, if it is free: each IRI is stored as soon as it is finished, so that whoever goes on
 * after a crash leaves those out. Faults of the run end it as failed; faults of the database are thrown, and the job is
 * tried again.
 */
export async function handleGenerateIris(dependencies: WorkerDependencies, { runId }: { readonly runId: string }): Promise<void> {
  const { store, queue, workerStops } = dependencies;
  if (workerStops.aborted) throw STOPPING;
  const lease: Lease = { runId, owner: `${process.pid}-${randomUUID()}`, leaseMs };
  const run = await claimRun(store.prisma, lease);
  const log = dependencies.log.child({ runId });
  if (run === undefined) return void log.debug('nothing to do: the run is done, cancelled, or in other hands');

  log.info({ done: run.doneCount, total: run.totalCount, network: run.network.name }, run.doneCount > 0 ? 'going on with a run' : 'starting a run');
  const keeper = keepLease(store.prisma, lease, { workerStops, log });
  try {
    await workOn({ ...dependencies, log }, run, lease, keeper);
    await keeper.end();
  } catch (error) {
    await keeper.end();
    if (keeper.signal.aborted && keeper.signal.reason === STOPPING) {
      if (await releaseRun(store.prisma, lease)) await queue.send(generateIrisJob, { runId });
      log.info('put the run back into the queue');
    } else if (isLeaseLost(error, keeper)) {
      log.info('stopped working on a run that was cancelled or taken over');
    } else if (isFaultOfTheRun(error)) {
      log.error({ err: error }, 'the run failed');
      await failRun(store.prisma, lease, describe(error));
    } else {
      throw error;
    }
  }
}

async function workOn(dependencies: WorkerDependencies, run: RunRecord, lease: Lease, keeper: LeaseKeeper): Promise<void> {
  const { store, blobs, device, log } = dependencies;
  if (run.idleClaimCount > maximumIdleClaims) {
    throw new WorkerError('run.ends_its_workers', `Workers ended ${maximumIdleClaims} times while they worked on this run, without one more IRI. Most likely memory ran out: take a smaller batch or a smaller network.`);
  }
  const proof = await proveIfPending(dependencies, run.networkId);
  if (proof?.state === 'refuted') throw new WorkerError('run.network_refuted', `The network is not the one that was exported. ${proof.message}`);
  const alreadyDone = await finishedTargetIds(store.prisma, run.id);
  const { signal } = keeper;
  const deviceChanges = followDeviceChanges(device, { environment: run.environment, finishedCount: run.doneCount });
  const { network, targets } = await readRunInputs({ store, blobs }, run, signal);
  const generation = await generateIris({
    device,
    network,
    layer: run.layer,
    configuration: run.configuration,
    targets,
    alreadyDone,
    now: () => performance.now(),
    codec: planarPng,
    signal,
    onProgress: ({ step, meanDistance, secondsLeft, imagesPerSecond }) =>
      keeper.report({ step, meanDistance: meanDistance ?? null, secondsLeft: secondsLeft ?? null, imagesPerSecond: imagesPerSecond ?? null }),
  });
  try {
    const { device: used, straightThroughNode, surrogateGradients, representationShape } = generation.environment;
    const environment = {
      device: used.id,
      deviceLabel: used.label,
      deviceVersion: used.version,
      threads: used.threads,
      straightThroughNode: straightThroughNode ?? null,
      ...(surrogateGradients !== undefined && { surrogateGradients: surrogateGradients.map(({ sentence }) => sentence).join(' ') }),
      ...(generation.warnings.length > 0 && { warnings: generation.warnings.map(({ message, fix }) => `${message} ${fix}`) }),
      representationShape: representationShape.join('×'),
      lookalike: version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      ...(deviceChanges.earlier !== undefined && { deviceChanges: deviceChanges.earlier }),
    };
    await recordRunFacts(store.prisma, lease, { nullDistribution: generation.nullDistribution, environment });
    let finishedCount = run.doneCount;
    const recordDeviceChanges = async (): Promise<void> => {
      const changes = deviceChanges.describe(finishedCount);
      if (changes !== undefined) await recordRunFacts(store.prisma, lease, { environment: { ...environment, deviceChanges: changes } });
    };

    const byId = new Map(targets.map((target) => [target.id, target]));
    for await (const iri of generation) {
      await recordDeviceChanges();
      if (iri.kind === 'failed') {
        log.warn({ targetId: iri.targetId, code: iri.code }, 'an image has no IRI');
        await saveFailedIri(store, lease, iri);
      } else {
        await keepIri({ store, blobs }, lease, iri, byId.get(iri.targetId)!);
        finishedCount += 1;
      }
    }
    signal.throwIfAborted();
    await recordDeviceChanges();
    await finish(store, lease, targets.length);
    log.info('the run is done');
  } finally {
    await generation.close();
  }
}

/** Files first, then the row that names them: a crash in between leaves files that nothing names, which does no harm. */
async function keepIri({ store, blobs }: Pick<WorkerDependencies, 'store' | 'blobs'>, lease: Lease, iri: GeneratedIri, target: RunTarget): Promise<void> {
  if (iri.files === undefined) throw new Error('packages/iri gave no files although it was given a codec.');
  const [image, seed, targetFile] = await Promise.all([keepPng(blobs, iri.files.image), keepPng(blobs, iri.files.seedImage), keepPng(blobs, target.file)]);
  await saveIri(store, lease, {
    targetId: iri.targetId,
    files: { iri: image, seed, target: targetFile },
    representationDistance: iri.representationDistance,
    unroundedDistance: iri.unroundedDistance,
    nullPercentile: iri.nullPercentile,
    seedDistance: iri.seedDistance,
    rejectionReason: iri.rejectionReason,
    stepCount: iri.stepCount,
    durationMs: iri.durationMs,
    detail: detailOf(iri),
  });
}

/** @throws WorkerError run.no_iri where every image failed */
async function finish(store: Store, lease: Lease, targetCount: number): Promise<void> {
  const failed = await listFailedIris(store.prisma, lease.runId);
  const [first] = failed;
  if (first === undefined) return finishRun(store.prisma, lease);
  if (failed.length === targetCount) throw new WorkerError('run.no_iri', `No image of the set has an IRI. ${first.message}`, { code: first.code });
  const names = failed.map(({ targetName }) => targetName).join(', ');
  await finishRun(store.prisma, lease, { code: 'run.images_without_iri', message: `${failed.length} of ${targetCount} images have no IRI (${names}). ${first.message}` });
}

function isLeaseLost(error: unknown, { signal }: LeaseKeeper): boolean {
  return (signal.aborted && signal.reason === LOST) || (error instanceof StoreError && error.code === 'store.lease_lost');
}

/** Our own errors are about the run; those of the database and of the system may pass, so the job is tried again. */
function isFaultOfTheRun(error: unknown): boolean {
  if (error instanceof LookalikeError) return true;
  return !(error instanceof Error && (error.name.startsWith('PrismaClient') || 'syscall' in error));
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof LookalikeError) return { code: error.code, message: error.message };
  return { code: 'run.unexpected_error', message: 'Something went wrong that Lookalike does not know; the worker’s log has it under this run’s id. Start the run again, and report it if it happens twice.' };
}

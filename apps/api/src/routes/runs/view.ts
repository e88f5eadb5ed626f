import type { IriRecord, RunRecord } from '@lookalike/store';
import { fileUrl } from '../files/urls.ts';
import type { IriView, RunView } from './schemas.ts';

export function toRunView(run: RunRecord): RunView {
  return {
    id: run.id,
    network: { id: run.network.id, name: run.network.name },
    imageSet: { id: run.imageSet.id, name: run.imageSet.name },
    layer: run.layer,
    configuration: run.configuration,
    configurationHash: run.configurationHash,
    preprocessing: run.preprocessing,
    status: run.status,
    totalCount: run.totalCount,
    doneCount: run.doneCount,
    acceptedCount: run.acceptedCount,
    progress: run.progress ?? null,
    nullDistribution: run.nullDistribution === undefined ? null : { ...run.nullDistribution },
    environment: run.environment === undefined ? null : { ...run.environment },
    error: run.error ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

export function toIriView(iri: IriRecord): IriView {
  return {
    id: iri.id,
    targetId: iri.targetId,
    targetName: iri.targetName,
    targetUrl: fileUrl(iri.targetFileHash),
    seedUrl: fileUrl(iri.seedFileHash),
    iriUrl: fileUrl(iri.fileHash),
    representationDistance: iri.representationDistance,
    unroundedDistance: iri.unroundedDistance,
    nullPercentile: iri.nullPercentile,
    seedDistance: iri.seedDistance,
    accepted: iri.accepted,
    rejectionReason: iri.rejectionReason ?? null,
    stepCount: iri.stepCount,
    durationMs: iri.durationMs,
  };
}

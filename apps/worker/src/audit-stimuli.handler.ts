import { LookalikeError } from '@lookalike/errors';
import { decodeImage, prepareImage, toGrey, toPlanar } from '@lookalike/images';
import { auditStimuli, type StimulusAudit } from '@lookalike/iri';
import { defaultIriConfiguration } from '@lookalike/iri-configuration';
import { openNetwork, withPreprocessing } from '@lookalike/network';
import { channelsOf, type Preprocessing } from '@lookalike/preprocessing';
import { createRandom } from '@lookalike/random';
import { findNetwork, listStimuli, recordStimulusAudit, type BlobStore, type StimulusAuditRecord, type StimulusRecord } from '@lookalike/store';
import { STOPPING } from './lease-keeper.ts';
import { proveIfPending, type ProvingDependencies } from './prove-network.handler.ts';
import { WorkerError } from './worker-error.ts';

const batchSize = 16;

/** Stimuli of one condition, which are for one layer of one network. */
interface ConditionStimuli {
  readonly networkId: string;
  readonly layer: string;
  readonly stimuli: readonly StimulusRecord[];
}

export interface AuditingDependencies extends ProvingDependencies {
  /** Aborts when the worker stops. */
  readonly workerStops: AbortSignal;
}

/**
 * Audits what a set of stimuli still waits for, a condition at a time. What the stimuli or their network do not allow says why; faults of the
 * database, of the files and of the device are no findings: they are thrown, and the job is tried again.
 * @throws StoreError, RuntimeError; STOPPING when the worker stops
 */
export async function handleAuditStimuli(dependencies: AuditingDependencies, { stimulusSetId }: { readonly stimulusSetId: string }): Promise<void> {
  const { store, workerStops } = dependencies;
  const log = dependencies.log.child({ stimulusSetId });
  for (const group of conditionsToAudit(await listStimuli(store.prisma, stimulusSetId))) {
    if (workerStops.aborted) throw STOPPING;
    const audits = await auditCondition(dependencies, group, stimulusSetId).catch((error: unknown) => {
      if (workerStops.aborted) {
        log.info('stopped auditing stimuli; the job will come again');
        throw STOPPING;
      }
      if (!isFinding(error)) {
        log.error({ err: error, code: (error as { readonly code?: unknown }).code }, 'stimuli could not be audited; the job is tried again');
        throw error;
      }
      log.warn({ err: error }, 'stimuli cannot be audited');
      const failed: StimulusAuditRecord = { state: 'failed', code: error.code, message: error.message };
      return new Map(group.stimuli.map(({ id }) => [id, failed]));
    });
    for (const [id, audit] of audits) await recordStimulusAudit(store.prisma, id, audit);
    log.info({ count: audits.size }, 'audited stimuli made elsewhere');
  }
}

/** Whether a fault says something of the stimuli or their network, and would come again with every try. */
function isFinding(error: unknown): error is LookalikeError {
  return error instanceof LookalikeError && !/^(store|runtime)\./.test(error.code);
}

/** All stimuli of every condition of which one waits: the null distribution is of the whole condition. */
function conditionsToAudit(stimuli: readonly StimulusRecord[]): readonly ConditionStimuli[] {
  const groups = new Map<string, { networkId: string; layer: string; stimuli: StimulusRecord[] }>();
  for (const stimulus of stimuli) {
    const { condition, networkId, layer } = stimulus;
    if (networkId === null || layer === null) continue;
    const group = groups.get(condition);
    if (group === undefined) groups.set(condition, { networkId, layer, stimuli: [stimulus] });
    else group.stimuli.push(stimulus);
  }
  return [...groups.values()].filter((group) => group.stimuli.some(({ audit }) => audit?.state === 'pending'));
}

async function auditCondition(dependencies: AuditingDependencies, { networkId, layer, stimuli }: ConditionStimuli, stimulusSetId: string): Promise<ReadonlyMap<string, StimulusAuditRecord>> {
  const { store, blobs, device } = dependencies;
  const network = await findNetwork(store.prisma, networkId);
  if (network === undefined) throw new WorkerError('run.network_missing', 'The network is no longer there. Register it again and add the stimuli anew.');
  const proof = await proveIfPending(dependencies, networkId);
  if (proof?.state === 'refuted') throw new WorkerError('run.network_refuted', `The network is not the one that was exported. ${proof.message}`);
  const { preprocessing } = network;
  const files = new Map<string, Uint8Array>();
  for (const { name, fileHash } of network.files) files.set(name, await blobs.get(fileHash));
  const graph = withPreprocessing(openNetwork(files, { sizePx: preprocessing, otherInputs: preprocessing.otherInputs }), preprocessing);
  const reader = (hash: string) => () => readPixels(blobs, hash, preprocessing);
  const { audits, nullDistribution } = await auditStimuli({
    device, network: graph, layer, batchSize,
    stimuli: stimuli.map(({ id, fileHash, targetFileHash }) => ({ id, read: reader(fileHash), target: { hash: targetFileHash, read: reader(targetFileHash) } })),
    nullPairCount: defaultIriConfiguration().nullPairCount,
    random: createRandom(stimulusSetId),
    signal: dependencies.workerStops,
  });
  return new Map(audits.map((audit) => [audit.id, toRecord(audit, { nullPairCount: nullDistribution.count, device: device.id })]));
}

function toRecord({ representationDistance, nullPercentile, topClass }: StimulusAudit, facts: { readonly nullPairCount: number; readonly device: string }): StimulusAuditRecord {
  if (!Number.isFinite(representationDistance)) return { state: 'failed', code: 'iri.zero_representation', message: 'The distance is not a finite number: the target’s representation is 0 at this layer, or a value is lost.' };
  return { state: 'done', representationDistance, nullPercentile, topClass: topClass ?? null, ...facts };
}

/** An image that has the network's size already is taken as it is: resizing and cropping it again would make another of what was matched. */
async function readPixels(blobs: BlobStore, hash: string, preprocessing: Preprocessing): Promise<Float32Array> {
  const image = await decodeImage(await blobs.get(hash));
  const isSized = image.widthPx === preprocessing.widthPx && image.heightPx === preprocessing.heightPx;
  const prepared = isSized ? (preprocessing.channelOrder === 'grey' ? toGrey(image) : image) : prepareImage(image, preprocessing);
  return toPlanar(prepared, channelsOf(preprocessing));
}

import { auditStimuli, createStimulusSet, findStimulusSet, listNetworks, listStimuli, listStimulusSets, recordBlobs, StoreError, type NetworkRecord, type StimulusSetRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { requiredField, type CandidateFile, type Upload } from '../../http/uploads.ts';
import { fileUrl } from '../files/urls.ts';
import { readStimuli } from './read-stimuli.ts';
import type { StimulusSetDetail, StimulusSetView } from './schemas.ts';
import { toStimulusView } from './view.ts';

export interface StimulusSetService {
  list(): Promise<StimulusSetView[]>;
  /** @throws ApiError stimuli.set_not_found */
  get(stimulusSetId: string): Promise<StimulusSetDetail>;
  /** Stores a whole set or, when one row is unfit, nothing. @throws ApiError stimuli.refused with an issue per file and row; archive.*; stimuli.name_taken */
  create(upload: Upload<CandidateFile>): Promise<StimulusSetDetail>;
}

const maximumNameLength = 120;

export function stimulusSetService({ store, blobs, queue, log }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'log'>): StimulusSetService {
  return {
    list: async () => (await listStimulusSets(store.prisma)).map(toView),

    async get(stimulusSetId) {
      const set = await findStimulusSet(store.prisma, stimulusSetId);
      if (set === undefined) throw new ApiError('stimuli.set_not_found', `There is no stimulus set ${stimulusSetId}.`, { fix: 'GET /api/stimulus-sets lists those there are.' });
      return detailOf(set);
    },

    async create(upload) {
      const name = requiredField(upload, 'name', maximumNameLength);
      // Every row and every image is judged before the first is kept.
      const { stimuli, files } = await readStimuli(upload.files, await listNetworks(store.prisma));
      for (const { read } of files) await blobs.put(await read());
      const set = await store
        .transaction(async (tx) => {
          await recordBlobs(tx, files.map(({ record }) => record));
          return createStimulusSet(tx, { name, stimuli });
        })
        .catch((error: unknown) => {
          if (!(error instanceof StoreError) || error.code !== 'store.name_taken') throw error;
          throw new ApiError('stimuli.name_taken', error.message, { cause: error, fix: 'Choose another name.' });
        });
      // Workers look for stimuli that wait when they start, so a queue that fails now only delays the audit.
      if (stimuli.some(({ networkId }) => networkId !== null)) await queue.send(auditStimuli, { stimulusSetId: set.id }).catch((error: unknown) => log.warn({ err: error, stimulusSetId: set.id }, 'the job of an audit could not be sent'));
      return detailOf(set);
    },
  };

  async function detailOf(set: StimulusSetRecord): Promise<StimulusSetDetail> {
    const stimuli = await listStimuli(store.prisma, set.id);
    const networks = new Map<string, NetworkRecord>((await listNetworks(store.prisma)).map((network) => [network.id, network]));
    return { ...toView(set), stimuli: stimuli.map((stimulus) => toStimulusView(stimulus, networks.get(stimulus.networkId ?? '')?.classNames ?? [])) };
  }
}

function toView({ id, name, createdAt, conditions, previewHashes }: StimulusSetRecord): StimulusSetView {
  return { id, name, createdAt: createdAt.toISOString(), conditions: conditions.map((condition) => ({ ...condition })), previewUrls: previewHashes.map(fileUrl) };
}

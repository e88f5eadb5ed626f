import type { ImageFacts, RunFacts, StudyFacts } from '@lookalike/answers';
import { describePreprocessing } from '@lookalike/preprocessing';
import { findImageSet, findNetwork, listImages, listIris, type ConditionRun, type StudyRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { conditionNow } from '../studies/conditions.ts';

/** Reads what results and rows say of a study besides its sessions. A draft shows nothing yet. */
export async function studyFacts({ store }: Pick<Dependencies, 'store'>, record: StudyRecord): Promise<StudyFacts> {
  const { id, version, configurationHash, configuration, operation, conditions, stimuli = [], sets } = record;
  const runs = new Map<string, RunFacts>();
  const imageSetIds = new Set<string>();
  for (const { conditionId, run } of conditions) {
    if (run === undefined) continue;
    runs.set(conditionId, await runFacts({ store }, run));
    imageSetIds.add(run.imageSetId);
  }
  const images: ImageFacts[] = [];
  for (const imageSetId of imageSetIds) images.push(...(await imageFacts({ store }, imageSetId)));
  // What a launch freezes of a condition is empty before; nothing of a draft is shown but its conditions' names.
  const frozenConditions = record.status === 'draft' ? conditions.map((condition) => conditionNow(condition, [])) : conditions;
  return { id, version, configurationHash, places: operation.places, study: { configuration, conditions: frozenConditions, stimuli, sets }, runs, images };
}

async function runFacts({ store }: Pick<Dependencies, 'store'>, { id, network: { id: networkId }, layer, configuration, preprocessing, totalCount, acceptedCount }: ConditionRun): Promise<RunFacts> {
  const network = await findNetwork(store.prisma, networkId);
  if (network === undefined) throw new Error(`Run ${id} is of the network ${networkId}, which is not there.`);
  return {
    network: { ...network, preprocessing: describePreprocessing(network.preprocessing) },
    layer, configuration, preprocessing, totalCount, acceptedCount,
    iris: await listIris(store.prisma, id),
  };
}

async function imageFacts({ store }: Pick<Dependencies, 'store'>, imageSetId: string): Promise<readonly ImageFacts[]> {
  const imageSetName = (await findImageSet(store.prisma, imageSetId))?.name ?? '';
  return (await listImages(store.prisma, imageSetId)).map((image) => ({ ...image, imageSetName }));
}

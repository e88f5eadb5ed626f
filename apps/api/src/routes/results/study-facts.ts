import type { ImageFacts, MadeStimulusFacts, RunFacts, StudyFacts } from '@lookalike/answers';
import { describePreprocessing } from '@lookalike/preprocessing';
import { findImageSet, findNetwork, listImages, listIris, listStimuli, type ConditionRun, type StimulusRecord, type StudyRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { conditionNow } from '../studies/conditions.ts';

/** Reads what results and rows say of a study besides its sessions. A draft shows nothing yet. */
export async function studyFacts({ store }: Pick<Dependencies, 'store'>, record: StudyRecord): Promise<StudyFacts> {
  const { id, version, configurationHash, configuration, operation, conditions, stimuli = [], sets } = record;
  const runs = new Map<string, RunFacts>();
  const elsewhere = new Map<string, readonly StimulusRecord[]>();
  const imageSetIds = new Set<string>();
  for (const { conditionId, run, stimuli: made } of conditions) {
    if (made !== undefined) elsewhere.set(conditionId, (await listStimuli(store.prisma, made.stimulusSetId)).filter(({ condition }) => condition === made.condition));
    if (run === undefined) continue;
    runs.set(conditionId, await runFacts({ store }, run));
    imageSetIds.add(run.imageSetId);
  }
  const images: ImageFacts[] = [];
  for (const imageSetId of imageSetIds) images.push(...(await imageFacts({ store }, imageSetId)));
  // What a launch freezes of a condition is empty before.
  const frozenConditions = record.status === 'draft' ? conditions.map((condition) => conditionNow(condition, elsewhere.get(condition.conditionId) ?? [])) : conditions;
  return {
    id, version, configurationHash, places: operation.places, runs, images,
    study: { configuration, conditions: frozenConditions, stimuli, sets },
    elsewhere: new Map([...elsewhere].map(([conditionId, made]) => [conditionId, made.map(madeFacts)])),
  };
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

function madeFacts({ targetFileHash, targetName, audit }: StimulusRecord): MadeStimulusFacts {
  const done = audit?.state === 'done' ? audit : undefined;
  return { targetFileHash, targetName, representationDistance: done?.representationDistance, nullPercentile: done?.nullPercentile };
}

async function imageFacts({ store }: Pick<Dependencies, 'store'>, imageSetId: string): Promise<readonly ImageFacts[]> {
  const imageSetName = (await findImageSet(store.prisma, imageSetId))?.name ?? '';
  return (await listImages(store.prisma, imageSetId)).map((image) => ({ ...image, imageSetName }));
}

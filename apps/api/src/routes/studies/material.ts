import {
  findImageSetDistance,
  findRun,
  listAcceptedIris,
  listStimuli,
  measureImageSet,
  type ConditionStimuli,
  type ImageSetDistanceRecord,
  type NewCondition,
  type RunRecord,
  type StimulusRecord,
  type StudyRecord,
} from '@lookalike/store';
import { taskOf, type StudyConfiguration } from '@lookalike/study';
import type { Issue } from '@lookalike/errors';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { runNotFound } from '../runs/service.ts';
import { issuesOfConditions, newConditions, type AskedCondition } from './conditions.ts';
import type { StudyRequest } from './schemas.ts';
import { frozenStimuliOf, stimuliOf, type StudyStimuli } from './stimuli.ts';

/** What a study is made of, as the database has it: runs, their IRIs, stimuli made elsewhere, distances between images. */
export interface StudyMaterial {
  /** Frozen ones once launched; before, what launching now would freeze. */
  stimuli(study: StudyRecord): Promise<StudyStimuli>;
  /** Stimuli made elsewhere, by the condition that shows them. */
  elsewhere(study: StudyRecord): Promise<ReadonlyMap<string, readonly StimulusRecord[]>>;
  /** Names of targets, by the ids that the study has for them. */
  targetNames(study: StudyRecord): Promise<ReadonlyMap<string, string>>;
  /** The runs of its conditions. @throws ApiError run.not_found */
  runs(study: StudyRecord): Promise<readonly RunRecord[]>;
  /** Conditions that can be stored with a configuration. @throws ApiError study.conditions_unfit, run.not_found */
  conditions(requests: StudyRequest['conditions'], configuration: StudyConfiguration): Promise<readonly NewCondition[]>;
  /** Has the worker compute the distances that a study over one image set needs and the set does not have. A queue that cannot be reached is logged: the launch asks again. */
  orderDistances(study: StudyRecord): Promise<void>;
  /** @throws ApiError study.conditions_unfit, study.distances_missing */
  requireDistances(study: StudyRecord): Promise<void>;
}

export function studyMaterial({ store, queue, log }: Pick<Dependencies, 'store' | 'queue' | 'log'>): StudyMaterial {
  return {
    async stimuli(study) {
      const { configuration, conditions, stimuli: frozen, sets } = study;
      if (frozen !== undefined) return frozenStimuliOf({ conditions, stimuli: frozen, sets });
      const distance = distanceOf(configuration);
      const distances = distance === undefined ? undefined : await distancesOf(study, distance);
      return stimuliOf({ configuration, conditions, iris: await irisOf(study), elsewhere: await elsewhere(study), distances });
    },

    elsewhere,

    async targetNames(study) {
      // Studies launched before conditions were know their targets by the image's row.
      const ofIris = (await irisOf(study)).flatMap(({ originalHash, targetId, targetName }) => [[originalHash, targetName], [targetId, targetName]] as const);
      const made = [...(await elsewhere(study)).values()].flat().map(({ targetFileHash, targetName }) => [targetFileHash, targetName] as const);
      return new Map([...made, ...ofIris]);
    },

    runs: async ({ conditions }) => {
      const runs: RunRecord[] = [];
      for (const { run } of conditions) if (run !== undefined) runs.push(await existingRun(run.id));
      return runs;
    },

    async conditions(requests, configuration) {
      const asked: AskedCondition[] = [];
      for (const request of requests) {
        asked.push({
          request,
          run: request.runId === undefined ? undefined : await existingRun(request.runId),
          stimuli: request.stimuli === undefined ? undefined : await stimuliOfSet(request.stimuli),
        });
      }
      const issues = [...issuesOfConditions(asked), ...issuesOfImageSets(configuration, asked.map(({ run }) => run?.imageSetId))];
      if (issues[0] !== undefined) throw new ApiError('study.conditions_unfit', issues[0].message, { fix: issues[0].fix, issues: [...issues] });
      return newConditions(asked);
    },

    async orderDistances(study) {
      try {
        await orderDistances(study);
      } catch (error) {
        log.warn({ err: error, studyId: study.id }, 'the distances that a study needs could not be ordered; its launch orders them again');
      }
    },

    async requireDistances(study) {
      const distance = distanceOf(study.configuration);
      const issues = issuesOfImageSets(study.configuration, study.conditions.map(({ run }) => run?.imageSetId));
      if (issues[0] !== undefined) throw new ApiError('study.conditions_unfit', issues[0].message, { fix: issues[0].fix, issues: [...issues] });
      if (distance === undefined || (await distancesOf(study, distance)) !== undefined) return;
      await orderDistances(study);
      throw new ApiError('study.distances_missing', `The distances (${distance}) between the images are still being computed.`, { fix: 'Launch again in a while; a worker has to run.' });
    },
  };

  async function existingRun(runId: string): Promise<RunRecord> {
    const run = await findRun(store.prisma, runId);
    if (run === undefined) throw runNotFound(runId);
    return run;
  }

  function irisOf({ conditions }: StudyRecord) {
    return listAcceptedIris(store.prisma, conditions.flatMap(({ run }) => run?.id ?? []));
  }

  async function elsewhere({ conditions }: StudyRecord): Promise<ReadonlyMap<string, readonly StimulusRecord[]>> {
    const found = new Map<string, readonly StimulusRecord[]>();
    for (const { conditionId, stimuli } of conditions) if (stimuli !== undefined) found.set(conditionId, await stimuliOfSet(stimuli));
    return found;
  }

  async function stimuliOfSet({ stimulusSetId, condition }: ConditionStimuli): Promise<readonly StimulusRecord[]> {
    return (await listStimuli(store.prisma, stimulusSetId)).filter((stimulus) => stimulus.condition === condition);
  }

  async function distancesOf(study: StudyRecord, distance: string): Promise<ImageSetDistanceRecord | undefined> {
    const imageSetId = imageSetOf(study);
    return imageSetId === undefined ? undefined : findImageSetDistance(store.prisma, imageSetId, distance);
  }

  async function orderDistances(study: StudyRecord): Promise<void> {
    const distance = distanceOf(study.configuration);
    const imageSetId = imageSetOf(study);
    if (distance === undefined || imageSetId === undefined || (await distancesOf(study, distance)) !== undefined) return;
    await queue.send(measureImageSet, { imageSetId, distance });
  }
}

/** The perceptual distance that the task's sets are drawn by. */
function distanceOf(configuration: StudyConfiguration): string | undefined {
  return taskOf(configuration).distanceName(configuration.task);
}

/** The image set of a study whose runs are all over one. */
function imageSetOf({ conditions }: StudyRecord): string | undefined {
  const [imageSetId, ...others] = new Set(conditions.flatMap(({ run }) => run?.imageSetId ?? []));
  return others.length === 0 ? imageSetId : undefined;
}

/** Distances are known between the images of one set. @param imageSetIds of the conditions; undefined where one has no run */
function issuesOfImageSets(configuration: StudyConfiguration, imageSetIds: readonly (string | undefined)[]): readonly Issue[] {
  const distance = distanceOf(configuration);
  const count = new Set(imageSetIds.filter((id) => id !== undefined)).size;
  if (distance === undefined || count === 1) return [];
  return [{
    path: '/configuration/task/sets', code: 'study.image_sets_differ',
    message: `Sets of targets that are near by ${distance} need runs over one image set; those of the study are over ${count === 0 ? 'none' : count}.`,
    fix: 'Choose runs over one image set, or random sets or sets of one label.',
  }];
}

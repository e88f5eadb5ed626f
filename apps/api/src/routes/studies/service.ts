import {
  closeStudy,
  countSessions,
  createStudy,
  findImageSetDistance,
  findRun,
  findStudy,
  launchStudy,
  listAcceptedIris,
  listStimuli,
  listStudies,
  listStudyChanges,
  measureImageSet,
  operateStudy,
  updateStudy,
  type ConditionStimuli,
  type ImageSetDistanceRecord,
  type NewCondition,
  type RunRecord,
  type StimulusRecord,
  type StudyChangeRecord,
  type StudyConditionRecord,
  type StudyRecord,
} from '@lookalike/store';
import { checkStimuli, checkStudyConfiguration, defaultStudyConfiguration, planSession, taskOf, type FrozenStudy, type StudyConfiguration, type TaskName } from '@lookalike/study';
import type { Issue } from '@lookalike/errors';
import type { Dependencies } from '../../dependencies.ts';
import { studySheet } from '../../contact-sheet.ts';
import { ApiError } from '../../http/api-error.ts';
import { errorStatus, type ApiErrorCode } from '../../http/error-status.ts';
import { runNotFound } from '../runs/service.ts';
import { conditionNow, issuesOfConditions, newConditions, type AskedCondition } from './conditions.ts';
import type { StudyOperationRequest, StudyRequest, StudySummary, StudyView } from './schemas.ts';
import { stimuliOf, type StudyStimuli } from './stimuli.ts';
import { toStudySummary, toStudyView, wantedPlaces } from './view.ts';

export interface StudyService {
  defaultConfiguration(task?: TaskName): StudyConfiguration;
  list(): Promise<StudySummary[]>;
  /** @throws ApiError study.not_found */
  get(studyId: string): Promise<StudyView>;
  /** @throws ApiError study.configuration_invalid, study.conditions_unfit, run.not_found */
  create(request: StudyRequest): Promise<StudyView>;
  /** @throws ApiError study.not_draft */
  change(studyId: string, request: StudyRequest): Promise<StudyView>;
  /** Freezes what the study shows and opens it. @throws ApiError study.not_draft, study.runs_not_done, study.distances_missing, study.conditions_unfit, and the codes of `checkStimuli` */
  launch(studyId: string): Promise<StudyView>;
  /** Changes what is operated, whatever the status. @throws ApiError study.not_found */
  operate(studyId: string, operation: StudyOperationRequest, experimenter: string): Promise<StudyView>;
  /** @throws ApiError study.not_found */
  changes(studyId: string): Promise<readonly StudyChangeRecord[]>;
  /** @throws ApiError study.not_live */
  close(studyId: string): Promise<StudyView>;
  /** PNG bytes. @throws ApiError study.no_stimuli */
  contactSheet(studyId: string): Promise<Uint8Array>;
}

export function studyService({ store, blobs, queue, publicUrl }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'publicUrl'>): StudyService {
  return {
    defaultConfiguration: (task) => defaultStudyConfiguration(task),

    async list() {
      const studies = await listStudies(store.prisma);
      const views: StudySummary[] = [];
      for (const study of studies) views.push(toStudySummary(study, await countSessions(store.prisma, study.id)));
      return views;
    },

    get: async (studyId) => view(await existing(studyId)),

    async create({ configuration, conditions, operation = {} }) {
      const created = await createStudy(store.prisma, { configuration: checked(configuration), conditions: await fitting(conditions), operation });
      await orderDistances(created);
      return view(created);
    },

    async change(studyId, { configuration, conditions, operation = {} }) {
      await existing(studyId);
      const changed = await updateStudy(store, { studyId, configuration: checked(configuration), conditions: await fitting(conditions), operation });
      if (changed === undefined) notDraft(await existing(studyId));
      await orderDistances(changed);
      return view(changed);
    },

    async launch(studyId) {
      const study = await existing(studyId);
      if (study.status !== 'draft') notDraft(study);
      const unfinished = (await runsOf(study.conditions.flatMap(({ run }) => run?.id ?? []))).filter(({ status }) => status !== 'done');
      if (unfinished.length > 0) {
        const which = unfinished.map(({ network, status }) => `"${network.name}" is ${status}`).join(', ');
        throw new ApiError('study.runs_not_done', `Not all runs of the study are done: ${which}.`, { fix: 'Wait for them, or take them out of the study.' });
      }
      await requireDistances(study);
      const shown = await stimuli(study);
      const made = await elsewhereOf(study);
      const conditions = study.conditions.map((condition) => conditionNow(condition, made.get(condition.conditionId) ?? []));
      const frozen: FrozenStudy = { configuration: study.configuration, conditions, stimuli: shown.stimuli, sets: shown.sets };
      refuse(checkStimuli(frozen));
      const places = wantedPlaces(study.configuration, shown);
      requirePlans(frozen, places ?? study.operation.places);
      const launched = await launchStudy(store, { studyId, conditions, stimuli: shown.stimuli, sets: shown.sets, fileHashes: filesOf(shown), ...(places === undefined ? {} : { places }) });
      return view(launched ?? notDraft(await existing(studyId)));
    },

    async operate(studyId, operation, experimenter) {
      const changed = await operateStudy(store, { studyId, operation, experimenter });
      if (changed === undefined) throw studyNotFound(studyId);
      return view(changed);
    },

    async changes(studyId) {
      await existing(studyId);
      return listStudyChanges(store.prisma, studyId);
    },

    async close(studyId) {
      const closed = await closeStudy(store.prisma, studyId);
      if (closed !== undefined) return view(closed);
      const { status } = await existing(studyId);
      throw new ApiError('study.not_live', `The study is ${status === 'draft' ? 'a draft' : status}.`, { fix: 'Only a live study can be closed.' });
    },

    async contactSheet(studyId) {
      const study = await existing(studyId);
      const { stimuli: shown } = await stimuli(study);
      if (shown.length === 0) throw new ApiError('study.no_stimuli', 'The study has no accepted IRIs to show.', { fix: 'Add a generation run with accepted IRIs.' });
      const iris = await listAcceptedIris(store.prisma, study.conditions.flatMap(({ run }) => run?.id ?? []));
      // Studies launched before know their targets by the image's row.
      const names = new Map(iris.flatMap(({ originalHash, targetId, targetName }) => [[originalHash, targetName], [targetId, targetName]] as const));
      return studySheet({ blobs, study, stimuli: shown, names });
    },
  };

  async function existing(studyId: string): Promise<StudyRecord> {
    const study = await findStudy(store.prisma, studyId);
    if (study === undefined) throw studyNotFound(studyId);
    return study;
  }

  async function view(study: StudyRecord): Promise<StudyView> {
    return toStudyView(study, { stimuli: await stimuli(study), elsewhere: await elsewhereOf(study), counts: await countSessions(store.prisma, study.id), publicUrl });
  }

  /** Frozen ones once launched; before, what launching now would freeze. */
  async function stimuli(study: StudyRecord): Promise<StudyStimuli> {
    const { configuration, conditions } = study;
    const iris = await listAcceptedIris(store.prisma, conditions.flatMap(({ run }) => run?.id ?? []));
    const distance = distanceOf(configuration);
    const distances = distance === undefined ? undefined : await distancesOf(study, distance);
    const now = stimuliOf({ configuration, conditions, iris, elsewhere: await elsewhereOf(study), distances });
    return study.stimuli === undefined ? now : { ...now, stimuli: study.stimuli, sets: study.sets };
  }

  /** Stimuli made elsewhere, by the condition that shows them. */
  async function elsewhereOf({ conditions }: StudyRecord): Promise<ReadonlyMap<string, readonly StimulusRecord[]>> {
    const found = new Map<string, readonly StimulusRecord[]>();
    for (const { conditionId, stimuli } of conditions) if (stimuli !== undefined) found.set(conditionId, await stimuliOfSet(stimuli));
    return found;
  }

  async function stimuliOfSet({ stimulusSetId, condition }: ConditionStimuli): Promise<readonly StimulusRecord[]> {
    return (await listStimuli(store.prisma, stimulusSetId)).filter((stimulus) => stimulus.condition === condition);
  }

  async function distancesOf({ conditions }: StudyRecord, distance: string): Promise<ImageSetDistanceRecord | undefined> {
    const [imageSetId, ...others] = imageSetsOf(conditions);
    return imageSetId === undefined || others.length > 0 ? undefined : findImageSetDistance(store.prisma, imageSetId, distance);
  }

  /** Has the worker compute the distances that a study needs and the image set does not have. */
  async function orderDistances(study: StudyRecord): Promise<void> {
    const distance = distanceOf(study.configuration);
    if (distance === undefined || (await distancesOf(study, distance)) !== undefined) return;
    for (const imageSetId of imageSetsOf(study.conditions)) await queue.send(measureImageSet, { imageSetId, distance });
  }

  /** @throws ApiError study.distances_missing */
  async function requireDistances(study: StudyRecord): Promise<void> {
    const distance = distanceOf(study.configuration);
    if (distance === undefined || (await distancesOf(study, distance)) !== undefined) return;
    if (imageSetsOf(study.conditions).length > 1) {
      throw new ApiError('study.distances_missing', `Sets that are near by ${distance} need all runs over one image set.`, { fix: 'Choose runs over one image set, or random sets or sets of one label.' });
    }
    await orderDistances(study);
    throw new ApiError('study.distances_missing', `The distances (${distance}) between the images are still being computed.`, { fix: 'Launch again in a while; a worker has to run.' });
  }

  async function runsOf(runIds: readonly string[]): Promise<RunRecord[]> {
    const runs: RunRecord[] = [];
    for (const runId of runIds) {
      const run = await findRun(store.prisma, runId);
      if (run === undefined) throw runNotFound(runId);
      runs.push(run);
    }
    return runs;
  }

  /** @throws ApiError study.conditions_unfit, run.not_found */
  async function fitting(requests: StudyRequest['conditions']): Promise<readonly NewCondition[]> {
    const asked: AskedCondition[] = [];
    for (const request of requests) {
      asked.push({
        request,
        run: request.runId === undefined ? undefined : (await runsOf([request.runId]))[0],
        stimuli: request.stimuli === undefined ? undefined : await stimuliOfSet(request.stimuli),
      });
    }
    const issues = issuesOfConditions(asked);
    if (issues[0] !== undefined) throw new ApiError('study.conditions_unfit', issues[0].message, { fix: issues[0].fix, issues: [...issues] });
    return newConditions(asked);
  }
}

/** The perceptual distance that the task's sets are drawn by. */
function distanceOf(configuration: StudyConfiguration): string | undefined {
  return taskOf(configuration).distanceName(configuration.task);
}

function imageSetsOf(conditions: readonly StudyConditionRecord[]): readonly string[] {
  return [...new Set(conditions.flatMap(({ run }) => run?.imageSetId ?? []))];
}

function filesOf({ stimuli }: StudyStimuli): readonly string[] {
  return stimuli.flatMap(({ queryHash, targetHash, seedHash, originalHash }) => [queryHash, targetHash, ...(seedHash === null ? [] : [seedHash]), ...(originalHash === undefined ? [] : [originalHash])]);
}

/** @throws ApiError with the first issue's code, if the API knows it, else study.conditions_unfit */
function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first === undefined) return;
  const code = Object.hasOwn(errorStatus, first.code) ? (first.code as ApiErrorCode) : 'study.conditions_unfit';
  throw new ApiError(code, first.message, { fix: first.fix, issues: [...issues] });
}

/** More than this many plans are not tried before a launch. */
const triedPlans = 2000;

/** A plan that cannot be made must not show when a rater is there. @throws ApiError study.plan_impossible */
function requirePlans(study: FrozenStudy, places: number): void {
  for (let planIndex = 0; planIndex < Math.min(places, triedPlans); planIndex++) {
    try {
      planSession(study, planIndex);
    } catch (error) {
      throw new ApiError('study.plan_impossible', `Plan ${planIndex} of the study cannot be made: ${error instanceof Error ? error.message : String(error)}`, { fix: 'Change the random seed, or the numbers of trials.' });
    }
  }
}

function checked(value: unknown): StudyConfiguration {
  const result = checkStudyConfiguration(value);
  if ('configuration' in result) return result.configuration;
  throw new ApiError('study.configuration_invalid', `The configuration has ${result.issues.length === 1 ? 'a fault' : `${result.issues.length} faults`}: ${result.issues[0]?.message ?? ''}`, {
    fix: result.issues[0]?.fix ?? 'See the issues.',
    issues: result.issues.map((issue) => ({ ...issue, path: `/configuration${issue.path}` })),
  });
}

function notDraft({ status }: StudyRecord): never {
  throw new ApiError('study.not_draft', `The study is ${status}, so it cannot change: raters must all get the same.`, { fix: 'Create a new study from its configuration, or change what is operated.' });
}

export function studyNotFound(studyId: string): ApiError {
  return new ApiError('study.not_found', `There is no study ${studyId}.`, { fix: 'GET /api/studies lists those there are.' });
}

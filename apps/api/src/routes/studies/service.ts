import {
  closeStudy,
  countSessions,
  createStudy,
  findRun,
  findStudy,
  launchStudy,
  listAcceptedIris,
  listIris,
  listStudies,
  updateStudy,
  type IriRecord,
  type RunRecord,
  type StudyRecord,
} from '@lookalike/store';
import { checkStudyConfiguration, checkTriplets, defaultStudyConfiguration, type StudyConfiguration } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { studySheet } from '../../contact-sheet.ts';
import { ApiError } from '../../http/api-error.ts';
import { runNotFound } from '../runs/service.ts';
import type { StudyRequest, StudySummary, StudyView } from './schemas.ts';
import { stimuliOf, type StudyStimuli } from './triplets.ts';
import { toStudySummary, toStudyView } from './view.ts';

export interface StudyService {
  defaultConfiguration(): StudyConfiguration;
  list(): Promise<StudySummary[]>;
  /** @throws ApiError study.not_found */
  get(studyId: string): Promise<StudyView>;
  /** @throws ApiError study.configuration_invalid, study.runs_unfit, run.not_found */
  create(request: StudyRequest): Promise<StudyView>;
  /** @throws ApiError study.not_draft */
  change(studyId: string, request: StudyRequest): Promise<StudyView>;
  /** Freezes what the study shows and opens it. @throws ApiError study.not_draft, study.runs_not_done, study.no_triplets, study.too_few_targets */
  launch(studyId: string): Promise<StudyView>;
  /** @throws ApiError study.not_live */
  close(studyId: string): Promise<StudyView>;
  /** PNG bytes. @throws ApiError study.no_triplets */
  contactSheet(studyId: string): Promise<Uint8Array>;
}

export function studyService({ store, blobs, publicUrl }: Pick<Dependencies, 'store' | 'blobs' | 'publicUrl'>): StudyService {
  return {
    defaultConfiguration: () => defaultStudyConfiguration(),

    async list() {
      const studies = await listStudies(store.prisma);
      const views: StudySummary[] = [];
      for (const study of studies) views.push(toStudySummary(study, await countSessions(store.prisma, study.id)));
      return views;
    },

    get: async (studyId) => view(await existing(studyId)),

    async create({ configuration, runIds }) {
      return view(await createStudy(store.prisma, { configuration: checked(configuration), runIds: await fitting(runIds) }));
    },

    async change(studyId, { configuration, runIds }) {
      await existing(studyId);
      const changed = await updateStudy(store, { studyId, configuration: checked(configuration), runIds: await fitting(runIds) });
      return view(changed ?? notDraft(await existing(studyId)));
    },

    async launch(studyId) {
      const study = await existing(studyId);
      if (study.status !== 'draft') notDraft(study);
      const unfinished = (await runsOf(study.runs.map(({ id }) => id))).filter(({ status }) => status !== 'done');
      if (unfinished.length > 0) {
        const which = unfinished.map(({ network, status }) => `"${network.name}" is ${status}`).join(', ');
        throw new ApiError('study.runs_not_done', `Not all runs of the study are done: ${which}.`, { fix: 'Wait for them, or take them out of the study.' });
      }
      const { triplets } = await stimuli(study);
      const issue = checkTriplets({ configuration: study.configuration, triplets })[0];
      if (issue !== undefined) {
        const code = issue.code === 'study.no_triplets' ? issue.code : issue.code === 'study.too_few_targets' ? issue.code : 'study.runs_unfit';
        throw new ApiError(code, issue.message, { fix: issue.fix, issues: [{ ...issue, path: `/configuration${issue.path}` }] });
      }
      return view((await launchStudy(store.prisma, { studyId, triplets })) ?? notDraft(await existing(studyId)));
    },

    async close(studyId) {
      const closed = await closeStudy(store.prisma, studyId);
      if (closed !== undefined) return view(closed);
      const { status } = await existing(studyId);
      throw new ApiError('study.not_live', `The study is ${status === 'draft' ? 'a draft' : status}.`, { fix: 'Only a live study can be closed.' });
    },

    async contactSheet(studyId) {
      const study = await existing(studyId);
      const { triplets } = await stimuli(study);
      if (triplets.length === 0) throw new ApiError('study.no_triplets', 'The study has no accepted IRIs to show.', { fix: 'Add a generation run with accepted IRIs.' });
      const irisOfRuns: IriRecord[][] = [];
      for (const { id } of study.runs) irisOfRuns.push((await listIris(store.prisma, id)).filter(({ accepted }) => accepted));
      return studySheet({ blobs, study, irisOfRuns, targetIds: new Set(triplets.map(({ targetId }) => targetId)) });
    },
  };

  async function existing(studyId: string): Promise<StudyRecord> {
    const study = await findStudy(store.prisma, studyId);
    if (study === undefined) throw studyNotFound(studyId);
    return study;
  }

  async function view(study: StudyRecord): Promise<StudyView> {
    return toStudyView(study, { stimuli: await stimuli(study), counts: await countSessions(store.prisma, study.id), publicUrl });
  }

  /** Frozen ones once launched; before, what launching now would freeze. */
  async function stimuli(study: StudyRecord): Promise<StudyStimuli> {
    const iris = await listAcceptedIris(store.prisma, study.runs.map(({ id }) => id));
    const now = stimuliOf(iris, study.runs.map(({ networkId }) => networkId));
    return study.triplets === undefined ? now : { ...now, triplets: study.triplets };
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

  /** Runs that exist, one per network: two of one network would show a rater the same target twice. */
  async function fitting(runIds: readonly string[]): Promise<readonly string[]> {
    const runs = await runsOf(runIds);
    const repeated = runs.find(({ networkId }, index) => runs.findIndex((other) => other.networkId === networkId) !== index);
    if (repeated === undefined) return runIds;
    const message = `Two of the runs are of the network "${repeated.network.name}".`;
    const fix = 'Choose one run per network.';
    throw new ApiError('study.runs_unfit', message, { fix, issues: [{ path: '/runIds', code: 'study.runs_unfit', message, fix }] });
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
  throw new ApiError('study.not_draft', `The study is ${status}, so it cannot change: raters must all get the same.`, { fix: 'Create a new study from its configuration.' });
}

export function studyNotFound(studyId: string): ApiError {
  return new ApiError('study.not_found', `There is no study ${studyId}.`, { fix: 'GET /api/studies lists those there are.' });
}

import { closeStudy, countHeldPlaces, countSessions, countUnseenAlerts, createStudy, findStudy, listRehearsals, listStudies, listStudyChanges, operateStudy, updateStudy, type StudyChangeRecord, type StudyRecord } from '@lookalike/store';
import { checkStudyConfiguration, defaultStudyConfiguration, type StudyConfiguration, type TaskName } from '@lookalike/study';
import { studySheet } from '../../contact-sheet.ts';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { launchStudy, obstacleOf, rehearseStudy } from './launch-study.ts';
import { studyMaterial } from './material.ts';
import type { StudyOperationRequest, StudyReadiness, StudyRequest, StudySummary, StudyView } from './schemas.ts';
import { previewKeyOf, testKeyOf } from '../rater/entry.ts';
import { toStudySummary, toStudyView } from './view.ts';

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
  /** A frozen copy of a draft that only test sessions enter. @throws ApiError as `launch` */
  rehearse(studyId: string): Promise<StudyView>;
  /** What a launch now would meet, and what was tried before. @throws ApiError study.not_found */
  readiness(studyId: string): Promise<StudyReadiness>;
  /** Changes what is operated, whatever the status. @throws ApiError study.not_found */
  operate(studyId: string, operation: StudyOperationRequest, experimenter: string): Promise<StudyView>;
  /** @throws ApiError study.not_found */
  changes(studyId: string): Promise<readonly StudyChangeRecord[]>;
  /** @throws ApiError study.not_live */
  close(studyId: string): Promise<StudyView>;
  /** PNG bytes. @throws ApiError study.no_stimuli */
  contactSheet(studyId: string): Promise<Uint8Array>;
}

export function studyService({ store, blobs, queue, publicUrl, secrets, now, log }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'publicUrl' | 'secrets' | 'now' | 'log'>): StudyService {
  const material = studyMaterial({ store, queue, log });
  return {
    defaultConfiguration: (task) => defaultStudyConfiguration(task),

    async list() {
      const studies = await listStudies(store.prisma);
      const unseen = await countUnseenAlerts(store.prisma);
      const views: StudySummary[] = [];
      for (const study of studies) views.push(toStudySummary(study, { counts: await countSessions(store.prisma, study.id), unseenAlertCount: unseen.get(study.id) ?? 0 }));
      return views;
    },

    get: async (studyId) => view(await existing(studyId)),

    async create({ configuration, conditions, operation = {} }) {
      const created = await createStudy(store.prisma, { configuration: checked(configuration), conditions: await material.conditions(conditions, configuration), operation });
      await material.orderDistances(created);
      return view(created);
    },

    async change(studyId, { configuration, conditions, operation = {} }) {
      await existing(studyId);
      const changed = await updateStudy(store, { studyId, configuration: checked(configuration), conditions: await material.conditions(conditions, configuration), operation });
      if (changed === undefined) notDraft(await existing(studyId));
      await material.orderDistances(changed);
      return view(changed);
    },

    async launch(studyId) {
      const study = await existing(studyId);
      if (study.status !== 'draft') notDraft(study);
      return view((await launchStudy({ store, material }, study)) ?? notDraft(await existing(studyId)));
    },

    async rehearse(studyId) {
      const study = await existing(studyId);
      if (study.status !== 'draft') notDraft(study);
      return view((await rehearseStudy({ store, material }, study)) ?? notDraft(await existing(studyId)));
    },

    async readiness(studyId) {
      const study = await existing(studyId);
      const rehearsals = await listRehearsals(store.prisma, studyId);
      return {
        obstacle: study.status === 'draft' ? await obstacleOf(material, study) : null,
        rehearsals: rehearsals.map(({ createdAt, ...rehearsal }) => ({ ...rehearsal, createdAt: createdAt.toISOString() })),
      };
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
      const { stimuli } = await material.stimuli(study);
      if (stimuli.length === 0) throw new ApiError('study.no_stimuli', 'The study has no accepted IRIs to show.', { fix: 'Add a generation run with accepted IRIs.' });
      return studySheet({ blobs, study, stimuli, names: await material.targetNames(study) });
    },
  };

  async function existing(studyId: string): Promise<StudyRecord> {
    const study = await findStudy(store.prisma, studyId);
    if (study === undefined) throw studyNotFound(studyId);
    return study;
  }

  async function view(study: StudyRecord): Promise<StudyView> {
    return toStudyView(study, {
      stimuli: await material.stimuli(study),
      // Of a launched study all that they say is frozen.
      elsewhere: study.status === 'draft' ? await material.elsewhere(study) : new Map(),
      counts: await countSessions(store.prisma, study.id),
      heldPlaces: await countHeldPlaces(store.prisma, { studyId: study.id, kind: 'person', operation: study.operation, now: now() }),
      publicUrl,
      testKey: testKeyOf(secrets, study.id),
      previewKey: previewKeyOf(secrets, study.id),
    });
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

import { hashOfJson } from '@lookalike/content-address';
import { createRandom } from '@lookalike/random';
import { findBlob, findStudy, findStudyByLink, type StudyRecord } from '@lookalike/store';
import { consentRead, openSession, planSession, presentTrial, taskOf, type FrozenStudy, type PlannedTrial, type Sight } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import type { StoredFile } from '../files/service.ts';
import { isPreviewKey, previewKeyOf } from '../rater/entry.ts';
import { landingOf } from '../rater/landing.ts';
import { studyNotFound } from '../rater/refusals.ts';
import { toRaterSessionView } from '../rater/view.ts';
import { filesOf, readyStudy, toObstacle, type Obstacle } from '../studies/launch-study.ts';
import { studyMaterial } from '../studies/material.ts';
import { sampleRecruiting, sampleWaysOut } from './sample-ways-out.ts';
import type { PreviewView } from './schemas.ts';

export interface PreviewRequest {
  readonly linkToken: string;
  readonly key: string | undefined;
  /** Whether an experimenter asks. */
  readonly isSignedIn: boolean;
}

/** Shows what raters will see, drafts too. Reads only. */
export interface PreviewService {
  /** @throws ApiError rater.study_not_found, preview.link_wrong */
  preview(request: PreviewRequest): Promise<PreviewView>;
  /** Only pictures that the study shows. @throws ApiError rater.study_not_found, preview.link_wrong, file.not_found */
  picture(request: PreviewRequest, hash: string): Promise<StoredFile>;
}

export function previewService({ store, blobs, queue, now, secrets, log }: Pick<Dependencies, 'store' | 'blobs' | 'queue' | 'now' | 'secrets' | 'log'>): PreviewService {
  const material = studyMaterial({ store, queue, log });
  return {
    async preview(request) {
      const study = await studyFor(request);
      const shown = await shownBy(study);
      const { configuration, operation, identityRetention } = study;
      const consentHash = hashOfJson(consentRead(configuration, identityRetention));
      const plan = 'obstacle' in shown ? [] : planSession(shown, 0);
      const session = openSession({ configuration, plan, consentHash });
      const view = toRaterSessionView({ study: { configuration, identityRetention, consentHash }, operation, record: { id: study.id, kind: 'person' }, session, wayOut: undefined, pictureUrl: () => '' });
      const urlOf = (hash: string): string => `/api/previews/${study.linkToken}/pictures/${hash}.png?key=${previewKeyOf(secrets, study.id)}`;
      return {
        study: { ...(await landingOf(study, { store, now })), status: 'open', recruiting: sampleRecruiting(operation.recruiting) },
        session: { ...view, texts: { ...view.texts, debrief: configuration.texts.debrief }, trials: plan.map((trial) => presentTrial(configuration, trial, ({ slot }) => urlOf(hashAt(configuration, trial, slot)))) },
        rightAnswers: 'obstacle' in shown ? [] : await rightAnswers(shown, plan),
        mostPracticeRounds: configuration.quality.flatMap((rule) => (rule.rule === 'practice-attempts' && rule.action === 'end' ? [rule.mostRounds] : []))[0] ?? null,
        waysOut: sampleWaysOut(operation),
        obstacle: 'obstacle' in shown ? shown.obstacle : null,
      };
    },

    async picture(request, hash) {
      const study = await studyFor(request);
      const { stimuli, sets, targetCount, targetRule } = await material.stimuli(study);
      const found = filesOf({ stimuli, sets, targetCount, targetRule }).includes(hash) ? await findBlob(store.prisma, hash) : undefined;
      if (found === undefined) throw new ApiError('file.not_found', 'There is no such file here.');
      return { mediaType: found.mediaType, read: () => blobs.get(hash) };
    },
  };

  async function studyFor({ linkToken, key, isSignedIn }: PreviewRequest): Promise<StudyRecord> {
    const found = await findStudyByLink(store.prisma, linkToken);
    const study = found === undefined ? undefined : await findStudy(store.prisma, found.id);
    if (study === undefined) throw studyNotFound();
    if (!isSignedIn && (key === undefined || !isPreviewKey(secrets, study.id, key))) {
      throw new ApiError('preview.link_wrong', 'This preview link is not one of this study.', { fix: 'Copy the preview link from the study’s page in the console, or sign in there first.' });
    }
    return study;
  }

  /** What the study shows: frozen once launched; before, what launching now would freeze, or why it cannot be launched. */
  async function shownBy(study: StudyRecord): Promise<FrozenStudy | { readonly obstacle: Obstacle }> {
    if (study.stimuli !== undefined) return { configuration: study.configuration, conditions: study.conditions, stimuli: study.stimuli, sets: study.sets };
    try {
      return (await readyStudy(material, study)).frozen;
    } catch (error) {
      return { obstacle: toObstacle(error) };
    }
  }
}

/** A preview has nothing to hide: its pictures are asked for by what they are. */
function hashAt(configuration: FrozenStudy['configuration'], trial: PlannedTrial, slot: string): string {
  return taskOf(configuration).present(trial).pictures.find((picture) => picture.slot === slot)?.hash ?? '';
}

/** What an observer answers in practice who sees which pictures are the same. */
async function rightAnswers(study: FrozenStudy, plan: readonly PlannedTrial[]): Promise<PreviewView['rightAnswers']> {
  const task = taskOf(study.configuration);
  const sight: Sight = {
    distance: async (first, second) => (first === second ? 0 : 1),
    labelled: (label) => study.stimuli.flatMap((stimulus) => (stimulus.label === label ? [stimulus.originalHash ?? stimulus.targetHash, stimulus.targetHash] : [])),
  };
  const answers: PreviewView['rightAnswers'] = [];
  for (const trial of plan.filter(({ phase }) => phase === 'practice')) {
    const answer: unknown = await task.observe(task.present(trial), sight, createRandom('preview'));
    if (task.isRight(trial, answer)) answers.push({ trialIndex: trial.trialIndex, answer: answer as PreviewView['rightAnswers'][number]['answer'] }); // The task's own.
  }
  return answers;
}

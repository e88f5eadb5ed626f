import { countHeldPlaces, type StudyRecord } from '@lookalike/store';
import { openPlaces, taskOf } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import type { RaterStudyView } from './schemas.ts';

/** What the landing page of a study shows; reads only. */
export async function landingOf(study: StudyRecord, { store }: Pick<Dependencies, 'store'>): Promise<RaterStudyView> {
  const { title, question, texts, trials, design, presentation, estimatedMinutes, task } = study.configuration;
  const { reward, rewardNote, contact } = study.operation;
  const groupSize = taskOf(study.configuration).groupSize(task);
  return {
    title,
    landing: texts.landing,
    question,
    estimatedMinutes,
    reward,
    rewardNote,
    contact,
    status: await statusOf(study, store),
    trialCount: (design.perCondition / groupSize) * study.conditions.length + trials.catchCount,
    task: task.name,
    groupSize,
    presentation,
  };
}

async function statusOf({ id, status, operation }: StudyRecord, store: Dependencies['store']): Promise<RaterStudyView['status']> {
  if (status === 'draft') return 'not_launched';
  if (status === 'closed') return 'closed';
  if (operation.isPaused) return 'paused';
  const held = await countHeldPlaces(store.prisma, { studyId: id, kind: 'person', operation });
  return held >= openPlaces(operation) ? 'full' : 'open';
}

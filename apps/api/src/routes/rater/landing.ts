import type { RecruitingSettings } from '@lookalike/recruiting';
import { countHeldPlaces, type StudySummary } from '@lookalike/store';
import { openPlaces, taskOf } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import type { RaterStudyView } from './schemas.ts';

/** What the landing page of a study shows; reads only. */
export async function landingOf(study: StudySummary, { store, now }: Pick<Dependencies, 'store' | 'now'>): Promise<RaterStudyView> {
  const { title, question, texts, trials, design, presentation, estimatedMinutes, task } = study.configuration;
  const { reward, rewardNote, contact, institution, ethicsCommittee, recruiting } = study.operation;
  const groupSize = taskOf(study.configuration).groupSize(task);
  return {
    title,
    landing: texts.landing,
    question,
    estimatedMinutes,
    reward,
    rewardNote,
    contact,
    institution,
    ethicsCommittee,
    recruiting: outwardRecruiting(recruiting),
    status: await statusOf(study, { store, now }),
    trialCount: (design.perCondition / groupSize) * study.conditions.length + trials.catchCount,
    task: task.name,
    groupSize,
    presentation,
  };
}

/** How the study recruits, without what only those may know who have ended in it. */
function outwardRecruiting({ endings: { full, closed }, ...settings }: RecruitingSettings): RecruitingSettings {
  return { ...settings, endings: { ...(full === undefined ? {} : { full }), ...(closed === undefined ? {} : { closed }) } };
}

async function statusOf({ id, status, operation }: StudySummary, { store, now }: Pick<Dependencies, 'store' | 'now'>): Promise<RaterStudyView['status']> {
  if (status === 'draft') return 'not_launched';
  if (status === 'closed') return 'closed';
  if (operation.isPaused) return 'paused';
  const held = await countHeldPlaces(store.prisma, { studyId: id, kind: 'person', operation, now: now() });
  return held >= openPlaces(operation) ? 'full' : 'open';
}

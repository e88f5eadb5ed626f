import { countHeldPlaces, type StudyRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import type { RaterStudyView } from './schemas.ts';

/** What the landing page of a study shows; reads only. */
export async function landingOf(study: StudyRecord, { store }: Pick<Dependencies, 'store'>): Promise<RaterStudyView> {
  const { title, question, texts, trials, display, estimatedMinutes, compensation } = study.configuration;
  const networkCount = new Set(study.runs.map(({ networkId }) => networkId)).size;
  return {
    title,
    landing: texts.landing,
    question,
    estimatedMinutes,
    compensation,
    status: await statusOf(study, store),
    trialCount: trials.perNetwork * networkCount + trials.catchCount,
    stimulusSizePx: display.stimulusSizePx,
  };
}

async function statusOf({ id, status, configuration }: StudyRecord, store: Dependencies['store']): Promise<RaterStudyView['status']> {
  if (status === 'draft') return 'not_launched';
  if (status === 'closed') return 'closed';
  const held = await countHeldPlaces(store.prisma, { studyId: id, kind: 'person' });
  return held >= configuration.maximumSessions ? 'full' : 'open';
}

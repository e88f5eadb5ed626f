import { countCompleted, findStudyOperation, listAlerts, operateStudy, raiseAlert, recentEndings } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { dueAlerts } from './due-alerts.ts';

/** More than any share is counted over: who declined or withdrew is among them. */
const recentCount = 60;
/** Who stands in a study's changes for what nobody did by hand. */
const itself = 'Lookalike';

/**
 * Looks at a study after a session of it ended: raises what is due, and pauses it when its pilot is over. What fails
 * here stands in the log; the rater whose session it was goes on.
 */
export async function watchStudy({ store, now, log }: Pick<Dependencies, 'store' | 'now' | 'log'>, studyId: string): Promise<void> {
  try {
    const study = await findStudyOperation(store.prisma, studyId);
    if (study?.status !== 'live') return;
    const due = dueAlerts({
      operation: study.operation,
      completedCount: await countCompleted(store.prisma, studyId),
      recent: await recentEndings(store.prisma, { studyId, take: recentCount }),
      raised: await listAlerts(store.prisma, studyId),
    });
    if (due.pauses) await operateStudy(store, { studyId, operation: { isPaused: true }, experimenter: itself });
    for (const { kind, facts } of due.alerts) await raiseAlert(store.prisma, { studyId, kind, facts, now: now() });
  } catch (error) {
    log.warn({ err: error, studyId }, 'could not look after a study');
  }
}

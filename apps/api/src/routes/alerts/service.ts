import { findStudyOperation, listAlerts, markAlertSeen, type StudyAlertRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { studyNotFound } from '../studies/service.ts';

export interface AlertService {
  /** The latest first. @throws ApiError study.not_found */
  list(studyId: string): Promise<readonly StudyAlertRecord[]>;
  /** @returns all of the study's alerts. @throws ApiError study.not_found, alert.not_found */
  seen(studyId: string, kind: string): Promise<readonly StudyAlertRecord[]>;
}

/** What an experimenter should know of a study under way. */
export function alertService({ store, now }: Pick<Dependencies, 'store' | 'now'>): AlertService {
  return {
    list,
    async seen(studyId, kind) {
      const isKnown = (await list(studyId)).some((alert) => alert.kind === kind);
      if (!isKnown) throw new ApiError('alert.not_found', `The study has no alert ${kind}.`, { fix: 'GET /api/studies/{studyId}/alerts lists those there are.' });
      await markAlertSeen(store.prisma, { studyId, kind, now: now() });
      return list(studyId);
    },
  };

  async function list(studyId: string): Promise<readonly StudyAlertRecord[]> {
    if ((await findStudyOperation(store.prisma, studyId)) === undefined) throw studyNotFound(studyId);
    return listAlerts(store.prisma, studyId);
  }
}

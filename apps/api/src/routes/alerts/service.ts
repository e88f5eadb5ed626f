import { findStudyOperation, listAlerts, markAlertSeen, type StudyAlertRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { alertSecretOf } from './alert-sender.ts';
import { studyNotFound } from '../studies/service.ts';

export interface AlertService {
  /** The latest first. @throws ApiError study.not_found */
  list(studyId: string): Promise<readonly StudyAlertRecord[]>;
  /** What messages of the study's alerts are signed with. @throws ApiError study.not_found */
  secret(studyId: string): Promise<string>;
  /** @returns all of the study's alerts. @throws ApiError study.not_found, alert.not_found */
  seen(studyId: string, kind: string): Promise<readonly StudyAlertRecord[]>;
}

/** What an experimenter should know of a study under way. */
export function alertService({ store, now, secrets }: Pick<Dependencies, 'store' | 'now' | 'secrets'>): AlertService {
  return {
    list,

    async secret(studyId) {
      await required(studyId);
      return alertSecretOf(secrets, studyId);
    },

    async seen(studyId, kind) {
      const isKnown = (await list(studyId)).some((alert) => alert.kind === kind);
      if (!isKnown) throw new ApiError('alert.not_found', `The study has no alert ${kind}.`, { fix: 'GET /api/studies/{studyId}/alerts lists those there are.' });
      await markAlertSeen(store.prisma, { studyId, kind, now: now() });
      return list(studyId);
    },
  };

  async function required(studyId: string): Promise<void> {
    if ((await findStudyOperation(store.prisma, studyId)) === undefined) throw studyNotFound(studyId);
  }

  async function list(studyId: string): Promise<readonly StudyAlertRecord[]> {
    await required(studyId);
    return listAlerts(store.prisma, studyId);
  }
}

import type { StudyConfiguration } from '@lookalike/study';
import type { StudyRequest, StudySummary, StudyView } from './schemas.ts';

export interface StudyService {
  defaultConfiguration(): StudyConfiguration;
  list(): Promise<StudySummary[]>;
  /** @throws ApiError study.not_found */
  get(studyId: string): Promise<StudyView>;
  /** @throws ApiError study.configuration_invalid, run.not_found */
  create(request: StudyRequest): Promise<StudyView>;
  /** @throws ApiError study.not_draft */
  change(studyId: string, request: StudyRequest): Promise<StudyView>;
  /** Freezes what the study shows and opens it. @throws ApiError study.not_draft, study.runs_not_done, study.no_triplets */
  launch(studyId: string): Promise<StudyView>;
  /** @throws ApiError study.not_live */
  close(studyId: string): Promise<StudyView>;
  /** PNG bytes. @throws ApiError study.no_triplets */
  contactSheet(studyId: string): Promise<Uint8Array>;
}

import type { ResultsView } from './schemas.ts';

export interface ResultsService {
  /** @throws ApiError study.not_found */
  results(studyId: string, options: { kind: ResultsView['raterKind']; include: ResultsView['include'] }): Promise<ResultsView>;
}

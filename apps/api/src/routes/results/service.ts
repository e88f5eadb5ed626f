import type { AnalysisSettings, SectionName } from '@lookalike/analysis';
import type { Analyses, FinishedAnalysis, OpenAnalysis } from '../../analysis/analyses.ts';
import type { ResultsView } from './schemas.ts';
import { whoseAnswers } from './whose-answers.ts';

export interface ResultsService {
  /** The scores, of the answers that there are now. @throws ApiError study.not_found, server.busy, analysis.… */
  results(studyId: string, settings: AnalysisSettings): Promise<ResultsView>;
  /** Any section, or how far it is. @throws as `results` does */
  section(studyId: string, section: SectionName, settings: AnalysisSettings): Promise<FinishedAnalysis | OpenAnalysis>;
}

export function resultsService(analyses: Analyses): ResultsService {
  return {
    async results(studyId, settings) {
      const { result } = await analyses.settle({ studyId, section: 'scores', settings });
      // The section's own result: its schema is part of the view's.
      return { studyId, ...settings, label: whoseAnswers(settings), ...(result as Omit<ResultsView, 'studyId' | 'raterKind' | 'include' | 'label'>) };
    },
    section: (studyId, section, settings) => analyses.ask({ studyId, section, settings }),
  };
}

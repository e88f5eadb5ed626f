import { sections, type AnalysisSettings } from '@lookalike/analysis';
import { rowContext, type JudgedSession } from '@lookalike/answers';
import { findStudy, type RaterKind } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { studyNotFound } from '../studies/service.ts';
import { judgedSessions } from './judged-sessions.ts';
import type { ResultsView } from './schemas.ts';
import { studyFacts } from './study-facts.ts';

export interface ResultsService {
  /** @throws ApiError study.not_found */
  results(studyId: string, settings: AnalysisSettings): Promise<ResultsView>;
}

const allKinds: readonly RaterKind[] = ['person', 'test', 'simulated'];

const kindsInWords: Readonly<Record<ResultsView['raterKind'], string>> = {
  person: 'People',
  simulated: 'Simulated raters',
  test: 'Test sessions',
  all: 'People, test sessions and simulated raters mixed',
};

export function resultsService({ store }: Pick<Dependencies, 'store'>): ResultsService {
  return {
    async results(studyId, settings) {
      const { raterKind, include } = settings;
      const study = await findStudy(store.prisma, studyId);
      if (study === undefined) throw studyNotFound(studyId);
      const context = rowContext(await studyFacts({ store }, study));
      const sessions: JudgedSession[] = [];
      for await (const judged of judgedSessions({ store }, context, raterKind === 'all' ? allKinds : [raterKind])) sessions.push(judged);
      return {
        studyId,
        raterKind,
        include,
        label: `${kindsInWords[raterKind]}, ${include === 'all' ? 'excluded sessions included' : 'without excluded sessions'}`,
        ...sections.scores.analyse({ context, sessions }, settings),
      };
    },
  };
}

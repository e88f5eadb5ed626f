import { rowContext, studyResults, type JudgedSession } from '@lookalike/answers';
import { findStudy, type RaterKind } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { studyNotFound } from '../studies/service.ts';
import { judgedSessions } from './judged-sessions.ts';
import type { ResultsView } from './schemas.ts';
import { studyFacts } from './study-facts.ts';

export interface ResultsService {
  /** @throws ApiError study.not_found */
  results(studyId: string, options: { kind: ResultsView['raterKind']; include: ResultsView['include'] }): Promise<ResultsView>;
}

const kindsOf: Readonly<Record<ResultsView['raterKind'], readonly RaterKind[]>> = {
  person: ['person'],
  simulated: ['simulated'],
  test: ['test'],
  all: ['person', 'test', 'simulated'],
};

const kindsInWords: Readonly<Record<ResultsView['raterKind'], string>> = {
  person: 'People',
  simulated: 'Simulated raters',
  test: 'Test sessions',
  all: 'People, test sessions and simulated raters mixed',
};

export function resultsService({ store }: Pick<Dependencies, 'store'>): ResultsService {
  return {
    async results(studyId, { kind, include }) {
      const study = await findStudy(store.prisma, studyId);
      if (study === undefined) throw studyNotFound(studyId);
      const context = rowContext(await studyFacts({ store }, study));
      const sessions: JudgedSession[] = [];
      for await (const judged of judgedSessions({ store }, context, kindsOf[kind])) sessions.push(judged);
      return {
        studyId,
        raterKind: kind,
        include,
        label: `${kindsInWords[kind]}, ${include === 'all' ? 'excluded sessions included' : 'without excluded sessions'}`,
        ...studyResults({ context, sessions, includesFlagged: include === 'all', arePeople: kind === 'person' }),
      };
    },
  };
}

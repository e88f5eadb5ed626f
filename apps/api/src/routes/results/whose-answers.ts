import type { AnalysisSettings } from '@lookalike/analysis';

const kindsInWords: Readonly<Record<AnalysisSettings['raterKind'], string>> = {
  person: 'People',
  simulated: 'Simulated raters',
  test: 'Test sessions',
  all: 'People, test sessions and simulated raters mixed',
};

/** Says in words whose answers a result is of. */
export function whoseAnswers({ raterKind, include }: AnalysisSettings): string {
  return `${kindsInWords[raterKind]}, ${include === 'all' ? 'excluded sessions included' : 'without excluded sessions'}`;
}

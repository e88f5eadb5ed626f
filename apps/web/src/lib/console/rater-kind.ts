import type { ResultsView, SessionCountsByKind } from '../api/views.ts';

export type RaterKind = ResultsView['raterKind'];

/** Whose results to show first: people's, unless only programs have completed a session, or only tests. */
export function raterKindWithAnswers(counts: SessionCountsByKind): RaterKind {
  if (counts.person.completed > 0 || counts.person.inProgress > 0) return 'person';
  if (counts.simulated.completed > 0) return 'simulated';
  return counts.test.completed > 0 ? 'test' : 'person';
}

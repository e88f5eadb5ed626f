import type { AnalysisSettings } from '@lookalike/analysis';

interface Who {
  readonly one: string;
  readonly many: string;
  /** What must be said wherever numbers of them stand; undefined for people. */
  readonly warning: string | undefined;
}

/** Whose answers a report is of. */
export const whoAnswered: Readonly<Record<AnalysisSettings['raterKind'], Who>> = {
  person: { one: 'person', many: 'people', warning: undefined },
  simulated: { one: 'simulated rater', many: 'simulated raters', warning: 'These are answers of programs (simulated raters), not of people: they say nothing about human alignment.' },
  test: { one: 'test session', many: 'test sessions', warning: 'These are test sessions, in which experimenters tried the study: they are no data.' },
  all: { one: 'session', many: 'sessions', warning: 'People, programs and test sessions are mixed in these numbers: they are no estimate of anything.' },
};

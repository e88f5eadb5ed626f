import type { JudgedSession, RowContext } from '@lookalike/answers';
import type { Static, TSchema } from 'typebox';

/** What every section is computed from. */
export interface AnalysisInput {
  readonly context: RowContext;
  /** Of every kind of rater: a section takes those that its settings name. */
  readonly sessions: readonly JudgedSession[];
}

/** Whose answers a section is about. */
export interface AnalysisSettings {
  /** `all` mixes people with programs. */
  readonly raterKind: 'person' | 'simulated' | 'test' | 'all';
  /** `passed` leaves out sessions that an exclusion rule flags. */
  readonly include: 'passed' | 'all';
  /** Scores that differ by less count as equal, in (0, 1); 0.05 unless given. */
  readonly equivalenceMargin?: number;
  /** Matched stimuli differ in d at most by this factor, above 1; 1.25 unless given. */
  readonly distanceRatio?: number;
  /** Matched conditions differ in the share of accepted IRIs at most by this, in (0, 1]; 0.1 unless given. */
  readonly acceptanceDifference?: number;
}

/** Is told how much of a long section is done, in [0, 1]. */
export type Report = (share: number) => void;

/** One thing that a paper reports: its result as a schema, and how it is computed. Pure: everything random follows from the study's seed. */
export interface Section<Result extends TSchema = TSchema> {
  readonly result: Result;
  readonly analyse: (input: AnalysisInput, settings: AnalysisSettings, report?: Report) => Static<Result>;
}

/** Sessions of the settings' kind of rater, whether they count or not. */
export function sessionsOfKind({ sessions }: AnalysisInput, { raterKind }: Pick<AnalysisSettings, 'raterKind'>): readonly JudgedSession[] {
  return raterKind === 'all' ? sessions : sessions.filter(({ session }) => session.kind === raterKind);
}

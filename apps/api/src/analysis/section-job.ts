import type { AnalysisSettings, Report, SectionName } from '@lookalike/analysis';
import type { SessionFacts, StoredResponse, StudyFacts } from '@lookalike/answers';

/** A session as it is stored, with its answers. */
export interface StoredSession {
  readonly session: SessionFacts;
  readonly responses: readonly StoredResponse[];
}

/** What is to be computed, of which study. Plain data: it can be sent to a thread. */
export interface SectionQuestion {
  readonly section: SectionName;
  readonly settings: AnalysisSettings;
  readonly facts: StudyFacts;
}

export interface SectionJob extends SectionQuestion {
  /** Everybody who entered, of every kind, in the order in which they began. */
  readonly sessions: AsyncIterable<readonly StoredSession[]>;
}

/** Who waits for a job. */
export interface Watch {
  readonly report: Report;
  /** Nobody does any more. */
  readonly signal: AbortSignal;
}

/**
 * Computes a section, wherever that is. Returns the result as JSON.
 * @throws ApiError analysis.unfit, analysis.out_of_memory, analysis.interrupted, analysis.failed
 */
export type RunSection = (job: SectionJob, watch: Watch) => Promise<string>;

/** How sections are computed here. */
export interface SectionRunner {
  readonly run: RunSection;
  /** Of the code that computes: other code may come to other numbers. */
  readonly version: string;
  /** How many at once. */
  readonly atOnce: number;
}

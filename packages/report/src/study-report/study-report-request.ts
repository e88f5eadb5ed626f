import type { AnalysisSettings, SectionName, sections } from '@lookalike/analysis';
import type { StudyFacts } from '@lookalike/answers';
import type { PlatformName } from '@lookalike/recruiting';
import type { StudyOperation } from '@lookalike/study';
import type { Picture } from '../document.ts';

/** What a section of `@lookalike/analysis` comes to. */
export type SectionResult<Name extends SectionName> = ReturnType<(typeof sections)[Name]['analyse']>;

/** The sections that a report is made of. */
export const reportSections = ['scores', 'comparison', 'effects', 'objectives', 'reliability', 'exclusions', 'attrition'] as const satisfies readonly SectionName[];
export type ReportSection = (typeof reportSections)[number];

/** A section's result, or why it has none. */
export type Computed<Result> = { readonly result: Result } | { readonly reason: string };
export type ReportResults = { readonly [Name in ReportSection]: Computed<SectionResult<Name>> };

/** What of a study's operation a paper says. Neither codes nor addresses, nor whom to ask. */
export interface ReportedOperation extends Pick<StudyOperation, 'reward' | 'authors' | 'dataLicence' | 'institution' | 'ethicsCommittee'> {
  readonly platform: PlatformName;
}

export interface StudyReportRequest {
  readonly facts: StudyFacts;
  /** Undefined where it is not known, as in a data set. */
  readonly operation: ReportedOperation | undefined;
  readonly settings: Pick<AnalysisSettings, 'raterKind' | 'include'>;
  readonly results: ReportResults;
  /** Examples of what raters saw: those of `examplePictures`, small. */
  readonly pictures: readonly Picture[];
  /** SHA-256 over the frozen stimuli; undefined for a draft. */
  readonly stimuliHash: string | undefined;
  /** Of the answers when they were read; several where some came between two sections. */
  readonly revisions: readonly string[];
  /** More answers can come, or have come since. */
  readonly isPreliminary: boolean;
  readonly versions: { readonly app: string; readonly statistics: string };
  readonly computedAt: Date;
}

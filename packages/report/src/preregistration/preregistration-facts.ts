import type { Condition, StudyConfiguration, StudyOperation } from '@lookalike/study';
import type { SamplePlan } from '../planning/sample-plan.ts';

/** All that a preregistration says of a study. */
export interface PreregistrationFacts {
  readonly study: {
    readonly id: string;
    readonly version: number;
    readonly status: 'draft' | 'live' | 'closed';
    readonly configurationHash: string;
    /** Of what a launch froze; null before. */
    readonly stimuliHash: string | null;
    /** ISO 8601; null before. */
    readonly launchedAt: string | null;
  };
  readonly configuration: StudyConfiguration;
  readonly operation: Pick<StudyOperation, 'places' | 'reward' | 'rewardNote' | 'recruiting' | 'earlierRaters' | 'institution' | 'ethicsCommittee' | 'authors'>;
  readonly conditions: readonly (Pick<Condition, 'conditionId' | 'name' | 'factors'> & {
    readonly reference: Condition['reference'] | null;
    readonly networkName: string | null;
    readonly stimulusCount: number;
  })[];
  /** Which targets the study shows, in a sentence. */
  readonly targetRule: string;
  readonly targetCount: number;
  readonly stimulusCount: number;
  /** People who have begun so far: a preregistration says so. */
  readonly peopleSoFar: number;
  /** What the sample size is for; undefined where nobody planned it. */
  readonly plan: SamplePlan | undefined;
  readonly writtenAt: Date;
  readonly appVersion: string;
}

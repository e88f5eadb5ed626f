import type { Issue } from '@lookalike/errors';
import { schemaIssues } from '@lookalike/schema-issues';
import { StudyConfiguration } from './study-configuration.ts';

export type StudyConfigurationCheck = { readonly configuration: StudyConfiguration } | { readonly issues: readonly Issue[] };

/**
 * Reads a study configuration that someone wrote. Every fault is reported, not just the first.
 * Codes: `study.field_missing`, `study.field_unknown`, `study.out_of_range`, `study.wrong_type`,
 * `study.practice_cannot_pass`, `study.too_many_catch_trials`.
 */
export function checkStudyConfiguration(value: unknown): StudyConfigurationCheck {
  const issues = schemaIssues(StudyConfiguration, value, 'study');
  if (issues.length > 0) return { issues };
  // The schema has just accepted it.
  const configuration = value as StudyConfiguration;
  const contradictions = contradictionsOf(configuration);
  return contradictions.length > 0 ? { issues: contradictions } : { configuration };
}

function contradictionsOf({ trials }: StudyConfiguration): Issue[] {
  const issues: Issue[] = [];
  if (trials.practicePassCount > trials.practiceCount) {
    issues.push({
      path: '/trials/practicePassCount',
      code: 'study.practice_cannot_pass',
      message: `${trials.practicePassCount} correct answers are wanted of ${trials.practiceCount} practice trials, so nobody could pass.`,
      fix: `Set it to at most ${trials.practiceCount}, or raise practiceCount.`,
    });
  }
  if (trials.catchCount >= trials.perNetwork && trials.catchCount > 0) {
    issues.push({
      path: '/trials/catchCount',
      code: 'study.too_many_catch_trials',
      message: `${trials.catchCount} catch trials do not fit between ${trials.perNetwork} trials of a network: none may be first or next to another.`,
      fix: `Set it to at most ${trials.perNetwork - 1}, or raise perNetwork.`,
    });
  }
  return issues;
}

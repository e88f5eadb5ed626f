import type { Issue } from '@lookalike/errors';
import { schemaIssues } from '@lookalike/schema-issues';
import { Type } from 'typebox';
import { qualityRules, ruleOf, type QualityRuleName } from './quality/rules.ts';
import { StudyConfiguration } from './study-configuration.ts';
import { taskOf, tasks, type TaskName } from './tasks/index.ts';

const { task: _ofTheRoom, quality: _ofTheRules, ...others } = StudyConfiguration.properties;
const WithoutUnions = Type.Object(others, { additionalProperties: false });

export type StudyConfigurationCheck = { readonly configuration: StudyConfiguration } | { readonly issues: readonly Issue[] };

/**
 * Reads a study configuration that someone wrote. Every fault is reported, not just the first.
 * Codes: `study.field_missing`, `study.field_unknown`, `study.out_of_range`, `study.wrong_type`, `study.task_unknown`, `study.rule_unknown`, `study.rule_twice`,
 * `study.practice_cannot_pass`, `study.too_many_catch_trials`, `study.sets_do_not_fill`, `study.query_needed`, `study.nobody_may_enter`, and the task's own.
 */
export function checkStudyConfiguration(value: unknown): StudyConfigurationCheck {
  if (!isRecord(value)) return { issues: schemaIssues(StudyConfiguration, value, 'study') };
  const { task, quality, ...rest } = value;
  const issues = [...schemaIssues(WithoutUnions, rest, 'study'), ...issuesOfTask(task), ...issuesOfQuality(quality)];
  if (issues.length > 0) return { issues };
  // The schemas have just accepted it.
  const configuration = value as unknown as StudyConfiguration;
  const contradictions = contradictionsOf(configuration);
  return contradictions.length > 0 ? { issues: contradictions } : { configuration };
}

/** By the task's own schema: a union's issues would say only that none of its members fits. */
function issuesOfTask(given: unknown): Issue[] {
  const name = isRecord(given) ? given['name'] : undefined;
  if (typeof name !== 'string' || !Object.hasOwn(tasks, name)) {
    const message = typeof name === 'string' ? `There is no task ${JSON.stringify(name)}.` : 'The task has no name.';
    return [{ path: '/task/name', code: 'study.task_unknown', message, fix: `Choose one of: ${Object.keys(tasks).join(', ')}.` }];
  }
  const { settings } = taskOf({ task: { name: name as TaskName } }); // Just looked up.
  return schemaIssues(settings, given, 'study', '/task');
}

/** By each rule's own schema, too. */
function issuesOfQuality(given: unknown): Issue[] {
  if (!Array.isArray(given)) return schemaIssues(Type.Object({ quality: StudyConfiguration.properties.quality }), given === undefined ? {} : { quality: given }, 'study');
  const seen = new Set<string>();
  return given.flatMap((each: unknown, index): Issue[] => {
    const path = `/quality/${index}`;
    const rule = isRecord(each) ? each['rule'] : undefined;
    if (typeof rule !== 'string' || !Object.hasOwn(qualityRules, rule)) {
      const message = typeof rule === 'string' ? `There is no rule ${JSON.stringify(rule)}.` : 'The rule has no name.';
      return [{ path: `${path}/rule`, code: 'study.rule_unknown', message, fix: `Choose one of: ${Object.keys(qualityRules).join(', ')}.` }];
    }
    if (seen.has(rule)) return [{ path: `${path}/rule`, code: 'study.rule_twice', message: `The rule ${rule} is there twice.`, fix: 'Keep one of them.' }];
    seen.add(rule);
    return schemaIssues(ruleOf({ rule: rule as QualityRuleName }).settings, each, 'study', path); // Just looked up.
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function contradictionsOf(configuration: StudyConfiguration): Issue[] {
  const { trials, design, presentation } = configuration;
  const task = taskOf(configuration);
  const issues: Issue[] = task.issuesOfSettings(configuration.task).map((issue) => ({ ...issue, path: `/task${issue.path}` }));
  if (trials.practicePassCount > trials.practiceCount) {
    issues.push({
      path: '/trials/practicePassCount',
      code: 'study.practice_cannot_pass',
      message: `${trials.practicePassCount} correct answers are wanted of ${trials.practiceCount} practice trials, so nobody could pass.`,
      fix: `Set it to at most ${trials.practiceCount}, or raise practiceCount.`,
    });
  }
  const size = task.groupSize(configuration.task);
  const trialCount = Math.floor(design.perCondition / size);
  if (design.perCondition % size !== 0) {
    issues.push({
      path: '/design/perCondition',
      code: 'study.sets_do_not_fill',
      message: `${design.perCondition} targets per condition and session do not make whole sets of ${size}.`,
      fix: `Choose a multiple of ${size}, such as ${Math.max(1, Math.round(design.perCondition / size)) * size}.`,
    });
  }
  if (trials.catchCount >= trialCount && trials.catchCount > 0) {
    issues.push({
      path: '/trials/catchCount',
      code: 'study.too_many_catch_trials',
      message: `${trials.catchCount} catch trials do not fit between ${trialCount} trials of a condition: none may be first or next to another.`,
      fix: `Set it to at most ${Math.max(0, trialCount - 1)}, or raise perCondition.`,
    });
  }
  if (presentation.order !== 'all-at-once' && !task.hasQuery) {
    issues.push({
      path: '/presentation/order',
      code: 'study.query_needed',
      message: `${task.title} has no query, so its pictures cannot come one after another.`,
      fix: 'Show all at once.',
    });
  }
  if (presentation.sizeUnit === 'css-px' && presentation.smallestSizePx !== null && presentation.smallestSizePx > presentation.size) {
    issues.push({
      path: '/presentation/smallestSizePx',
      code: 'study.nobody_may_enter',
      message: `Pictures are shown at ${presentation.size} px, and screens that cannot show ${presentation.smallestSizePx} px are refused: nobody could take part.`,
      fix: `Set it to at most ${presentation.size}.`,
    });
  }
  return issues;
}

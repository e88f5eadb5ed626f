import type { Issue } from '@lookalike/errors';
import { schemaIssues } from '@lookalike/schema-issues';
import type { Answer } from './response.ts';
import type { StudyConfiguration } from './study-configuration.ts';
import { taskOf } from './tasks/index.ts';
import type { PlannedTrial } from './trial.ts';

/** What is wrong with an answer to a trial: of another task, no permutation, a foreign label, none although there is no limit. Code `rater.answer_unfit`. */
export function issueOfAnswer(configuration: StudyConfiguration, trial: PlannedTrial, answer: Answer): Issue | undefined {
  if (answer === null) {
    if (configuration.presentation.answerLimitMs !== null) return undefined;
    return { path: '/answer', code: 'rater.answer_unfit', message: 'There is no answer, and the study sets no limit of time.', fix: 'Send what the rater answered.' };
  }
  const task = taskOf(configuration);
  const fault = schemaIssues(task.answer, answer, 'study')[0];
  if (fault !== undefined) {
    return { path: `/answer${fault.path}`, code: 'rater.answer_unfit', message: `This is no answer to ${task.title.toLowerCase()}: ${fault.message}`, fix: fault.fix };
  }
  return task.issueOf(trial, answer);
}

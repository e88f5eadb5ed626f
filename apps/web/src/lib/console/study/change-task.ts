import type { StudyConfiguration } from '../../api/views.ts';

interface TaskChange {
  readonly configuration: StudyConfiguration;
  /** What a new study of the task before, and of the task chosen, begins with. */
  readonly from: StudyConfiguration;
  readonly to: StudyConfiguration;
  /** The chosen task's settings where it was chosen before; else those it begins with. */
  readonly settings?: StudyConfiguration['task'] | undefined;
}

/**
 * The configuration for another task. What still is as the task before began with follows the new one (title, question, texts, targets per
 * condition, fastest believable answer); whatever was typed stays.
 */
export function withTask({ configuration, from, to, settings = to.task }: TaskChange): StudyConfiguration {
  const followed = <T>(now: T, was: T, next: T): T => (now === was ? next : now);
  const text = (name: 'landing' | 'consent' | 'instructions' | 'debrief'): string => followed(configuration.texts[name], from.texts[name], to.texts[name]);
  return {
    ...configuration,
    task: settings,
    title: followed(configuration.title, from.title, to.title),
    question: followed(configuration.question, from.question, to.question),
    design: { ...configuration.design, perCondition: followed(configuration.design.perCondition, from.design.perCondition, to.design.perCondition) },
    exclusion: { ...configuration.exclusion, minimumResponseTimeMs: followed(configuration.exclusion.minimumResponseTimeMs, from.exclusion.minimumResponseTimeMs, to.exclusion.minimumResponseTimeMs) },
    texts: { ...configuration.texts, landing: text('landing'), consent: text('consent'), instructions: text('instructions'), debrief: text('debrief') },
  };
}

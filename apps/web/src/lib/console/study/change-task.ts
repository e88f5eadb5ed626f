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
  const followed = <T>(now: T, was: T | undefined, next: T): T => (now === was ? next : now);
  const text = (name: 'landing' | 'consent' | 'instructions' | 'debrief'): string => followed(configuration.texts[name], from.texts[name], to.texts[name]);
  return {
    ...configuration,
    task: settings,
    title: followed(configuration.title, from.title, to.title),
    question: followed(configuration.question, from.question, to.question),
    design: { ...configuration.design, perCondition: followed(configuration.design.perCondition, from.design.perCondition, to.design.perCondition) },
    quality: configuration.quality.map((rule) => (rule.rule === 'too-fast' ? { ...rule, limitMs: followed(rule.limitMs, limitOf(from), limitOf(to) ?? rule.limitMs) } : rule)),
    texts: { ...configuration.texts, landing: text('landing'), consent: text('consent'), instructions: text('instructions'), debrief: text('debrief') },
  };
}

/** The fastest believable answer that a configuration sets. */
function limitOf({ quality }: StudyConfiguration): number | undefined {
  return quality.flatMap((rule) => (rule.rule === 'too-fast' ? [rule.limitMs] : []))[0];
}

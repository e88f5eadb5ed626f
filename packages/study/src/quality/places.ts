import { taskOf } from '../tasks/index.ts';
import type { QualityFacts } from './facts.ts';

/** Where on the screen each answer of the main phase was; none where the time ran out. */
export function answeredPlaces({ configuration, main }: QualityFacts): readonly string[] {
  const task = taskOf(configuration);
  return main.flatMap(({ trial, response: { answer } }) => (answer === null ? [] : (task.placeOf(trial, answer) ?? [])));
}

import type { TableShape } from '@lookalike/dataset';
import { taskOf, type FrozenStudy } from '@lookalike/study';

/** What the columns of a study's tables depend on. Factors are in alphabetical order. */
export function tableShapeOf({ configuration, conditions }: Pick<FrozenStudy, 'configuration' | 'conditions'>): TableShape {
  return { taskColumns: taskOf(configuration).columns, factorNames: [...new Set(conditions.flatMap(({ factors }) => Object.keys(factors)))].sort() };
}

import { numbered } from '../rater-target-table.ts';
import type { MixedModelRequest } from './model-request.ts';
import type { ModelData } from './laplace.ts';
import type { FixedCell } from './plain-logistic.ts';

/** Rows that are alike in all effects become one row of several trials; and, for a model without random effects, those alike in the fixed ones. */
export function aggregatedRows({ outcomes, fixed, random }: MixedModelRequest): { readonly data: Omit<ModelData, 'precision'>; readonly cells: readonly FixedCell[] } {
  const levels = random.map((term) => numbered(term.levels));
  const levelOf = random.map((term, k) => Int32Array.from(term.levels, (level) => levels[k]!.get(level)!));
  // Indices are inside by construction.
  const keyOfFixed = outcomes.map((_, row) => fixed.map(({ values }) => values[row]!).join());
  const cells = summed(outcomes, keyOfFixed);
  const rows = summed(outcomes, keyOfFixed.map((key, row) => `${key};${levelOf.map((of) => of[row]!).join()}`));
  return {
    data: {
      hits: Float64Array.from(rows, ({ hits }) => hits),
      trials: Float64Array.from(rows, ({ trials }) => trials),
      columns: fixed.map(({ values }) => Float64Array.from(rows, ({ first }) => values[first]!)),
      terms: levelOf.map((of, k) => ({ levelOf: Int32Array.from(rows, ({ first }) => of[first]!), levelCount: levels[k]!.size })),
    },
    cells: cells.map(({ first, hits, trials }) => ({ values: fixed.map(({ values }) => values[first]!), hits, trials })),
  };
}

interface Summed {
  /** The first of the rows. */
  readonly first: number;
  hits: number;
  trials: number;
}

function summed(outcomes: readonly number[], keys: readonly string[]): Summed[] {
  const groups = new Map<string, Summed>();
  outcomes.forEach((outcome, row) => {
    const group = groups.get(keys[row]!);
    if (group === undefined) groups.set(keys[row]!, { first: row, hits: outcome, trials: 1 });
    else {
      group.hits += outcome;
      group.trials++;
    }
  });
  return [...groups.values()];
}

import { AlignmentError } from '../alignment-error.ts';
import type { FixedEffect } from './model-request.ts';

export interface Factor {
  readonly name: string;
  /** The row's level, such as an architecture; one for each row. */
  readonly values: readonly string[];
}

/** Levels by factor; a factor that is missing is averaged over its levels, each counting the same. */
export type FactorLevels = Readonly<Record<string, string>>;

/** The fixed effects of factors and interactions, and how to ask a model of them for means and differences. */
export interface FactorialDesign {
  /** A constant, then each level against the first of its factor in alphabetical order, then the interactions' products of these. */
  readonly fixed: readonly FixedEffect[];
  /** For `marginalMean`: the fixed effects of each combination of levels that fits. @throws alignment.model_data for an unknown factor or level. */
  readonly cells: (levels: FactorLevels) => number[][];
  /** For `modelContrast`: the first less the second, each the mean of its combinations. @throws as `cells`. */
  readonly contrast: (first: FactorLevels, second: FactorLevels) => number[];
}

/**
 * Fixed effects of factors for `fitMixedModel`. Two models that differ by an interaction are compared by `likelihoodRatioTest`.
 * @param interactions names of factors that go together, such as [['architecture', 'loss']]
 * @throws alignment.model_data for a factor with one level, or an interaction of unknown or fewer than two factors.
 */
export function factorialDesign(factors: readonly Factor[], interactions: readonly (readonly string[])[] = []): FactorialDesign {
  const levelsOf = new Map(factors.map(({ name, values }) => [name, [...new Set(values)].sort()]));
  const single = [...levelsOf].find(([, levels]) => levels.length < 2);
  if (single !== undefined) refuse(`The factor "${single[0]}" has ${single[1].length} levels. Expected two or more: leave it out.`, single[0]);
  for (const names of interactions) {
    const unknown = names.find((name) => !levelsOf.has(name));
    if (unknown !== undefined || new Set(names).size < 2) refuse(`The interaction ${names.join(' × ')} ${unknown === undefined ? 'has fewer than two factors' : `names "${unknown}", which is no factor`}. Expected two or more of ${[...levelsOf.keys()].join(', ')}.`, names.join(' × '));
  }
  // Each effect is a product of levels: none of them for the constant.
  const effects: readonly FactorLevels[] = [[], ...factors.map(({ name }) => [name]), ...interactions].flatMap((names) => combinations(names, (name) => levelsOf.get(name)!.slice(1)));
  const valueOf = (effect: FactorLevels, levels: (name: string) => string | undefined): number => Number(Object.entries(effect).every(([name, level]) => levels(name) === level));
  const rows = factors[0]?.values ?? [];
  const valuesOf = new Map(factors.map(({ name, values }) => [name, values]));
  const cells = (wanted: FactorLevels): number[][] => {
    for (const [name, level] of Object.entries(wanted)) if (levelsOf.get(name)?.includes(level) !== true) refuse(`There is no level "${level}" of a factor "${name}". Expected one of ${levelsOf.get(name)?.join(', ') ?? [...levelsOf.keys()].join(', ')}.`, name);
    return combinations([...levelsOf.keys()], (name) => (wanted[name] === undefined ? levelsOf.get(name)! : [wanted[name]])).map((levels) => effects.map((effect) => valueOf(effect, (name) => levels[name])));
  };
  return {
    fixed: effects.map((effect) => ({
      name: Object.entries(effect).map(([name, level]) => `${name}: ${level}`).join(' × ') || '(Intercept)',
      values: rows.map((_, row) => valueOf(effect, (name) => valuesOf.get(name)![row])),
    })),
    cells,
    contrast: (first, second) => {
      const [a, b] = [meanOf(cells(first)), meanOf(cells(second))];
      return a.map((value, index) => value - b[index]!);
    },
  };
}

function combinations(names: readonly string[], levels: (name: string) => readonly string[]): FactorLevels[] {
  return names.reduce<FactorLevels[]>((all, name) => all.flatMap((before) => levels(name).map((level) => ({ ...before, [name]: level }))), [{}]);
}

function meanOf(cells: readonly (readonly number[])[]): number[] {
  return cells[0]!.map((_, index) => cells.reduce((sum, cell) => sum + cell[index]!, 0) / cells.length);
}

function refuse(message: string, name: string): never {
  throw new AlignmentError('alignment.model_data', message, { name });
}

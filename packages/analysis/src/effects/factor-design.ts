import { independentColumns, leastSquaresWeights } from '@lookalike/alignment';
import type { Condition } from '@lookalike/study';

/** What a condition has for a factor that it does not state. */
export const NOT_STATED = 'not stated';

export interface DesignFactor {
  readonly name: string;
  /** Sorted; differences are of a later one against an earlier one. */
  readonly levels: readonly string[];
}

export interface NotFitted {
  /** One factor, or the two of an interaction. */
  readonly factors: readonly string[];
  readonly code: 'one_level' | 'same_as' | 'combination';
  readonly text: string;
}

export interface Interaction {
  readonly factors: readonly [DesignFactor, DesignFactor];
  /** How the conditions are weighed for the mean of two levels, and for the difference of differences against the first level of each. */
  readonly meanOf: (levels: readonly [string, string]) => readonly number[];
  readonly contrastOf: (levels: readonly [string, string]) => readonly number[];
}

/** Which factors tell conditions apart, and how the scores of the conditions are weighed for what is said of a level. */
export interface FactorDesign {
  readonly factors: readonly DesignFactor[];
  readonly interactions: readonly Interaction[];
  readonly notFitted: readonly NotFitted[];
  /** Weights that sum to 1: the score of a level at the mean of all other factors. */
  readonly meanOf: (factor: string, level: string) => readonly number[];
  readonly levelOf: (condition: Pick<Condition, 'factors'>, factor: string) => string;
}

export function levelOf({ factors }: Pick<Condition, 'factors'>, factor: string): string {
  return factors[factor] ?? NOT_STATED;
}

/**
 * A linear model of the conditions' scores: all factors that tell the conditions apart, added up. In a balanced design the mean of a level is the
 * mean of its conditions; else it is adjusted for the other factors. A factor that is constant, the same as another, or a combination of those
 * with fewer levels (such as a name of each network beside its tags) is named in `notFitted` and left out.
 */
export function factorDesign(conditions: readonly Pick<Condition, 'factors'>[]): FactorDesign {
  const candidates = candidateFactors(conditions);
  const notFitted: NotFitted[] = [];
  const factors: DesignFactor[] = [];
  let columns = [conditions.map(() => 1)];
  for (const factor of candidates) {
    if (factor.levels.length < 2) {
      notFitted.push({ factors: [factor.name], code: 'one_level', text: `${factor.name} is ${factor.levels[0] ?? NOT_STATED} in all conditions.` });
      continue;
    }
    const same = factors.find((other) => isSamePartition(conditions, other, factor));
    const own = dummiesOf(conditions, factor);
    if (same !== undefined) {
      notFitted.push({ factors: [factor.name], code: 'same_as', text: `${factor.name} differs exactly where ${same.name} does: what is said of ${same.name} may be due to it.` });
    } else if (independentColumns([...columns, ...own]).includes(false)) {
      notFitted.push({ factors: [factor.name], code: 'combination', text: `${factor.name} cannot be told from a combination of ${factors.map(({ name }) => name).join(', ')}.` });
    } else {
      factors.push(factor);
      columns = [...columns, ...own];
    }
  }
  const weights = leastSquaresWeights(columns);
  const interactions = factors.flatMap((first, index) => factors.slice(index + 1).flatMap((second): Interaction[] => {
    const products = productsOf(conditions, first, second);
    if (independentColumns([...columns, ...products]).includes(false)) {
      notFitted.push({ factors: [first.name, second.name], code: 'combination', text: `The conditions do not have each level of ${first.name} with each level of ${second.name}, beside the other factors.` });
      return [];
    }
    return [interactionOf({ factors, pair: [first, second], weights: leastSquaresWeights([...columns, ...products]) })];
  }));
  return { factors, interactions, notFitted, levelOf, meanOf: (factor, level) => weighted(weights, meanCoefficients(factors, { [factor]: level })) };
}

/** Every factor, those with few levels first: what has a level for each condition says nothing beside them. */
function candidateFactors(conditions: readonly Pick<Condition, 'factors'>[]): DesignFactor[] {
  const names = [...new Set(conditions.flatMap(({ factors }) => Object.keys(factors)))];
  return names
    .map((name) => ({ name, levels: [...new Set(conditions.map((condition) => levelOf(condition, name)))].sort() }))
    .sort((a, b) => a.levels.length - b.levels.length || (a.name < b.name ? -1 : 1));
}

/** A column for each level but the first. */
export function dummiesOf(conditions: readonly Pick<Condition, 'factors'>[], { name, levels }: DesignFactor): number[][] {
  return levels.slice(1).map((level) => conditions.map((condition) => Number(levelOf(condition, name) === level)));
}

/** A column for each two levels but the first ones. */
export function productsOf(conditions: readonly Pick<Condition, 'factors'>[], first: DesignFactor, second: DesignFactor): number[][] {
  return dummiesOf(conditions, first).flatMap((a) => dummiesOf(conditions, second).map((b) => a.map((value, row) => value * b[row]!))); // One row for each condition in both.
}

function isSamePartition(conditions: readonly Pick<Condition, 'factors'>[], first: DesignFactor, second: DesignFactor): boolean {
  const pairs = new Set(conditions.map((condition) => JSON.stringify([levelOf(condition, first.name), levelOf(condition, second.name)])));
  return first.levels.length === second.levels.length && pairs.size === first.levels.length;
}

/** Of the intercept and each factor's columns: 1 for a given level, equal shares of a factor that is not given. */
export function meanCoefficients(factors: readonly DesignFactor[], given: Readonly<Record<string, string>>): number[] {
  return [1, ...factors.flatMap(({ name, levels }) => levels.slice(1).map((level) => (given[name] === undefined ? 1 / levels.length : Number(given[name] === level))))];
}

function interactionOf({ factors, pair: [first, second], weights }: { readonly factors: readonly DesignFactor[]; readonly pair: readonly [DesignFactor, DesignFactor]; readonly weights: readonly (readonly number[])[] }): Interaction {
  const products = first.levels.slice(1).flatMap((a) => second.levels.slice(1).map((b) => [a, b] as const));
  const ofProducts = ([a, b]: readonly [string, string]): number[] => products.map(([levelA, levelB]) => Number(a === levelA && b === levelB));
  const additive = meanCoefficients(factors, {}).length;
  return {
    factors: [first, second],
    meanOf: (levels) => weighted(weights, [...meanCoefficients(factors, { [first.name]: levels[0], [second.name]: levels[1] }), ...ofProducts(levels)]),
    contrastOf: (levels) => weighted(weights, [...Array.from({ length: additive }, () => 0), ...ofProducts(levels)]),
  };
}

function weighted(weights: readonly (readonly number[])[], coefficients: readonly number[]): number[] {
  const length = weights[0]?.length ?? 0;
  return Array.from({ length }, (_, row) => coefficients.reduce((sum, value, index) => sum + value * weights[index]![row]!, 0)); // A row of weights for each coefficient.
}

import type { Factors } from './condition.ts';

/** What the conditions of a study have beside the tags of their networks: no tag can have such a name. */
export const ownFactorNames: readonly string[] = ['layer', 'objective', 'seed_kind', 'reference'];

export interface FactoredRun {
  /** Of the network. */
  readonly tags: Readonly<Record<string, string>>;
  readonly layer: string;
  /** The kind of the objective. */
  readonly objective: string;
  readonly seedKind: string;
}

/** A tag's key as the name of a factor: `Training data` is `training_data`; '' where nothing of it can be in a name. */
export function factorName(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 40);
}

/** What a generation run differs in from others, by name: its own factors, and its network's tags as far as they have names of their own. */
export function factorsOfRun({ tags, layer, objective, seedKind }: FactoredRun): Factors {
  const named = Object.entries(tags).map(([key, value]): [string, string] => [factorName(key), value.slice(0, 200)]);
  return { ...Object.fromEntries(named.filter(([key]) => key !== '' && !ownFactorNames.includes(key))), layer, objective, seed_kind: seedKind };
}

/** Factors that all stimuli of a condition have in common: what differs within it does not tell it from others. */
export function sharedFactors(factorsOfStimuli: readonly Factors[]): Factors {
  const [first, ...others] = factorsOfStimuli.map((factors) => Object.fromEntries(Object.entries(factors).map(([key, value]) => [factorName(key), value] as const).filter(([key]) => key !== '')));
  return Object.fromEntries(Object.entries(first ?? {}).filter(([key, value]) => others.every((factors) => factors[key] === value)));
}

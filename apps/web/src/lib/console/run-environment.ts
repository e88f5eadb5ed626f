import type { RunView } from '../api/views.ts';

export interface SplitEnvironment {
  /** What should be known of the run although nothing is wrong. */
  readonly warnings: readonly string[];
  /** What produced the numbers, in words. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** What a run stores of how it was made. */
export function splitEnvironment(environment: RunView['environment']): SplitEnvironment {
  const { warnings, ...facts } = environment ?? {};
  return {
    warnings: Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === 'string') : [],
    facts: Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  };
}

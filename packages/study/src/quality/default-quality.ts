import type { AnyTask } from '../tasks/task.ts';
import { qualityRules, type QualityRuleSettings } from './rules.ts';

/** The rules that a new study begins with: those that say nothing wrong of somebody who takes part honestly. A new array each time. */
export function defaultQuality({ usualMinimumResponseTimeMs }: Pick<AnyTask, 'usualMinimumResponseTimeMs'>): QualityRuleSettings[] {
  const usual = ['catch-accuracy', 'too-fast', 'one-place', 'straight-lines', 'practice-attempts', 'claimed-time', 'held-keys', 'untrusted-events'] as const;
  return usual.map((name) => ({ ...qualityRules[name].defaults, ...(name === 'too-fast' ? { limitMs: usualMinimumResponseTimeMs } : {}) }));
}

import { catchAccuracy } from './catch-accuracy.ts';
import { claimedTime } from './claimed-time.ts';
import { fastMedian } from './fast-median.ts';
import { focusLosses } from './focus-losses.ts';
import { heldKeys } from './held-keys.ts';
import { onePlace } from './one-place.ts';
import { practiceAttempts } from './practice-attempts.ts';
import type { QualityRule } from './rule.ts';
import { straightLines } from './straight-lines.ts';
import { tooFast } from './too-fast.ts';
import { untrustedEvents } from './untrusted-events.ts';

/** Every rule there is, in the order in which reasons are listed. A new one is a file beside these and its entry here. */
export const qualityRules = {
  'catch-accuracy': catchAccuracy,
  'too-fast': tooFast,
  'one-place': onePlace,
  'fast-median': fastMedian,
  'straight-lines': straightLines,
  'practice-attempts': practiceAttempts,
  'focus-losses': focusLosses,
  'claimed-time': claimedTime,
  'held-keys': heldKeys,
  'untrusted-events': untrustedEvents,
} as const;
export type QualityRuleName = keyof typeof qualityRules;

/** A rule as a study sets it. */
export type QualityRuleSettings = (typeof qualityRules)[QualityRuleName]['defaults'];

/** A rule whose settings are its own affair: everybody outside hands them back as they came. */
// Settings are checked against the rule's own schema before it sees them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyQualityRule = QualityRule<any>;

/** The rule of these settings. */
export function ruleOf({ rule }: Pick<QualityRuleSettings, 'rule'>): AnyQualityRule {
  return qualityRules[rule];
}


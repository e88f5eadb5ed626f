import type { JudgedFacts } from './session-facts.ts';
import type { Finding, QualityAction } from './rule.ts';
import { qualityRules, ruleOf, type QualityRuleName, type QualityRuleSettings } from './rules.ts';

/** A rule that a session fails, with the evidence. */
export interface QualityFlag extends Omit<Finding, 'isFailed'> {
  readonly rule: QualityRuleName;
  readonly reason: string;
  readonly action: QualityAction;
}

const order = Object.keys(qualityRules);

/** A study's rules in the order in which reasons are listed. */
export function rulesInOrder(rules: readonly QualityRuleSettings[]): readonly QualityRuleSettings[] {
  return [...rules].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
}

/** The rules of the study that this session fails. */
export function qualityFlags(facts: JudgedFacts): readonly QualityFlag[] {
  return applying(facts).flatMap((settings): QualityFlag[] => {
    const { name, reason, judge } = ruleOf(settings);
    const finding = judge(facts, settings);
    if (finding?.isFailed !== true) return [];
    return [{ rule: name, reason, action: settings.action, values: finding.values, sentence: finding.sentence }];
  });
}

/**
 * The reasons not to count a session: `incomplete` where an expected answer is out, then the reasons of the rules that it fails, in their order.
 * Empty when the session counts. Test and simulated sessions are kinds, not reasons.
 */
export function exclusionReasons(facts: JudgedFacts): string[] {
  return [...(facts.isIncomplete ? ['incomplete'] : []), ...qualityFlags(facts).map(({ reason }) => reason)];
}

/** How a session ends under way by a rule that it cannot meet any more; undefined where it goes on. Whoever has answered everything is judged by how they finish. */
export function endingUnderWay(facts: JudgedFacts): 'screened_out' | 'practice_not_passed' | undefined {
  if (!facts.isIncomplete) return undefined;
  for (const settings of applying(facts)) {
    const { lost } = ruleOf(settings);
    if (settings.action === 'end' && lost?.isLost(facts, settings) === true) return lost.ending;
  }
  return undefined;
}

/** How a session with every answer ends: `failed_checks` where a rule that ends it is failed. */
export function endingAtCompletion(facts: JudgedFacts): 'completed' | 'failed_checks' {
  return qualityFlags(facts).some(({ action }) => action === 'end') ? 'failed_checks' : 'completed';
}

/** Whether one answer came faster than the study's limit; undefined where it sets none. */
export function isTooFast({ responseTimeMs }: { readonly responseTimeMs: number }, { quality }: { readonly quality: readonly QualityRuleSettings[] }): boolean | undefined {
  const limitMs = quality.flatMap((settings) => (settings.rule === 'too-fast' ? [settings.limitMs] : []))[0];
  return limitMs === undefined ? undefined : responseTimeMs < limitMs;
}

function applying({ kind, rules }: JudgedFacts): readonly QualityRuleSettings[] {
  return rulesInOrder(rules).filter((settings) => kind !== 'simulated' || ruleOf(settings).concernsPrograms);
}

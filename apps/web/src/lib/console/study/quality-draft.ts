import { qualityRules, rulesInOrder, type QualityRuleName } from '@lookalike/study';
import type { StudyConfiguration } from '../../api/views.ts';

type QualityRule = StudyConfiguration['quality'][number];

/** A limit of a rule, as a form shows it. */
export interface ThresholdField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

const labels: Readonly<Record<string, string>> = {
  minimumShare: 'Share that must be right', limitMs: 'Fastest believable answer (ms)', mostShare: 'Share that may be', share: 'Share from which it fails', minimumCount: 'Judged from so many answers',
  minimumMs: 'Shortest median (ms)', runLength: 'Answers in a row', mostRounds: 'Rounds', mostCount: 'Times', slackMs: 'Slack (ms)',
};

/** What of a rule a study sets, by the rule's own schema. */
export function thresholdsOf(rule: QualityRuleName): readonly ThresholdField[] {
  return Object.entries(qualityRules[rule].settings.properties).flatMap(([name, schema]): ThresholdField[] => {
    const label = labels[name];
    if (label === undefined) return [];
    const { description = '', minimum, maximum, type } = schema as { description?: string; minimum?: number; maximum?: number; type?: string }; // Every TypeBox schema is a JSON Schema.
    return [{ name, label, hint: description, ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }), ...(type === 'integer' && { step: 1 }) }];
  });
}

/** The rules with one taken up as it usually is, or left out. */
export function withRule(rules: readonly QualityRule[], name: QualityRuleName, isOn: boolean): QualityRule[] {
  const others = rules.filter(({ rule }) => rule !== name);
  return isOn ? [...rulesInOrder([...others, { ...qualityRules[name].defaults }])] : others;
}

/** The rules with one limit, or the action, of one of them changed. */
export function withSetting(rules: readonly QualityRule[], name: QualityRuleName, setting: string, value: number | string): QualityRule[] {
  return rules.map((each) => (each.rule === name ? { ...each, [setting]: value } : each));
}

import type { Ending } from '@lookalike/recruiting';
import { Type, type Static, type TObject, type TProperties } from 'typebox';
import type { QualityFacts } from './facts.ts';

/** flag: whoever fails does not count, and finishes like everybody else. end: the session ends, at once where the rule cannot be met any more, else when it is finished. */
export const QualityAction = Type.Union([Type.Literal('flag'), Type.Literal('end')], {
  description: 'flag: the session does not count unless asked for. end: besides, it ends by the rule, under way where the rule cannot be met any more, else when it is finished.',
});
export type QualityAction = Static<typeof QualityAction>;

/** What a rule saw in a session. */
export interface Finding {
  readonly isFailed: boolean;
  /** The numbers that decided, by their names. */
  readonly values: Readonly<Record<string, number>>;
  /** The same for people. */
  readonly sentence: string;
}

/**
 * One rule of quality as data: what a study sets of it, and how it judges. Pure; what it cannot judge (nothing was answered, nothing is known)
 * it does not fail. S: its settings.
 */
export interface QualityRule<S extends { readonly rule: string; readonly action: QualityAction }> {
  readonly name: S['rule'];
  /** What the data set calls a session that fails it. */
  readonly reason: string;
  /** For people, such as "Catch trials". */
  readonly title: string;
  /** One sentence for the console: what it finds. */
  readonly summary: string;
  readonly settings: TObject;
  readonly defaults: S;
  /** False: it says nothing of programs that take part by the API, which nobody watched and which have no clock or keys. */
  readonly concernsPrograms: boolean;
  /** What fails it, for the data set's README: "fewer than 75 % of …". */
  definition(settings: S): string;
  /** Undefined: there is nothing to judge. */
  judge(facts: QualityFacts, settings: S): Finding | undefined;
  /** Whether it cannot be met any more, whatever is still answered, and how the session then ends. Absent: it is judged when all is answered. */
  readonly lost?: { readonly ending: Extract<Ending, 'screened_out' | 'practice_not_passed'>; isLost(facts: QualityFacts, settings: S): boolean };
}

/** The schema of a rule's settings: its thresholds beside its name and what it does. */
export function ruleSettings<Name extends string, Thresholds extends TProperties>(name: Name, thresholds: Thresholds) {
  return Type.Object({ rule: Type.Literal(name), ...thresholds, action: QualityAction }, { additionalProperties: false });
}

/** A share for people: 0.125 is "12.5 %". */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

import type { Ending } from './ending.ts';
import { endingCodes } from './ending-codes.ts';
import type { RecruitingSettings } from './settings.ts';

/** What the code of an ending is to be on Prolific. */
export interface ProlificCodeRule {
  /** The type to choose there, and others that do as well. */
  readonly codeTypes: readonly [string, ...string[]];
  /** One of these; the first is the one to choose. */
  readonly actions: readonly [string, ...string[]];
}

/** Endings that can have a code on Prolific. Who is told that a study is full or closed returns it; a place that ran out sends nothing. */
export const prolificCodeRules: Readonly<Partial<Record<Ending, ProlificCodeRule>>> = {
  completed: { codeTypes: ['COMPLETED'], actions: ['MANUALLY_REVIEW', 'AUTOMATICALLY_APPROVE'] },
  failed_checks: { codeTypes: ['FAILED_ATTENTION_CHECK'], actions: ['MANUALLY_REVIEW'] },
  screened_out: { codeTypes: ['FIXED_SCREENOUT', 'SCREENED_OUT', 'OTHER'], actions: ['FIXED_SCREEN_OUT_PAYMENT', 'REQUEST_RETURN', 'MANUALLY_REVIEW'] },
  no_consent: { codeTypes: ['NO_CONSENT'], actions: ['REQUEST_RETURN'] },
  practice_not_passed: { codeTypes: ['OTHER'], actions: ['REQUEST_RETURN', 'MANUALLY_REVIEW'] },
};

/** A completion code of the study on Prolific. */
export interface CodeThere {
  readonly code: string | undefined;
  readonly codeType: string;
  readonly actions: readonly string[];
}

export interface CodeDifference {
  readonly ending: Ending | undefined;
  /** A sentence. */
  readonly message: string;
  readonly fix: string;
  /** The code there that this study can take over for the ending. */
  readonly offer?: string;
}

/** How the codes of a study here differ from those on Prolific. */
export function codeDifferences(settings: RecruitingSettings, completionCode: string, there: readonly CodeThere[]): readonly CodeDifference[] {
  const here = endingCodes(settings, completionCode);
  const differences: CodeDifference[] = [];
  for (const [name, rule] of Object.entries(prolificCodeRules)) {
    const ending = name as Ending; // Its keys are endings.
    const called = `“${ending.replaceAll('_', ' ')}”`;
    const code = here[ending];
    const same = code === undefined ? undefined : there.find((each) => each.code === code);
    const offered = there.find((each) => rule.codeTypes[0] === each.codeType && each.code !== undefined && !Object.values(here).includes(each.code))?.code;
    if (code === undefined && offered !== undefined) {
      differences.push({ ending, offer: offered, message: `Prolific has the code ${offered} for ${called}; this study gives none.`, fix: 'Take it over.' });
    } else if (code === undefined && ending !== 'screened_out') {
      differences.push({ ending, message: `${called} has no code here and none on Prolific.`, fix: `Make one of the type ${rule.codeTypes[0]} there, with ${rule.actions[0]}, and take it over.` });
    } else if (code !== undefined && same === undefined) {
      differences.push({ ending, ...(offered === undefined ? {} : { offer: offered }), message: `Prolific does not know ${code}, which ${called} gives out.`, fix: offered === undefined ? `Add it there with the type ${rule.codeTypes[0]} and ${rule.actions[0]}.` : `Take over ${offered}, or add ${code} there.` });
    } else if (same !== undefined && !rule.codeTypes.includes(same.codeType)) {
      differences.push({ ending, message: `${code} of ${called} is of the type ${same.codeType} on Prolific.`, fix: `Make it ${rule.codeTypes.join(' or ')} there.` });
    } else if (same !== undefined && same.actions.length > 0 && !same.actions.some((action) => rule.actions.includes(action))) {
      differences.push({ ending, message: `${code} of ${called} does ${same.actions.join(', ')} on Prolific.`, fix: `Make it ${rule.actions.join(' or ')} there.` });
    }
  }
  const repeated = Object.entries(here).filter(([, code], i, all) => all.findIndex(([, other]) => other === code) < i);
  for (const [ending, code] of repeated) differences.push({ ending: ending as Ending, message: `${code} is the code of two endings.`, fix: 'Give each ending its own: else who declines is paid like who finishes.' });
  return differences;
}

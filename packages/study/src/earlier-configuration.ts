import { defaultPresentation } from './presentation.ts';
import type { QualityRuleSettings } from './quality/rules.ts';
import type { StudyConfiguration } from './study-configuration.ts';

/** How studies were judged before their rules were data. */
interface EarlierExclusion {
  readonly catchPassShare: number;
  readonly minimumResponseTimeMs: number;
}

/** The configuration of studies made before rules were data. */
interface FixedRulesConfiguration extends Omit<StudyConfiguration, 'quality'> {
  readonly exclusion: EarlierExclusion;
}

/** The configuration of studies made before tasks and conditions were. */
interface UntaskedConfiguration extends Omit<FixedRulesConfiguration, 'task' | 'design' | 'trials' | 'presentation'> {
  readonly task: '2afc';
  readonly trials: StudyConfiguration['trials'] & { readonly perNetwork: number };
  readonly display: { readonly stimulusSizePx: number };
  readonly compensation: string;
  readonly maximumSessions: number;
}

/** A configuration as it is stored, in today's form. What it says of the operation (places, compensation) is left out: the study's row has it. */
export function readStudyConfiguration(stored: unknown): StudyConfiguration {
  return withRules(withTask(stored as StudyConfiguration | FixedRulesConfiguration | UntaskedConfiguration)); // Written by this code, or by earlier code.
}

function withTask(value: StudyConfiguration | FixedRulesConfiguration | UntaskedConfiguration): StudyConfiguration | FixedRulesConfiguration {
  if (!isUntasked(value)) return value;
  const { task, trials: { perNetwork, ...trials }, display, compensation: _operated, maximumSessions: _places, ...rest } = value;
  return {
    ...rest,
    task: { name: task },
    design: { targets: 'shared', perCondition: perNetwork, answersPerStimulus: null },
    trials,
    presentation: { ...defaultPresentation(), size: display.stimulusSizePx },
  };
}

function withRules(value: StudyConfiguration | FixedRulesConfiguration): StudyConfiguration {
  if (!('exclusion' in value)) return value;
  const { exclusion, ...rest } = value;
  return { ...rest, quality: rulesOf(exclusion) };
}

/** The rules of then, with the limits that the code of then had. */
function rulesOf({ catchPassShare, minimumResponseTimeMs }: EarlierExclusion): QualityRuleSettings[] {
  return [
    { rule: 'catch-accuracy', minimumShare: catchPassShare, action: 'flag' },
    { rule: 'too-fast', limitMs: minimumResponseTimeMs, mostShare: 0.2, action: 'flag' },
    { rule: 'one-place', share: 0.95, minimumCount: 10, action: 'flag' },
  ];
}

function isUntasked(value: StudyConfiguration | FixedRulesConfiguration | UntaskedConfiguration): value is UntaskedConfiguration {
  return typeof value.task === 'string';
}

import { defaultPresentation } from './presentation.ts';
import type { StudyConfiguration } from './study-configuration.ts';

/** The configuration of studies made before tasks and conditions were. */
export interface EarlierConfiguration extends Omit<StudyConfiguration, 'task' | 'design' | 'trials' | 'presentation'> {
  readonly task: '2afc';
  readonly trials: StudyConfiguration['trials'] & { readonly perNetwork: number };
  readonly display: { readonly stimulusSizePx: number };
  readonly compensation: string;
  readonly maximumSessions: number;
}

/** A configuration as it is stored, in today's form. What it says of the operation (places, compensation) is left out: the study's row has it. */
export function readStudyConfiguration(stored: unknown): StudyConfiguration {
  const value = stored as StudyConfiguration | EarlierConfiguration; // Written by this code, or by the code before tasks.
  if (!isEarlier(value)) return value;
  const { task, trials: { perNetwork, ...trials }, display, compensation: _operated, maximumSessions: _places, ...rest } = value;
  return {
    ...rest,
    task: { name: task },
    design: { targets: 'shared', perCondition: perNetwork, answersPerStimulus: null },
    trials,
    presentation: { ...defaultPresentation(), size: display.stimulusSizePx },
  };
}

function isEarlier(value: StudyConfiguration | EarlierConfiguration): value is EarlierConfiguration {
  return typeof value.task === 'string';
}

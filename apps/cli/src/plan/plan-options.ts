import { componentsPresets, type CostRequest, type VarianceComponents, type Wanted } from '@lookalike/alignment';
import { CliError } from '../cli-error.ts';

/** As the command line gives them; numbers are checked by the package that uses them. */
export interface PlanFlags {
  readonly score: number;
  readonly width?: number;
  readonly chance?: number;
  readonly otherScore?: number;
  readonly margin?: number;
  readonly power: number;
  readonly targets: readonly number[];
  readonly raters?: number;
  readonly perRater: number;
  readonly conditions: number;
  readonly once?: true;
  readonly assume: string;
  readonly pilot?: string;
  readonly pilotKind: 'person' | 'simulated';
  readonly raterSd?: number;
  readonly targetSd?: number;
  readonly ownShare?: number;
  readonly secondsPerTrial: number;
  readonly fixedMinutes: number;
  readonly otherTrials: number;
  readonly reward?: number;
  readonly perHour?: true;
  readonly platformShare: number;
  readonly check?: number | true;
  readonly seed: string;
  readonly svg?: string;
  readonly json?: true;
}

/** What the flags say is wanted. @throws cli.plan_wanted where they say nothing, or several things. */
export function wantedOf({ score, width, chance, otherScore, margin, power }: PlanFlags): Wanted {
  const isDifference = otherScore !== undefined && margin === undefined;
  const kinds = [width !== undefined, chance !== undefined, isDifference, margin !== undefined].filter(Boolean).length;
  if (kinds !== 1) {
    throw new CliError('cli.plan_wanted', `${kinds === 0 ? 'Nothing says what the study is to achieve.' : 'Several things are wanted at once.'} Give one of: --width <width>; --chance <level>; --other-score <score>; --margin <margin>, with --other-score where the two scores differ.`, {});
  }
  if (width !== undefined) return { kind: 'width', score, width };
  if (chance !== undefined) return { kind: 'chance', score, chance, power };
  if (margin !== undefined) return { kind: 'equivalence', score, otherScore: otherScore ?? score, margin, power };
  return { kind: 'difference', score, otherScore: otherScore!, power }; // The one that is left.
}

/** What a pilot says, or a preset, with what flags say instead. @throws cli.plan_assume for an unknown preset. */
export function componentsOfFlags({ assume, raterSd, targetSd, ownShare }: PlanFlags, pilot?: VarianceComponents): VarianceComponents {
  const preset = pilot ?? componentsPresets.find(({ name }) => name === assume);
  if (preset === undefined) throw new CliError('cli.plan_assume', `There is no preset "${assume}". Expected ${componentsPresets.map(({ name }) => name).join(', ')}.`, { assume });
  return { raterSd: raterSd ?? preset.raterSd, targetSd: targetSd ?? preset.targetSd, raterOwnShare: ownShare ?? preset.raterOwnShare, targetOwnShare: ownShare ?? preset.targetOwnShare };
}

export function costOfFlags({ conditions, otherTrials, secondsPerTrial, fixedMinutes, reward, perHour, platformShare }: PlanFlags, perRater: number): CostRequest {
  return { scoredTrials: conditions * perRater, otherTrials, secondsPerTrial, fixedMinutes, platformShare, reward: reward === undefined ? null : { amount: reward, basis: perHour === true ? 'hour' : 'session' } };
}

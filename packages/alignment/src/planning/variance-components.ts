import { AlignmentError } from '../alignment-error.ts';

/** How much raters and targets differ, as normal effects on the log-odds of an answer for the target. */
export interface VarianceComponents {
  /** Standard deviation between raters: 0 where all answer alike. */
  readonly raterSd: number;
  /** Standard deviation between targets: 0 where all are equally hard. */
  readonly targetSd: number;
  /** How much of the raters' variance is a condition's own, in [0, 1]: 0 where a rater is as lenient with every network. */
  readonly raterOwnShare: number;
  /** The same of the targets' variance: 0 where what is hard for one network is as hard for all. */
  readonly targetOwnShare: number;
}

export interface ComponentsPreset extends VarianceComponents {
  readonly name: 'alike' | 'usual' | 'different';
  readonly title: string;
  /** Where its numbers come from. */
  readonly source: string;
}

/** What may be assumed before there is a pilot. All are assumptions: `componentsOf` a pilot is better. */
export const componentsPresets: readonly ComponentsPreset[] = [
  { name: 'alike', title: 'Raters and targets much alike', raterSd: 0.3, targetSd: 0.5, raterOwnShare: 0.5, targetOwnShare: 0.5, source: 'The mild end of the grid that the intervals were checked on (docs/decisions/0043).' },
  { name: 'usual', title: 'As the intervals assume', raterSd: 0.3, targetSd: 0.92, raterOwnShare: 0.5, targetOwnShare: 0.5, source: 'What the intervals of scores suppose until the answers tell (docs/decisions/0043).' },
  { name: 'different', title: 'Raters and targets very different', raterSd: 1, targetSd: 2, raterOwnShare: 0.5, targetOwnShare: 0.5, source: 'The strong end of the grid that the intervals were checked on (docs/decisions/0043): to be safe.' },
];

const LARGEST_SD = 5;

/** @throws alignment.bad_components for a standard deviation outside of [0, 5] or a share outside of [0, 1]. */
export function checkComponents(components: VarianceComponents): void {
  const bad = (name: keyof VarianceComponents, most: number, what: string): void => {
    if (components[name] >= 0 && components[name] <= most) return;
    throw new AlignmentError('alignment.bad_components', `${name} is ${components[name]}. Expected ${what}.`, { name, value: components[name] });
  };
  bad('raterSd', LARGEST_SD, 'a standard deviation on the log-odds from 0 to 5, such as 0.3');
  bad('targetSd', LARGEST_SD, 'a standard deviation on the log-odds from 0 to 5, such as 0.92');
  bad('raterOwnShare', 1, 'a share from 0 to 1, such as 0.5');
  bad('targetOwnShare', 1, 'a share from 0 to 1, such as 0.5');
}

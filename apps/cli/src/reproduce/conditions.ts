import { defaultIriConfiguration, defaultOptimiser, type IriConfiguration } from '@lookalike/iri-configuration';

/** One way of making IRIs whose effect on the score is to be seen. */
export interface Condition {
  /** Names its folder and its rows. */
  readonly name: string;
  /** For figures. */
  readonly label: string;
  /** Fits over a column of the contact sheet. */
  readonly shortLabel: string;
  readonly objective: IriConfiguration['objective'];
}

/** τ of the constrained condition: well inside the gate, so that rounding does not push an image out of it. */
const greatestConstrainedDistance = 0.1;

/**
 * The paper's three kinds of loss, and the principled form of the adversarial one. P is NLPD, which needs no weights; that it also
 * judges is why MS-SSIM judges beside it.
 * @see Nanda et al. 2023, section 3
 */
export const conditions: readonly Condition[] = [
  { name: 'regularizer-free', label: 'regularizer-free', shortLabel: 'free', objective: { kind: 'regularizer-free' } },
  { name: 'human-leaning', label: 'human-leaning', shortLabel: 'human', objective: { kind: 'human-leaning' } },
  { name: 'adversarial', label: 'adversarial, λ calibrated', shortLabel: 'adv., λ cal.', objective: { kind: 'adversarial', distance: 'nlpd', weight: 'calibrated' } },
  { name: 'adversarial-10', label: 'adversarial, λ = 10', shortLabel: 'adv., λ = 10', objective: { kind: 'adversarial', distance: 'nlpd', weight: 10 } },
  { name: 'constrained', label: `constrained, d ≤ ${greatestConstrainedDistance}`, shortLabel: 'constrained', objective: { kind: 'constrained', distance: 'nlpd', maximumRepresentationDistance: greatestConstrainedDistance } },
];

/** Everything but the objective and its optimiser is the default, from super-noise. */
export function configurationOf({ objective }: Condition, { maximumSteps, randomSeed }: { readonly maximumSteps: number; readonly randomSeed: string }): IriConfiguration {
  const base = defaultIriConfiguration();
  return { ...base, objective, optimiser: defaultOptimiser(objective), randomSeed, stopping: { ...base.stopping, maximumSteps } };
}

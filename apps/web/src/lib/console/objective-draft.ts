import type { IriConfiguration } from '../api/views.ts';

/** The objectives that a form offers; sums of one's own and learned distances are a matter of the API and the command line. */
export type ObjectiveKind = Exclude<IriConfiguration['objective']['kind'], 'weighted-sum'>;

/** An objective as a form holds it: flat, with the fields of all. */
export interface ObjectiveDraft {
  kind: ObjectiveKind;
  distance: 'nlpd' | 'ms-ssim';
  isCalibrated: boolean;
  /** λ */
  weight: number;
  /** τ */
  maximumRepresentationDistance: number;
}

/** In the order of the choice, each with what it makes small. */
export const objectiveChoices: readonly { readonly kind: ObjectiveKind; readonly label: string; readonly explanation: string }[] = [
  { kind: 'regularizer-free', label: 'Regularizer-free', explanation: 'd alone. Regularisers decide the conclusion, so networks are compared without.' },
  { kind: 'human-leaning', label: 'Human-leaning', explanation: '10·d + 5e-4·TV + 5e-4·Blur + 5e-5·L1: smooth images, which people find more alike.' },
  { kind: 'adversarial', label: 'Adversarial', explanation: 'd − λ·P(x, x_t): alike for the network, unlike the target to the eye.' },
  { kind: 'pull-to-seed', label: 'Pull to seed', explanation: 'd + λ·P(x, x_0): stays near to where it began to the eye.' },
  { kind: 'constrained', label: 'Constrained', explanation: 'The greatest P(x, x_t) subject to d ≤ τ.' },
];

/** @see docs/objectives.md for λ */
const otherObjective = { distance: 'nlpd', isCalibrated: false, weight: 10, maximumRepresentationDistance: 0.1 } as const;

/** An objective that the form does not offer begins anew as the plain one. */
export function toObjectiveDraft(objective: IriConfiguration['objective']): ObjectiveDraft {
  if (objective.kind === 'weighted-sum' || ('distance' in objective && typeof objective.distance !== 'string')) return { ...otherObjective, kind: 'regularizer-free' };
  const weight = 'weight' in objective ? objective.weight : undefined;
  return {
    ...otherObjective,
    kind: objective.kind,
    ...('distance' in objective && typeof objective.distance === 'string' && { distance: objective.distance }),
    ...(weight === 'calibrated' ? { isCalibrated: true } : weight !== undefined && { weight }),
    ...('maximumRepresentationDistance' in objective && { maximumRepresentationDistance: objective.maximumRepresentationDistance }),
  };
}

export function fromObjectiveDraft({ kind, distance, isCalibrated, weight, maximumRepresentationDistance }: ObjectiveDraft): IriConfiguration['objective'] {
  switch (kind) {
    case 'regularizer-free':
    case 'human-leaning': return { kind };
    case 'adversarial': return { kind, distance, weight: isCalibrated ? 'calibrated' : weight };
    case 'pull-to-seed': return { kind, distance, weight };
    case 'constrained': return { kind, distance, maximumRepresentationDistance };
  }
}

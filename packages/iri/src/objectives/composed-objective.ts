import { assertNever } from '@lookalike/errors';
import type { ComposedObjective, Objective, Term } from './objective.ts';
import { keyOf } from './perceptual-term.ts';
import type { PerceptualChoice } from './perceptual-term.ts';

/** λ of the paper's perceptual terms. @see Nanda et al. 2023, released code */
const paperPerceptualWeight = 10;

/**
 * Spells out a named objective. The paper's losses are as it defines them, corrected: the network sees every image normalised
 * in the same way, and P is a distance whose weights are pinned.
 * @see Nanda et al. 2023, section 3 and released code (`reg_free`, `tv`/`blur`/`l1`, `adv`)
 */
export function composedObjective(objective: Objective): ComposedObjective {
  const sum = (...terms: readonly Term[]): ComposedObjective => ({ kind: 'weighted-sum', terms: [...terms] });
  const d = (weight: number): Term => ({ kind: 'representation-distance', weight });
  switch (objective.kind) {
    case 'regularizer-free':
      return sum(d(1));
    case 'human-leaning':
      return sum(d(10), { kind: 'total-variation', weight: 5e-4, exponent: 2 }, { kind: 'blur', weight: 5e-4 }, { kind: 'l1', weight: 5e-5 });
    case 'adversarial': {
      const { distance, weight = paperPerceptualWeight } = objective;
      return sum(d(1), { kind: 'perceptual-distance', distance, to: 'target', weight: weight === 'calibrated' ? { kind: 'calibrated', direction: 'away' } : -weight });
    }
    case 'pull-to-seed': {
      const { distance, weight = paperPerceptualWeight } = objective;
      return sum(d(1), { kind: 'perceptual-distance', distance, to: 'seed', weight });
    }
    case 'weighted-sum':
    case 'constrained':
      return objective;
    default:
      return assertNever(objective);
  }
}

/** Whether the objective grows and falls with d alone, so that a search may end where d is small enough. */
export function isRepresentationDistanceAlone(objective: Objective): boolean {
  const composed = composedObjective(objective);
  return composed.kind === 'weighted-sum' && composed.terms.every(({ kind }) => kind === 'representation-distance');
}

/** The perceptual distances that an objective computes, each once. */
export function perceptualChoicesOf(objective: Objective): PerceptualChoice[] {
  const composed = composedObjective(objective);
  const choices = composed.kind === 'constrained' ? [composed.distance] : composed.terms.flatMap((term) => (term.kind === 'perceptual-distance' ? [term.distance] : []));
  return [...new Map(choices.map((choice) => [keyOf(choice), choice])).values()];
}

/** The images besides its own that an objective compares with. */
export function referencesOf(objective: Objective): readonly ('target' | 'seed')[] {
  const composed = composedObjective(objective);
  if (composed.kind === 'constrained') return ['target'];
  return [...new Set(composed.terms.flatMap((term) => (term.kind === 'perceptual-distance' ? [term.to] : [])))];
}

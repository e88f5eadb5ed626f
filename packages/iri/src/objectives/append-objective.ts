import { assertNever } from '@lookalike/errors';
import type { GraphBuilder } from '@lookalike/graph';
import { keyOf, type ComposedObjective, type PerceptualChoice, type Term } from '@lookalike/iri-configuration';
import type { PerceptualDistance } from '@lookalike/perception';
import { appendBlur } from './blur.ts';
import { appendL1 } from './l1.ts';
import { appendL6 } from './l6.ts';
import { appendTotalVariation } from './total-variation.ts';

/** Names of the values in the step graph that an objective is built from, and what it needs to know. */
export interface ObjectiveParts {
  /** The image in search, [N, C, H, W] in [0, 1]. */
  readonly image: string;
  /** d of the image itself, [N]. */
  readonly distance: string;
  /** d as its slope is taken: of the transformed image where there are random transforms, else `distance`. */
  readonly slopeDistance: string;
  /** Names of the images that perceptual terms compare with. */
  readonly references: { readonly target?: string; readonly seed?: string };
  readonly perceptual: ReadonlyMap<string, PerceptualDistance>;
  /** |λ| of calibrated terms, by {@link keyOf} and reference. */
  readonly calibrated: ReadonlyMap<string, number>;
  /** Declares a value as constant for the gradient. */
  readonly stop: (value: string) => void;
}

/** What the search makes small, [N]: the number itself, and the value whose slope is followed. The two differ by random transforms only. */
export interface AppendedSum {
  readonly value: string;
  readonly slopeOf: string;
}

/**
 * Appends a weighted sum of terms. An objective is data; this is the only place that says what each term means.
 */
export function appendWeightedSum(b: GraphBuilder, { terms }: Extract<ComposedObjective, { kind: 'weighted-sum' }>, parts: ObjectiveParts): AppendedSum {
  const others = terms.flatMap((term) => (term.kind === 'representation-distance' ? [] : [weighted(b, appendTerm(b, term, parts), weightOf(term, parts))]));
  const total = (distance: string): string => {
    const distances = terms.flatMap((term) => (term.kind === 'representation-distance' ? [weighted(b, distance, term.weight)] : []));
    // There is at least one term.
    return [...distances, ...others].reduce((sum, value) => b.add(sum, value));
  };
  const value = total(parts.distance);
  return { value, slopeOf: parts.slopeDistance === parts.distance ? value : total(parts.slopeDistance) };
}

/** Appends P(x, reference), [N]. */
export function appendPerceptual(b: GraphBuilder, choice: PerceptualChoice, to: 'target' | 'seed', { image, references, perceptual }: ObjectiveParts): string {
  // The caller has made sure of both.
  return perceptual.get(keyOf(choice))!(b, image, references[to]!);
}

function appendTerm(b: GraphBuilder, term: Exclude<Term, { kind: 'representation-distance' }>, parts: ObjectiveParts): string {
  switch (term.kind) {
    case 'total-variation': return appendTotalVariation(b, parts.image, term);
    case 'blur': return appendBlur(b, parts.image, parts.stop);
    case 'l1': return appendL1(b, parts.image);
    case 'l6': return appendL6(b, parts.image);
    case 'perceptual-distance': return appendPerceptual(b, term.distance, term.to, parts);
    default: return assertNever(term);
  }
}

function weightOf(term: Term, { calibrated }: ObjectiveParts): number {
  const { weight } = term;
  if (typeof weight === 'number') return weight;
  // A calibrated weight belongs to a perceptual term, and has been measured before.
  const size = calibrated.get(calibrationKey(term as Extract<Term, { kind: 'perceptual-distance' }>))!;
  return weight.direction === 'away' ? -size : size;
}

/** Names one calibrated term. */
export function calibrationKey({ distance, to }: { distance: PerceptualChoice; to: 'target' | 'seed' }): string {
  return `${keyOf(distance)} to ${to}`;
}

function weighted(b: GraphBuilder, value: string, weight: number): string {
  return weight === 1 ? value : b.mul(value, weight);
}

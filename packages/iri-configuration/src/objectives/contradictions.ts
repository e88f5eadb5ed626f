import type { Issue } from '@lookalike/errors';
import type { IriConfiguration } from '../iri-configuration.ts';
import { defaultTransforms } from '../random-transforms.ts';
import { optimisersFor, refusalOf } from './objective-optimisers.ts';
import { keyOf, type Term } from './terms.ts';

/** Finds what cannot be meant in an objective and what goes with it: `iri.contradiction`, each with what to change. */
export function contradictionsOfObjective({ objective, layers = [], transforms, optimiser, gate }: IriConfiguration): Issue[] {
  const contradiction = (path: string, message: string, fix: string): Issue => ({ path, code: 'iri.contradiction', message, fix });
  const issues: Issue[] = [];

  if (objective.kind === 'weighted-sum') {
    const { terms } = objective;
    if (!terms.some(({ kind }) => kind === 'representation-distance')) {
      issues.push(contradiction('/objective/terms', 'No term is the representation distance, so the network has no say and the result is no IRI.', 'Add {"kind": "representation-distance", "weight": 1}.'));
    }
    terms.forEach((term, i) => {
      const first = terms.findIndex((other) => nameOf(other) === nameOf(term));
      if (first < i) issues.push(contradiction(`/objective/terms/${i}`, `It is the same term as number ${first}: together they are one term, and with opposite signs they cancel.`, 'Keep one and add up the weights.'));
      if (term.weight === 0) issues.push(contradiction(`/objective/terms/${i}/weight`, 'A term with the weight 0 does nothing.', 'Remove the term or give it a weight.'));
      if (term.kind === 'perceptual-distance' && term.to === 'seed' && typeof term.weight === 'object') {
        issues.push(contradiction(`/objective/terms/${i}/weight`, 'The weight is to be measured before the first step, where the distance to the seed is 0.', 'Give a number.'));
      }
    });
  }
  if (objective.kind === 'constrained' && objective.maximumRepresentationDistance > gate.maximumDistance) {
    issues.push(contradiction('/objective/maximumRepresentationDistance', `The search may go up to d = ${objective.maximumRepresentationDistance}, but the gate accepts only ${gate.maximumDistance} and less.`, 'Lower it, or raise /gate/maximumDistance.'));
  }
  const refusal = refusalOf(objective.kind, optimiser.kind);
  if (refusal !== undefined) issues.push(contradiction('/optimiser/kind', refusal, `Choose ${optimisersFor(objective.kind).map((kind) => `"${kind}"`).join(' or ')}.`));
  layers.forEach(({ layer }, i) => {
    if (layers.findIndex((other) => other.layer === layer) < i) issues.push(contradiction(`/layers/${i}/layer`, `Layer "${layer}" is named twice.`, 'Keep one and add up the weights.'));
  });
  if (transforms !== undefined) {
    const { leastScale, greatestScale } = { ...defaultTransforms, ...transforms };
    if (leastScale > greatestScale) issues.push(contradiction('/transforms/leastScale', `The least scale, ${leastScale}, is above the greatest, ${greatestScale}.`, 'Exchange the two.'));
  }
  return issues;
}

/** Equal for terms that differ in nothing but their weight. */
function nameOf(term: Term): string {
  switch (term.kind) {
    case 'perceptual-distance': return `${term.kind} ${keyOf(term.distance)} ${term.to}`;
    case 'total-variation': return `${term.kind} ${term.exponent ?? 2}`;
    default: return term.kind;
  }
}

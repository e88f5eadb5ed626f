import type { Issue } from '@lookalike/errors';
import { schemaIssues } from '@lookalike/schema-issues';
import { IriConfiguration } from './iri-configuration.ts';
import { isRepresentationDistanceAlone } from './objectives/objective.ts';
import { contradictionsOfObjective } from './objectives/contradictions.ts';
import { isDrawnAnew } from './seed-image.ts';

export type IriConfigurationCheck = { readonly configuration: IriConfiguration } | { readonly issues: readonly Issue[] };

/**
 * Reads an IRI configuration that someone wrote. Every fault is reported, not just the first.
 * Codes: `iri.field_missing`, `iri.field_unknown`, `iri.out_of_range`, `iri.wrong_type`, `iri.contradiction`.
 */
export function checkIriConfiguration(value: unknown): IriConfigurationCheck {
  const faults = schemaIssues(IriConfiguration, value, 'iri');
  if (faults.length > 0) return { issues: faults };
  // The schema has just accepted it.
  const configuration = value as IriConfiguration;
  const issues = [...contradictionsOf(configuration), ...contradictionsOfObjective(configuration)];
  return issues.length > 0 ? { issues } : { configuration };
}

function contradictionsOf({ objective, seedImage, restarts = 0, optimiser, stopping, gate, straightThroughLastRelu, straightThroughSteps }: IriConfiguration): Issue[] {
  const contradiction = (path: string, message: string, fix: string): Issue => ({ path, code: 'iri.contradiction', message, fix });
  return [
    ...(stopping.targetDistance > gate.maximumDistance
      ? [contradiction('/stopping/targetDistance', `The search would stop at d = ${stopping.targetDistance}, but the gate accepts only ${gate.maximumDistance} and less.`, 'Lower it, or raise /gate/maximumDistance.')]
      : []),
    ...(stopping.targetNullPercentile !== undefined && stopping.targetNullPercentile > gate.maximumNullPercentile
      ? [contradiction('/stopping/targetNullPercentile', `The search would stop at a null percentile of ${stopping.targetNullPercentile}, but the gate accepts only ${gate.maximumNullPercentile} and less.`, 'Lower it, or raise /gate/maximumNullPercentile.')]
      : []),
    ...(stopping.targetNullPercentile !== undefined && !isRepresentationDistanceAlone(objective)
      ? [contradiction('/stopping/targetNullPercentile', 'The objective is not d alone, so a small d is no reason to stop.', 'Remove it, or choose the regularizer-free objective.')]
      : []),
    ...(stopping.stall !== undefined && stopping.stall.steps >= stopping.maximumSteps
      ? [contradiction('/stopping/stall/steps', `A stall would be noticed after ${stopping.stall.steps} steps at the soonest, but an image has only ${stopping.maximumSteps}.`, 'Set it below /stopping/maximumSteps, or remove /stopping/stall.')]
      : []),
    ...(restarts > 0 && !isDrawnAnew(seedImage)
      ? [contradiction('/restarts', `An image begins again from another seed, but every "${seedImage.kind}" seed of an image is the same.`, 'Remove it, or choose a seed of noise.')]
      : []),
    ...(straightThroughSteps !== undefined && !straightThroughLastRelu
      ? [contradiction('/straightThroughSteps', 'Steps are given for a straight-through gradient that is off.', 'Remove it, or set /straightThroughLastRelu to true.')]
      : []),
    ...(optimiser.kind === 'adam' && (optimiser.finalLearningRate ?? 0) > optimiser.learningRate
      ? [contradiction('/optimiser/finalLearningRate', `The rate would rise from ${optimiser.learningRate} to ${optimiser.finalLearningRate}.`, 'Set it to at most /optimiser/learningRate.')]
      : []),
  ];
}

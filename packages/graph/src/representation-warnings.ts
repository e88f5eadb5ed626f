import type { Issue } from '@lookalike/errors';
import type { Graph } from './graph.ts';
import { inferTypes } from './inference.ts';

/** With fewer values, images are alike for a network that look unlike to anybody, for no deeper reason than that. */
const fewValues = 16;

/**
 * What an experimenter should know of a representation although nothing is wrong.
 * Codes: `graph.representation_is_output` where it is what the network gives, as a rule scores of classes, and not a layer before it;
 * `graph.small_representation` where it has fewer than 16 values.
 */
export function representationWarnings(graph: Graph, layer: string): readonly Issue[] {
  const sizes = inferTypes(graph).get(layer)?.shape.slice(1) ?? [];
  const count = sizes.reduce<number>((product, size) => product * Number(size), 1);
  const warnings: Issue[] = [];
  if (graph.outputs.includes(layer)) {
    warnings.push({ path: '/layer', code: 'graph.representation_is_output', message: `The representation is an output of the network, "${layer}".`, fix: 'If that is scores of classes, choose the layer before it; in a network without its classifier it is right.' });
  }
  if (count < fewValues) {
    warnings.push({ path: '/layer', code: 'graph.small_representation', message: `The representation "${layer}" has ${count === 1 ? 'one value' : `${count} values`} only, so that images have it in common that have little else.`, fix: 'Choose a layer with more values.' });
  }
  return warnings;
}

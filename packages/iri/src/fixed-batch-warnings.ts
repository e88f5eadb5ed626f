import type { Issue } from '@lookalike/errors';
import type { RepresentationGraph } from './step-graph.ts';

/** What an experimenter should know of a network whose file fixes a batch that could not be opened: `iri.fixed_batch`. */
export function fixedBatchWarnings({ batch, input }: Pick<RepresentationGraph, 'batch' | 'input'>): readonly Issue[] {
  if (batch === 'N') return [];
  return [{
    path: '/network', code: 'iri.fixed_batch',
    message: `The network takes ${batch === 1 ? 'one image' : `${batch} images`} at once, no more and no fewer, so that a batch goes through it ${batch === 1 ? 'image by image' : 'in groups, the last one filled up with repeats'}, which takes longer.`,
    fix: `Export it with dynamic_shapes=({0: torch.export.Dim("batch")},), or in PyTorch’s older exporter with dynamic_axes={"${input}": {0: "batch"}}.`,
  }];
}

import type { ReadNetwork } from './read-network.ts';

/** What whoever uses a network must know of how it was read, besides what its graph is. */
export function notesOfReading({ graph, held, blocked, outputs }: ReadNetwork): string[] {
  const notes: string[] = [];
  if (held !== undefined) {
    const { batch, operator, node, because } = held;
    notes.push(`The file fixes a batch of ${batch}, which cannot be opened: ${operator} "${node}": ${because}. Images go through the network ${batch === 1 ? 'one at a time' : `in groups of ${batch}, the last one filled up with repeats`}, which takes longer. `
      + `For a batch of any size export it with dynamic_shapes=({0: torch.export.Dim("batch")},), or in PyTorch’s older exporter with dynamic_axes={"${graph.inputs[0]?.name ?? ''}": {0: "batch"}}.`);
  }
  const output = blocked.find(({ name }) => name === outputs[0]);
  if (output !== undefined) {
    const { by: { operator, node, because } } = output;
    notes.push(`The network’s output "${output.name}" cannot be used: ${operator} "${node}" ${because}. What is before it can; check that the layer that is chosen is the one that you mean.`);
  }
  return notes;
}

import type { RunView } from '../../api/views.ts';
import { groupBy } from '../group-by.ts';

/** Runs of each network together, networks in the order of their names, runs newest first. */
export function runsByNetwork(runs: readonly RunView[], search = ''): readonly { readonly network: RunView['network']; readonly runs: readonly RunView[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = runs.filter((run) => {
    const text = [run.network.name, run.imageSet.name, run.layer, run.configuration.objective.kind, run.configuration.seedImage.kind].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = groupBy(found, ({ network }) => network.id);
  return [...groups.values()]
    .flatMap((of) => (of[0] === undefined ? [] : [{ network: of[0].network, runs: of.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) }]))
    .sort((a, b) => a.network.name.localeCompare(b.network.name));
}

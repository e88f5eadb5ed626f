import type { RankedNetwork } from '@lookalike/figures';
import { formatProbability } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, givenCell, textCell, type ResultRow } from './result-row.ts';
import type { ObjectivesResult } from './results-view.ts';

type Ranking = ObjectivesResult['rankings'][number];
type Correlation = ObjectivesResult['correlations'][number];

export const correlationColumns = ['Objectives', 'Kendall’s τ-b, 95 % interval', 'Spearman’s ρ, 95 % interval', 'Networks', 'Shared targets'] as const;

export function correlationRows(correlations: readonly Correlation[]): readonly ResultRow[] {
  return correlations.map(({ first, second, networks, correlation }) => ({
    key: `${first}\n${second}`, name: `${first} and ${second}`,
    cells: [
      givenCell(correlation, ({ kendall }) => (kendall.estimate === null ? textCell('–', 'all scores of one objective are equal') : estimateCell(kendall, 'coefficient'))),
      correlation.value === null ? textCell('–') : estimateCell(correlation.value.spearman, 'coefficient'),
      textCell(networks.length), textCell(correlation.value?.targets ?? '–'),
    ],
  }));
}

export function correlationNotes(correlations: readonly Correlation[]): readonly MethodNote[] {
  const values = correlations.flatMap(({ correlation }) => correlation.value ?? []);
  return [...methodNotes('τ', values.map(({ kendall }) => kendall)), ...methodNotes('ρ', values.map(({ spearman }) => spearman))];
}

export const rankingColumns = ['Condition', 'Score, 95 % interval', 'Probability of rank 1', 'Outcomes', 'Raters', 'Targets'] as const;

export function rankingRows(scores: NonNullable<Ranking['ranking']['value']>['scores']): readonly ResultRow[] {
  return scores.map(({ condition, estimate, interval, rankShares, n }) => ({
    key: condition.id, name: condition.name,
    cells: [estimateCell({ estimate, interval }, 'share'), textCell(formatProbability(rankShares[0] ?? 0)), textCell(n.trials), textCell(n.raters), textCell(n.targets)],
  }));
}

/** Ranks of the networks that several objectives have, among themselves; ties share the mean of their ranks. */
export function rankedNetworks({ rankings, correlations }: ObjectivesResult): { readonly objectives: readonly string[]; readonly networks: readonly RankedNetwork[] } {
  const groups = networkGroups(correlations);
  const objectives = rankings.filter(({ ranking }) => ranking.value !== null).map(({ objective }) => objective);
  const ranksOf = objectives.map((objective) => {
    const scores = rankings.find((each) => each.objective === objective)?.ranking.value?.scores ?? [];
    const joined = groups.map((group) => scores.find(({ condition }) => group.has(condition.id))?.estimate ?? null);
    return joined.map((estimate) => (estimate === null ? null : meanRank(estimate, joined.filter((each) => each !== null))));
  });
  const networks = groups.map((group, index) => ({ label: commonName([...group.values()]), ranks: ranksOf.map((ranks) => ranks[index] ?? null) }));
  return { objectives, networks: networks.filter(({ ranks }) => ranks.some((rank) => rank !== null)) };
}

function meanRank(estimate: number, among: readonly number[]): number {
  const above = among.filter((other) => other > estimate).length;
  const equal = among.filter((other) => other === estimate).length;
  return above + (equal + 1) / 2;
}

/** For each network the names of its conditions by their ids. */
function networkGroups(correlations: readonly Correlation[]): readonly ReadonlyMap<string, string>[] {
  const groups: Map<string, string>[] = [];
  for (const { first, second } of correlations.flatMap(({ networks }) => networks)) {
    const found = groups.filter((group) => group.has(first.id) || group.has(second.id));
    const joined = new Map([...found.flatMap((group) => [...group]), [first.id, first.name], [second.id, second.name]]);
    groups.splice(0, groups.length, ...groups.filter((group) => !found.includes(group)), joined);
  }
  return groups;
}

/** What a network's conditions are called together: the words that their names begin with, or end with. */
export function commonName(names: readonly string[]): string {
  const words = names.map((name) => name.split(' '));
  const [first = []] = words;
  const leading = first.findIndex((word, at) => words.some((other) => other[at] !== word));
  const trailing = first.toReversed().findIndex((word, at) => words.some((other) => other.at(-1 - at) !== word));
  if (leading === -1) return names[0] ?? '';
  const trimmed = (text: string): string => text.replace(/^[\s,;:/–-]+|[\s,;:/–-]+$/g, '');
  return trimmed(first.slice(0, leading).join(' ')) || trimmed(first.slice(first.length - trailing).join(' ')) || (names[0] ?? '');
}

import type { Block } from '../document.ts';
import { inTable, intervalInTable } from './in-figures.ts';
import { correlationSentence } from './sentences.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** Whether the objective decides which network looks aligned. */
export function objectivesBlocks({ results: { objectives: computed } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Dependence on the objective' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { rankings, correlations } = computed.result;
  const ranked = rankings.flatMap(({ objective, ranking: { value } }) => (value?.scores ?? []).map(({ condition, estimate, interval, rankShares }, index) => [objective, String(index + 1), condition.name, inTable(estimate), intervalInTable(interval), inTable(rankShares[0])]));
  const missing = rankings.flatMap(({ objective, ranking: { reason } }) => (reason === null ? [] : [`${objective} has no ranking: ${reason.text}`]));
  const said = [...missing, ...correlations.map(correlationSentence)];
  return [
    heading,
    ...(rankings.length === 0 ? [{ kind: 'paragraph', text: 'No condition states its objective.' } as const] : []),
    ...(rankings.length > 0 && correlations.length === 0 ? [{ kind: 'paragraph', text: 'All conditions have the same objective, or no network has two: whether another objective would rank them otherwise is not known.' } as const] : []),
    ...(said.length === 0 ? [] : [{ kind: 'list', items: said } as const]),
    ...(ranked.length === 0 ? [] : [{ kind: 'table', columns: ['Objective', 'Rank', 'Condition', 'Score on shared targets', '95 % interval', 'Probability of being first'], rows: ranked } as const]),
  ];
}

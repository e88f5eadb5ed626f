import type { Block } from '../document.ts';
import { inTable } from './in-figures.ts';
import { exclusionSentence } from './sentences.ts';
import type { SectionResult, StudyReportRequest } from './study-report-request.ts';

/** More columns of scores do not fit on a page: then the largest change stands for them. */
const MOST_SCORES = 4;

/** What each rule does to the scores. */
export function exclusionsBlocks({ results: { exclusions: computed } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Exclusions' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { conditions, reasons, rows } = computed.result;
  const hasScores = conditions.length <= MOST_SCORES;
  const nameOf = (id: string): string => conditions.find((condition) => condition.id === id)?.name ?? id;
  const said = exclusionSentence(computed.result);
  return [
    heading,
    { kind: 'paragraph', text: said ?? 'No session has answers.' },
    ...(reasons.length === 0 ? [] : [{ kind: 'list', items: reasons.map(({ reason, sessions }) => `${reason}: ${sessions}`) } as const]),
    { kind: 'table', columns: ['Excluded', 'Sessions left', ...(hasScores ? conditions.map(({ name }) => name) : []), 'Largest change of a score'], rows: rows.map((row) => [
      rowInWords(row), String(row.sessions), ...(hasScores ? row.scores.map(({ estimate }) => inTable(estimate)) : []), row.largestChange === null || row.largestChange.change === 0 ? '–' : `${inTable(row.largestChange.change)} (${nameOf(row.largestChange.conditionId)})`,
    ]) },
  ];
}

function rowInWords({ kind, reason }: SectionResult<'exclusions'>['rows'][number]): string {
  return { none: 'nobody', all: 'by all rules', only: `by ${reason} alone`, all_but: `by all but ${reason}` }[kind];
}

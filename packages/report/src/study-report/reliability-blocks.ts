import type { Block } from '../document.ts';
import { inTable, intervalInTable } from './in-figures.ts';
import { agreementSentence } from './sentences.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** How far raters agree, by condition. */
export function reliabilityBlocks({ results: { reliability: computed } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Reliability' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { conditions } = computed.result;
  // One reason for each that has it, rather than one in every cell.
  const reasons = conditions.flatMap(({ condition: { name }, splitHalf, ceiling }) => [...new Set([splitHalf.reason?.text, ceiling.reason?.text])].flatMap((text) => (text === undefined ? [] : [{ name, text }])));
  const said = [...new Set(reasons.map(({ text }) => text))].map((text) => `${reasons.filter((each) => each.text === text).map(({ name }) => name).join(', ')}: ${text}`);
  return [
    heading,
    { kind: 'paragraph', text: 'α: whether raters say the same of the same stimulus (Krippendorff). Split half: of targets’ shares in two random halves of their raters, stepped up by Spearman and Brown. Ceiling: of each answer with the share of the target’s other raters.' },
    { kind: 'table', columns: ['Condition', 'α', '95 % interval', 'Split half', 'Ceiling', 'Targets', 'Raters of a target (median)'], rows: conditions.map(({ condition, agreement, splitHalf, ceiling, difficulty }) => [
      condition.name, inTable(agreement.alpha), intervalInTable(agreement.interval), inTable(splitHalf.value), inTable(ceiling.value), String(difficulty.targets), difficulty.ratersOfTarget === null ? '–' : String(difficulty.ratersOfTarget),
    ]) },
    { kind: 'list', items: [...conditions.map(agreementSentence), ...said] },
  ];
}

import type { Block } from '../document.ts';
import { endingInWords } from './ending-words.ts';
import { attritionSentence } from './sentences.ts';
import type { StudyReportRequest } from './study-report-request.ts';
import { whoAnswered } from './who.ts';

/** From everybody who entered to those that count. */
export function attritionBlocks({ results: { attrition: computed }, settings: { raterKind } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Attrition' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { entered, endings } = computed.result;
  return [
    heading,
    { kind: 'paragraph', text: attritionSentence(computed.result, whoAnswered[raterKind]) },
    ...(entered === 0 ? [] : [{ kind: 'table', columns: ['How sessions ended', 'Sessions'], rows: endings.map(({ ending, sessions }) => [endingInWords(ending), String(sessions)]) } as const]),
  ];
}

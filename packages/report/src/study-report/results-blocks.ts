import { scoresFigure } from '@lookalike/figures';
import type { Block } from '../document.ts';
import { number } from '../planning/plan-words.ts';
import { fixed, inTable, intervalInTable } from './in-figures.ts';
import { qualitySentence, scoreSentence } from './sentences.ts';
import { FIGURE_WIDTH_PX } from './figure-width.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** The score of each condition. */
export function resultsBlocks({ results: { scores: computed }, settings: { raterKind } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Human-alignment scores' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { scores, quality } = computed.result;
  const chance = scores[0]?.score.chance;
  const isAnswered = scores.some(({ score }) => score.estimate !== null);
  const said = qualitySentence(quality);
  return [
    heading,
    ...(isAnswered ? [] : [{ kind: 'paragraph', text: 'Nobody whose session counts has answered: there are no scores.' } as const]),
    ...(isAnswered ? [{
      kind: 'figure',
      figure: scoresFigure({
        widthPx: FIGURE_WIDTH_PX,
        title: 'Human-alignment scores',
        rows: scores.map(({ condition, score: { estimate, interval } }) => ({ label: condition.name, heading: '', isReference: condition.reference !== null, estimate, interval, text: estimate === null ? 'no answers' : `${fixed(estimate, 3)}${interval === null ? '' : ` [${fixed(interval.lower, 3)}, ${fixed(interval.upper, 3)}]`}` })),
        domain: [0, 1],
        axis: 'human-alignment score',
        chance: chance === undefined ? undefined : { at: chance, label: `chance ${number(chance)}` },
        isSimulated: raterKind !== 'person',
      }),
    } as const] : []),
    { kind: 'table', columns: ['Condition', 'Score', '95 % interval', 'Raters', 'Targets', 'Answers', 'Median d', 'IRIs accepted'], rows: scores.map(({ condition, score: { estimate, interval, n }, distance, acceptance }) => [
      condition.name, inTable(estimate), intervalInTable(interval), String(n.raters), String(n.targets), String(n.trials), distance === null ? '–' : number(distance.median), acceptance === null ? '–' : `${acceptance.accepted} of ${acceptance.total}`,
    ]) },
    ...(isAnswered ? [{ kind: 'list', items: scores.map(scoreSentence) } as const] : []),
    ...(said === undefined ? [] : [{ kind: 'paragraph', text: said } as const]),
  ];
}

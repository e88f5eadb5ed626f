import { differencesFigure } from '@lookalike/figures';
import type { Block } from '../document.ts';
import { number } from '../planning/plan-words.ts';
import { FIGURE_WIDTH_PX } from './figure-width.ts';
import { fixed, inTable, intervalInTable, pInTable } from './in-figures.ts';
import { differenceSentence } from './sentences.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** A figure of more rows is longer than a page. */
const MOST_ROWS_DRAWN = 28;
/** Of more differences nobody takes each as a sentence: the table has them. */
const MOST_SENTENCES = 12;

/** Each two conditions. */
export function differencesBlocks({ results: { comparison: computed }, settings: { raterKind } }: StudyReportRequest): Block[] {
  const heading: Block = { kind: 'heading', text: 'Differences' };
  if ('reason' in computed) return [heading, { kind: 'paragraph', text: computed.reason }];
  const { comparison: { value, reason }, margin, leftOut } = computed.result;
  const notCompared: Block[] = leftOut.length === 0 ? [] : [{ kind: 'list', items: leftOut.map(({ condition, reason: why }) => `${condition.name} is not compared: ${why.text}`) }];
  if (value === null) return [heading, { kind: 'paragraph', text: reason?.text ?? 'Not computed.' }, ...notCompared];
  const names = new Map(value.scores.map(({ condition: { id, name } }) => [id, name]));
  const differences = value.differences.map((difference) => ({ difference, first: names.get(difference.firstId) ?? difference.firstId, second: names.get(difference.secondId) ?? difference.secondId }));
  const family = differences.length;
  return [
    heading,
    { kind: 'paragraph', text: 'The first condition’s score minus the second’s. Preregistered: set down before the launch; everything else is exploratory. Simultaneous intervals hold for all differences together.' },
    ...(family > MOST_ROWS_DRAWN ? [] : [{
      kind: 'figure',
      figure: differencesFigure({
        widthPx: FIGURE_WIDTH_PX, title: 'Differences of scores', axis: 'difference of scores', margin: margin.value, isSimulated: raterKind !== 'person',
        rows: differences.map(({ difference: { estimate, interval, simultaneous, standing }, first, second }) => ({ label: `${first} − ${second}`, heading: '', estimate, interval, simultaneous, isPlanned: standing === 'preregistered', text: fixed(estimate, 3) })), // Two names leave no room for more; the table has the interval.
      }),
    } as const]),
    { kind: 'table', columns: ['Difference', 'Estimate', '95 % interval', 'Simultaneous', 'p', 'p (Holm)', `p (equivalence, ±${number(margin.value)})`, 'Standing'], rows: differences.map(({ difference: { estimate, interval, simultaneous, p, holmP, equivalence, standing }, first, second }) => [
      `${first} − ${second}`, inTable(estimate), intervalInTable(interval), intervalInTable(simultaneous), pInTable(p), pInTable(holmP), pInTable(equivalence.p), standing,
    ]) },
    ...(family > MOST_SENTENCES ? [] : [{ kind: 'list', items: differences.map((each) => differenceSentence({ ...each, family })) } as const]),
    ...notCompared,
  ];
}

import type { SpreadRow } from '@lookalike/figures';
import { formatCount, formatNumberOf, formatPercent } from '../format.ts';
import type { NumberKind } from './format-interval.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, nothing, textCell, type ResultRow } from './result-row.ts';
import type { BiasResult, Given, Interval } from './results-view.ts';

interface Tendency {
  readonly key: string;
  readonly name: string;
  /** What the number would be of raters without it. */
  readonly note: string;
  readonly kind: NumberKind;
  readonly of: Given<{ readonly estimate: number; readonly interval: Interval; readonly n: { readonly trials: number; readonly raters: number } }>;
}

function tendenciesOf({ leftShare, catchAccuracy, lapse, criterion }: BiasResult): readonly Tendency[] {
  return [
    { key: 'left', name: 'Share of left answers', note: '0.50 without bias', kind: 'share', of: leftShare },
    { key: 'catch', name: 'Catch trials answered right', note: '1.00 with full attention', kind: 'share', of: catchAccuracy },
    { key: 'lapse', name: 'Lapse: trials answered by a guess', note: '0.00 with full attention', kind: 'share', of: lapse },
    { key: 'criterion', name: 'Criterion c, from catch trials', note: '0.00 without bias; above it, to the right', kind: 'coefficient', of: criterion },
  ];
}

export const tendencyColumns = ['', 'Estimate, 95 % interval', 'Trials', 'Raters'] as const;

export function tendencyRows(result: BiasResult): readonly ResultRow[] {
  return tendenciesOf(result).map(({ key, name, note, kind, of: { value, reason } }) => ({
    key, name, note,
    cells: value === null ? [textCell(nothing, reason?.text), textCell(nothing), textCell(nothing)] : [estimateCell(value, kind), textCell(formatCount(value.n.trials)), textCell(formatCount(value.n.raters))],
  }));
}

export function tendencyNotes(result: BiasResult): readonly MethodNote[] {
  return [
    ...tendenciesOf(result).flatMap(({ name, of: { value } }) => (value === null ? [] : methodNotes(name, [{ interval: value.interval }]))),
    { what: 'Lapse: trials answered by a guess', text: '(1 − accuracy) / (1 − what guessing gives): as if every wrong answer to a catch trial were a guess.' },
    { what: 'No d′', text: result.sensitivity.text },
  ];
}

type Times = BiasResult['responseTimes'][number];

export const outcomeNames: Readonly<Record<Times['outcome'], string>> = {
  hit: 'went to the target', miss: 'went to the other', between: 'in between', catch_right: 'catch trial, right', catch_wrong: 'catch trial, wrong',
};

/** Response times that there are, of all conditions together first. */
function askedTimes({ responseTimes }: BiasResult): readonly (Times & { readonly group: string })[] {
  return responseTimes.filter(({ trials }) => trials > 0).map((times) => ({ ...times, group: times.condition?.name ?? 'All trials' }));
}

export function timeFigureRows(result: BiasResult): readonly SpreadRow[] {
  const asked = askedTimes(result);
  return asked.map(({ outcome, trials, quantilesMs, group }, index) => ({
    label: `${outcomeNames[outcome]} (${formatCount(trials)})`,
    heading: group === asked[index - 1]?.group ? '' : group,
    spread: quantilesMs && { median: quantilesMs.p50, quartiles: { lower: quantilesMs.p25, upper: quantilesMs.p75 }, deciles: { lower: quantilesMs.p10, upper: quantilesMs.p90 } },
    text: quantilesMs === null ? 'no trials' : formatMilliseconds(quantilesMs.p50),
  }));
}

export const timeColumns = ['Outcome', 'Trials', '10 %', '25 %', 'Median', '75 %', '90 %'] as const;

export function timeRows(result: BiasResult): readonly ResultRow[] {
  return askedTimes(result).map(({ condition, outcome, trials, quantilesMs, group }) => ({
    key: `${condition?.id ?? ''} ${outcome}`, name: outcomeNames[outcome], note: group,
    cells: [textCell(formatCount(trials)), ...(['p10', 'p25', 'p50', 'p75', 'p90'] as const).map((quantile) => textCell(quantilesMs === null ? nothing : formatMilliseconds(quantilesMs[quantile])))],
  }));
}

function formatMilliseconds(ms: number): string {
  return `${formatCount(Math.round(ms))} ms`;
}

/** How much has no response time; '' where everything has. */
export function unansweredSentence({ unanswered, leftShare }: BiasResult): string {
  if (unanswered === 0) return '';
  const answered = leftShare.value?.n.trials ?? 0;
  return `${formatNumberOf(unanswered, 'trial')} ran out of time${answered === 0 ? '' : ` (${formatPercent(unanswered / (unanswered + answered))})`}.`;
}

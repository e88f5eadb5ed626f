import type { ScatterPoint } from '@lookalike/figures';
import { formatPercent } from '../format.ts';
import { methodNotes, type MethodNote } from './method-notes.ts';
import { estimateCell, givenCell, nothing, textCell, type Cell, type ResultRow } from './result-row.ts';
import type { ObserversResult } from './results-view.ts';

export type ObservedCondition = ObserversResult['conditions'][number];

export const observerColumns = ['Condition', 'People', 'Simulated', 'Difference', 'Correlation of shares', 'κ, person and simulated', 'Same outcome', 'κ, two people', 'Same outcome'] as const;

export function observerRows(conditions: readonly ObservedCondition[]): readonly ResultRow[] {
  return conditions.map(({ condition, people, simulated, difference, agreement, consistency, amongPeople }) => ({
    key: condition.id, name: condition.name,
    cells: [
      estimateCell(people, 'share'), estimateCell(simulated, 'share'), givenCell(difference, (value) => estimateCell(value, 'difference')),
      givenCell(agreement, ({ correlation, interval }) => estimateCell({ estimate: correlation, interval }, 'coefficient')),
      ...consistencyCells(consistency), ...consistencyCells(amongPeople),
    ],
  }));
}

function consistencyCells(given: ObservedCondition['consistency']): readonly Cell[] {
  const { value } = given;
  return [
    givenCell(given, ({ kappa, interval }) => estimateCell({ estimate: kappa, interval }, 'coefficient')),
    value === null ? textCell(nothing) : textCell(formatPercent(value.observed), `by chance ${formatPercent(value.expected)}`),
  ];
}

export function observerNotes(conditions: readonly ObservedCondition[]): readonly MethodNote[] {
  return [
    ...methodNotes('Scores', conditions.flatMap(({ people, simulated }) => [people, simulated])),
    ...methodNotes('Difference', conditions.flatMap(({ difference }) => difference.value ?? [])),
    { what: 'Difference', text: 'People minus simulated observers, on the stimuli that both answered about.' },
    ...methodNotes('Correlation', conditions.map(({ agreement }) => ({ interval: agreement.value?.interval ?? null }))),
    { what: 'Correlation', text: 'Pearson’s, over stimuli. Chance in the answers makes it smaller than that of the true shares.' },
    ...methodNotes('κ', conditions.flatMap(({ consistency, amongPeople }) => [consistency, amongPeople].map(({ value }) => ({ interval: value?.interval ?? null })))),
    { what: 'κ', text: 'Error consistency: 1 where two observers are right and wrong about the same stimuli, 0 as if they were independent.' },
  ];
}

/** Shares of people against those of simulated observers, a point for each stimulus. */
export function agreementPoints({ agreement }: ObservedCondition): readonly ScatterPoint[] {
  return (agreement.value?.stimuli ?? []).map(({ targetId, people, simulated }) => ({ label: targetId, x: simulated, y: people }));
}

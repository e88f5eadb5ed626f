import type { Results } from '@lookalike/analysis';
import { scoreTable } from '../terminal/score-table.ts';
import type { DataSet } from './data-set.ts';

/** Scores as lines for a terminal: each condition with its interval, and what it is computed from. */
export function printScores({ context, checked }: DataSet, { scores, quality }: Results, whose: string): string[] {
  const { title } = context.study.configuration;
  const answered = scores.flatMap(({ condition, score: { estimate, interval, n } }) => (estimate === null ? [] : [{
    name: condition.name, estimate, lower: interval?.lower ?? estimate, upper: interval?.upper ?? estimate, note: `${n.trials} outcomes, ${n.raters} raters, ${n.targets} targets`,
  }]));
  const unanswered = scores.filter(({ score }) => score.estimate === null).map(({ condition }) => `${condition.name}: no answers`);
  const method = scores.find(({ score }) => score.interval !== null)?.score.interval?.method;
  return [
    title,
    `${whose}: ${quality.included} of ${quality.sessions} sessions with answers.`,
    `Checked: the study, ${checked.pictures} pictures and ${checked.trials} trials are as they were exported.`,
    '',
    ...(answered.length === 0 ? [] : scoreTable(answered, scores[0]?.score.chance ?? 0)),
    ...unanswered,
    ...(method === undefined ? [] : ['', `Intervals: ${method}.`]),
  ];
}

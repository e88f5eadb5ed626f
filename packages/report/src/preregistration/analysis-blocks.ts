import { LEVEL } from '@lookalike/alignment';
import { taskOf } from '@lookalike/study';
import type { Block } from '../document.ts';
import { number, percent } from '../planning/plan-words.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';

/** How scores, differences and claims are made of the answers. */
export function analysisBlocks({ configuration, conditions, plan }: PreregistrationFacts): Block[] {
  const chance = taskOf(configuration).chance(configuration.task);
  const references = conditions.filter(({ reference }) => reference !== null && reference !== undefined);
  const margin = plan?.wanted.kind === 'equivalence' ? plan.wanted.margin : undefined;
  return [
    { kind: 'heading', text: 'Analysis' },
    { kind: 'list', items: [
      `The outcome of an answer is from 0 to 1; 1 where the rater sees as the network does. A condition’s score is the mean outcome of its scored trials, by people whose sessions count. Guessing gives ${number(chance)}.`,
      `Intervals are at ${percent(LEVEL)} over crossed raters and targets: beta intervals for the effective number of trials; both another sample of raters and another sample of targets are covered.`,
      'A difference of two conditions is on the targets that both have; its interval is made of the intervals of both scores and of what they have in common.',
      'Of several differences, p is adjusted by Holm within the planned contrasts; simultaneous intervals hold for all of them together. Every other comparison is called exploratory.',
      ...(references.length === 0 ? [] : [`Scores are read between the references (${references.map(({ name }) => name).join(', ')}).`]),
      ...(margin === undefined ? [] : [`Two scores are called equivalent where two one-sided tests at 5 % place their difference within ±${number(margin)}: the 90 % interval lies inside.`]),
    ] },
    { kind: 'to-fill', prompt: `The planned contrasts, each by its conditions: ${conditions.map(({ name }) => name).join(', ')}.` },
    ...(margin === undefined ? [{ kind: 'to-fill', prompt: 'The margin within which two scores are called equivalent, if such a claim is to be made, and why it is that.' } as const] : []),
    { kind: 'to-fill', prompt: 'Other models, such as a logistic mixed model with random effects of raters, targets, and both by condition, and which of its effects are tested.' },
    { kind: 'heading', text: 'Exploratory analyses' },
    { kind: 'to-fill', prompt: 'What will be looked at besides, without a claim.' },
  ];
}

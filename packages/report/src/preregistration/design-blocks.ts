import { taskOf, type StudyConfiguration } from '@lookalike/study';
import type { Block } from '../document.ts';
import { number } from '../planning/plan-words.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';

/** What raters see: task, design, conditions, stimuli, presentation. */
export function designBlocks({ configuration, conditions, targetRule, targetCount, stimulusCount }: PreregistrationFacts): Block[] {
  const task = taskOf(configuration);
  const { design, trials } = configuration;
  const size = task.groupSize(configuration.task);
  const scored = conditions.length * Math.floor(design.perCondition / size);
  return [
    { kind: 'heading', text: 'Task' },
    { kind: 'paragraph', text: `${task.title}: ${task.summary} Raters are asked: “${configuration.question}” Guessing gives ${number(task.chance(configuration.task))}.` },
    { kind: 'facts', facts: presentationFacts(configuration) },
    { kind: 'heading', text: 'Design' },
    { kind: 'list', items: [
      `Within raters: each rater sees all ${conditions.length} conditions.`,
      design.targets === 'shared' ? 'Every condition shows a rater the same targets, so that differences are paired.' : 'No rater sees a target twice: conditions show a rater different targets.',
      `A session has ${scored} scored trials (${design.perCondition} targets of each condition${size > 1 ? `, ${size} in a trial` : ''}), ${trials.catchCount} catch trials whose right answer is beyond doubt, and ${trials.practiceCount} practice trials with feedback${trials.practiceCount > 0 ? `, repeated until ${trials.practicePassCount} answers are right` : ''}. There is a break after ${trials.blockSize} trials at most.`,
      'Which targets a rater sees, on which side, and in which order, is decided by the seed and the number of the session alone; targets take turns, so that all have the same number of answers, or one more.',
      ...(design.answersPerStimulus === null ? [] : [`${design.answersPerStimulus} answers are wanted for each stimulus.`]),
    ] },
    { kind: 'heading', text: 'Conditions and stimuli' },
    { kind: 'paragraph', text: `${targetRule} That is ${targetCount} targets, and ${stimulusCount} stimuli.` },
    { kind: 'table', columns: ['Condition', 'Network', 'Factors', 'Stimuli'], rows: conditions.map(({ name, networkName, reference, factors, stimulusCount: count }) => [name, networkName ?? (reference ? `reference: ${reference}` : 'made elsewhere'), Object.entries(factors).map(([factor, level]) => `${factor} = ${level}`).join('; ') || '–', String(count)]) },
    { kind: 'table', columns: ['Condition', 'Content address'], rows: conditions.map(({ name, conditionId }) => [name, conditionId]) },
  ];
}

function presentationFacts({ presentation, estimatedMinutes }: StudyConfiguration): (readonly [string, string])[] {
  const { order, leadMs, queryMs, maskMs, answerLimitMs, sizeUnit, size, smallestSizePx, scaling, asksConfidence, asksComment } = presentation;
  const orders = { 'all-at-once': 'all pictures at once', 'query-first': `the query alone for ${leadMs} ms`, 'options-first': `the options alone for ${leadMs} ms`, 'brief-query': `the query for ${queryMs} ms, then a mask for ${maskMs} ms` };
  return [
    ['Order of pictures', orders[order]],
    ['Size', `${number(size)} ${sizeUnit === 'mm' ? 'mm' : 'CSS px'} a side, ${scaling === 'crisp' ? 'each pixel a whole number of device pixels' : 'smoothly resampled'}`],
    ['Smallest screen', smallestSizePx === null ? 'no limit' : `pictures of ${smallestSizePx} CSS px must fit`],
    ['Time to answer', answerLimitMs === null ? 'no limit' : `${answerLimitMs} ms`],
    ['Asked besides', [asksConfidence ? 'confidence from 1 to 5' : '', asksComment ? 'a comment' : ''].filter((part) => part !== '').join(', ') || 'nothing'],
    ['A session takes about', `${estimatedMinutes} minutes`],
  ];
}

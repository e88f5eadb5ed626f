import { taskOf } from '@lookalike/study';
import type { Block } from '../document.ts';
import { number } from '../planning/plan-words.ts';
import { counted } from './in-figures.ts';
import type { StudyReportRequest } from './study-report-request.ts';
import { whoAnswered } from './who.ts';

/** What was measured, and whose answers these are. */
export function overviewBlocks({ facts: { study }, operation, settings: { raterKind, include }, isPreliminary }: StudyReportRequest): Block[] {
  const { configuration, conditions } = study;
  const task = taskOf(configuration);
  const references = conditions.filter(({ reference }) => reference !== undefined).length;
  const { warning } = whoAnswered[raterKind];
  return [
    ...(operation === undefined || operation.authors.length === 0 ? [] : [{ kind: 'paragraph', text: operation.authors.join(', ') } as const]),
    ...(warning === undefined ? [] : [{ kind: 'paragraph', text: warning } as const]),
    ...(include === 'all' ? [{ kind: 'paragraph', text: 'Sessions that an exclusion rule flags are counted here: these are not the study’s scores.' } as const] : []),
    ...(isPreliminary ? [{ kind: 'paragraph', text: 'Preliminary: more answers can come, or have come since this was computed.' } as const] : []),
    { kind: 'heading', text: 'What was measured' },
    {
      kind: 'paragraph',
      text: `Whether what a neural network cannot tell apart looks the same to people. Raters saw identically represented inputs (IRIs): images that a network represents nearly as it represents a photograph, their target, though they need not look like it. ` +
        `The human-alignment score of a condition is the mean outcome of its trials, from 0 to 1: 1 where raters always see as the network does; guessing gives ${number(task.chance(configuration.task))}. ` +
        `${counted(conditions.length - references, 'condition was', 'conditions were')} compared${references === 0 ? '' : `, beside ${counted(references, 'reference')}`}.`,
    },
  ];
}

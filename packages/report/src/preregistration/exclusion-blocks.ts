import { ruleOf } from '@lookalike/study';
import type { Block } from '../document.ts';
import type { PreregistrationFacts } from './preregistration-facts.ts';

/** When a session does not count. */
export function exclusionBlocks({ configuration: { quality } }: PreregistrationFacts): Block[] {
  return [
    { kind: 'heading', text: 'Exclusions' },
    { kind: 'paragraph', text: 'Whole sessions are left out, never single answers. Nothing is deleted: the data set has every session, with the reasons for which it does not count.' },
    { kind: 'table', columns: ['Reason', 'A session does not count where', 'It is'], rows: [
      ['incomplete', 'not every planned trial was answered', 'flagged'],
      ...quality.map((settings) => [ruleOf(settings).reason, ruleOf(settings).definition(settings), settings.action === 'end' ? 'ended' : 'flagged']),
    ] },
    { kind: 'paragraph', text: 'An experimenter can exclude a session by hand; the data set says which and why.' },
    { kind: 'to-fill', prompt: 'For what a session may be excluded by hand, or that none will be.' },
  ];
}

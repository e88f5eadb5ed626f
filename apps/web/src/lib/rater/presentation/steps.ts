import type { PictureGroup, PresentationSettings } from '@lookalike/study';
import { wholeFrames } from '../screen/frames.ts';

/** What stands on the screen at once. The last step of a trial, `answer`, stays until the answer; only in it answers are taken. */
export interface Step {
  readonly name: 'lead' | 'query' | 'mask' | 'answer';
  readonly shows: ReadonlySet<PictureGroup>;
  /** Whether the query's mask stands in the query's place. */
  readonly isMasked: boolean;
  /** Undefined: until the answer. */
  readonly frameCount: number | undefined;
  readonly plannedMs: number | undefined;
}

const everything: ReadonlySet<PictureGroup> = new Set(['query', 'options']);
const onlyQuery: ReadonlySet<PictureGroup> = new Set(['query']);
const onlyOptions: ReadonlySet<PictureGroup> = new Set(['options']);
const nothing: ReadonlySet<PictureGroup> = new Set();

function answerStep(shows: ReadonlySet<PictureGroup>): Step {
  return { name: 'answer', shows, isMasked: false, frameCount: undefined, plannedMs: undefined };
}

/** The steps in which a screen shows a trial. @param frameMs time between two of its frames */
export function stepsOf({ order, leadMs, queryMs, maskMs }: PresentationSettings, frameMs: number): readonly Step[] {
  const timed = (name: Step['name'], shows: ReadonlySet<PictureGroup>, wantedMs: number): Step => ({ name, shows, isMasked: name === 'mask', ...wholeFrames(wantedMs, frameMs) });
  switch (order) {
    case 'all-at-once': return [answerStep(everything)];
    case 'query-first': return [timed('lead', onlyQuery, leadMs), answerStep(everything)];
    case 'options-first': return [timed('lead', onlyOptions, leadMs), answerStep(everything)];
    case 'brief-query': return [timed('query', onlyQuery, queryMs), timed('mask', nothing, maskMs), answerStep(onlyOptions)];
  }
}

/** After the answer to a practice trial, all of it is shown, whatever was shown before. */
export const withEverything: Step = answerStep(everything);

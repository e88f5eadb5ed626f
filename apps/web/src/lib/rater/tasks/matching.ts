import { MOST_ON_A_PHONE, type MatchingAnswer } from '@lookalike/study/tasks/matching';
import { roomFor, trialFrame } from '../screen/trial-frame.ts';
import type { TaskView } from './task-view.ts';
import Matching from './Matching.svelte';
import MatchingExample from './MatchingExample.svelte';

/** Screens with a side shorter than this are phones', CSS px. */
const phonePx = 480;

export const matching: TaskView<MatchingAnswer> = {
  Trial: Matching,
  Example: MatchingExample,
  ways: [
    ['Press or tap an upper picture and then the lower one that it looks like, or the other way round.'],
    ['Or choose an upper picture with ', { key: '←' }, ' and ', { key: '→' }, ' and press the digit of a lower one.'],
    ['Change it as you like, the same way. Then press “Done” or ', { key: 'Enter' }, '.'],
  ],
  keys: 'the arrow keys, digits and Enter',
  noun: { one: 'set', many: 'sets of pictures' },
  practice: 'in which each picture above is the same as one below',
  practiceAgain: 'In practice, each of the upper pictures is exactly the same as one of the lower ones.',
  verdict: (_trial, { correct }) => (correct ? 'Right: they are the same pictures.' : 'Not all of them are the same pictures.'),
  room(viewport, { queryCount }) {
    if (queryCount > MOST_ON_A_PHONE && Math.min(viewport.widthPx, viewport.heightPx) < phonePx) return 0;
    const { isCompact } = trialFrame(viewport);
    // The numbers above and below, the lines between, and the foot with "Done".
    return roomFor({ columns: queryCount, rows: 2, besidesPx: (isCompact ? 5.5 : 9.5) * viewport.remPx }, viewport);
  },
};

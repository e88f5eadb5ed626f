import type { TwoAfcAnswer } from '@lookalike/study/tasks/two-afc';
import { roomFor, trialFrame } from '../screen/trial-frame.ts';
import type { TaskView } from './task-view.ts';
import TwoAfc from './TwoAfc.svelte';
import TwoAfcExample from './TwoAfcExample.svelte';

export const twoAfc: TaskView<TwoAfcAnswer> = {
  Trial: TwoAfc,
  Example: TwoAfcExample,
  ways: [
    ['Press or tap the picture you choose, or'],
    ['press ', { key: 'F' }, ' or ', { key: '←' }, ' for left, ', { key: 'J' }, ' or ', { key: '→' }, ' for right.'],
  ],
  keys: 'F and J, or the arrow keys',
  noun: { one: 'comparison', many: 'comparisons' },
  practice: 'in which one picture below is the same as the one above',
  practiceAgain: 'In practice, one of the lower pictures is exactly the same as the upper one: choose that one.',
  verdict: (_trial, { answer, correct }) => (correct ? 'Right: it is the same picture.' : `The same picture was on the ${answer.side === 'left' ? 'right' : 'left'}.`),
  room(viewport) {
    const { isCompact, footPx } = trialFrame(viewport);
    // Below the options: their keys, and the foot.
    return roomFor({ columns: 2, rows: 2, besidesPx: footPx + (isCompact ? 0 : 2 * viewport.remPx) }, viewport);
  },
};

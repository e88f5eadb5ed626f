import type { ClassificationAnswer } from '@lookalike/study/tasks/classification';
import { roomFor, trialFrame } from '../screen/trial-frame.ts';
import Classification from './Classification.svelte';
import ClassificationExample from './ClassificationExample.svelte';
import { hasRoomBelow, labelGrid, labelGridPx } from './label-grid.ts';
import type { TaskView } from './task-view.ts';

export const classification: TaskView<ClassificationAnswer> = {
  Trial: Classification,
  Example: ClassificationExample,
  ways: [['Press or tap the word that fits, or'], ['press the key that stands beside it (', { key: '1' }, ' to ', { key: '9' }, ', ', { key: '0' }, ', then letters).']],
  keys: 'digits, then letters',
  noun: { one: 'picture', many: 'pictures' },
  practice: 'which are plain photographs or nearly so',
  practiceAgain: 'Look for what the picture shows, and choose the word for it.',
  verdict: (_trial, { answer, correct }) => (correct ? `Right: ${answer.label}.` : `It is not ${answer.label}.`),
  room(viewport, { choices }) {
    const footPx = hasRoomBelow(viewport) ? trialFrame(viewport).footPx : 0;
    return roomFor({ columns: 1, rows: 1, besidesPx: labelGridPx(labelGrid(choices, viewport)) + footPx }, viewport);
  },
};

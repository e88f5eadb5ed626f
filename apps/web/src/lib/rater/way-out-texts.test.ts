import { expect, it } from 'vitest';
import { wayOutTexts } from './way-out-texts.ts';

it('names the platform where it is known, and what to do there', () => {
  expect(wayOutTexts({ platform: 'prolific', task: 'return_task' })).toEqual({ goBack: 'Return to Prolific', task: expect.stringContaining('return the task on Prolific') });
  expect(wayOutTexts({ task: 'enter_code', code: 'A' }).task).toContain('Enter the code on the site that you came from');
  expect(wayOutTexts({ platform: 'sona', task: 'wait_for_credit' }).task).toContain('entered on Sona for you');
});

it('does not speak of a code that there is none of', () => {
  expect(wayOutTexts({ platform: 'panel', task: 'go_back' }).task).toBe('');
  expect(wayOutTexts({ task: 'nothing' }).task).not.toContain('code');
});

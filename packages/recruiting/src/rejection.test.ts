import { expect, it } from 'vitest';
import { endings, rejectionIssues } from './index.ts';

const message = 'x'.repeat(100);

it.each([...endings, 'under_way', undefined] as const)('whether somebody whose session stands at %s may be rejected', (ending) => {
  expect(rejectionIssues({ category: 'FAILED_CHECK', message, ending }).length === 0).toBe(ending === 'failed_checks' || ending === 'full' || ending === 'closed');
});

it('the text is long enough without the blanks around it', () => {
  expect(rejectionIssues({ category: 'FAILED_CHECK', message: ` ${'x'.repeat(99)} `, ending: 'failed_checks' })).toHaveLength(1);
  expect(rejectionIssues({ category: 'NO_DATA', message, ending: undefined })).toEqual([]);
});

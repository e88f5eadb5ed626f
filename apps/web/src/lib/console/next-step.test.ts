import { expect, it } from 'vitest';
import { nextStep } from './next-step.ts';

it('leads from network to study, and past a run that failed', () => {
  const begun = { networks: 1, imageSets: 1, runs: [{ status: 'done' }], studies: [{ status: 'draft' }] };
  expect(nextStep({ ...begun, networks: 0 })).toBe('network');
  expect(nextStep({ ...begun, imageSets: 0 })).toBe('images');
  expect(nextStep({ ...begun, runs: [{ status: 'failed' }] })).toBe('run');
  expect(nextStep(begun)).toBe('study');
  expect(nextStep({ ...begun, studies: [{ status: 'live' }] })).toBeUndefined();
});

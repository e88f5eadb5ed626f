import { expect, it } from 'vitest';
import { lose, regain, undistracted } from './focus-loss.ts';

it('a blur with a hidden page is one loss', () => {
  expect(lose(lose(undistracted)).count).toBe(1);
});

it('leaving again after returning is another loss', () => {
  expect(lose(regain(lose(undistracted)))).toEqual({ count: 2, away: true });
});

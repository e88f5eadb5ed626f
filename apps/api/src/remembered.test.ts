import { expect, it, vi } from 'vitest';
import { remembered } from './remembered.ts';

it('makes a value once, and forgets what was asked for longest ago', () => {
  const make = vi.fn((key: string) => ({ key }));
  const remember = remembered<{ key: string }>(2);
  const get = (key: string) => remember(key, () => make(key));
  const a = get('a');
  get('b');
  expect(get('a')).toBe(a);
  get('c');
  expect(get('a')).toBe(a);
  get('b');
  expect(make.mock.calls.flat()).toEqual(['a', 'b', 'c', 'b']);
});

it('tries again after a promise that failed, and shares one that is under way', async () => {
  const make = vi.fn(async () => 'made');
  make.mockRejectedValueOnce(new Error('away'));
  const remember = remembered<Promise<string>>(2);
  await expect(remember('a', make)).rejects.toThrow('away');
  expect(await Promise.all([remember('a', make), remember('a', make)])).toEqual(['made', 'made']);
  expect(make).toHaveBeenCalledTimes(2);
});

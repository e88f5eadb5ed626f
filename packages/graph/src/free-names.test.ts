import { describe, expect, it } from 'vitest';
import { FreeNames } from './free-names.ts';

describe('FreeNames', () => {
  it('gives no name twice, nor one that is taken or kept', () => {
    const names = new FreeNames(['a', 'a_1']);
    names.keep('a_3');
    expect([names.fresh('a'), names.fresh('a'), names.fresh('b'), names.fresh('a_2')]).toEqual(['a_2', 'a_4', 'b', 'a_2_1']);
  });

  it('gives a kept name to what it was kept for, once', () => {
    const names = new FreeNames();
    names.keep('a');
    expect([names.own('a'), names.own('a')]).toEqual(['a', 'a_1']);
  });
});

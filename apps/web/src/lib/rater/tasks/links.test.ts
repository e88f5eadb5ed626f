import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentOf, nextOpen, noLinks, queryOf, withLink } from './links.ts';

describe('links', () => {
  it('assignment[i] is the position of the target of query i', () => {
    const links = withLink(withLink(withLink(noLinks(3), 0, 2), 1, 0), 2, 1);
    expect(assignmentOf(links)).toEqual([2, 0, 1]);
    expect(queryOf(links, 2)).toBe(0);
  });
  it('is no answer before every query has its target', () => {
    expect(assignmentOf(withLink(noLinks(2), 0, 1))).toBeUndefined();
  });
  it('two that were mixed up are changed in one go', () => {
    expect(withLink([0, 1, 2], 0, 1)).toEqual([1, 0, 2]);
  });
  it('a target that is taken leaves its query without one, if there is none to give back', () => {
    expect(withLink([0, undefined], 1, 0)).toEqual([undefined, 0]);
  });
  it('the same link again changes nothing', () => {
    expect(withLink([1, 0], 0, 1)).toEqual([1, 0]);
  });
  it('no target ever has two queries, and a full answer is a permutation', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 6 }), fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 40 }), (count, moves) => {
      const links = moves.reduce((now, [query, target]) => withLink(now, query % count, target % count), noLinks(count));
      const taken = links.filter((target) => target !== undefined);
      expect(new Set(taken).size).toBe(taken.length);
    }));
  });
});

describe('nextOpen', () => {
  it('goes round from where it is', () => {
    expect(nextOpen([undefined, 1, undefined], 1)).toBe(2);
    expect(nextOpen([undefined, 1, 0], 1)).toBe(0);
    expect(nextOpen([undefined, 1])).toBe(0);
    expect(nextOpen([0, 1], 0)).toBeUndefined();
  });
});

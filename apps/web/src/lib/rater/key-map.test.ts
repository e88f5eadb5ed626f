import { describe, expect, it } from 'vitest';
import { sideOfKey } from './key-map.ts';

const plain = { repeat: false, ctrlKey: false, altKey: false, metaKey: false };

describe('sideOfKey', () => {
  it.each([['f', 'left'], ['F', 'left'], ['ArrowLeft', 'left'], ['j', 'right'], ['J', 'right'], ['ArrowRight', 'right']])('%s chooses %s', (key, side) => {
    expect(sideOfKey({ ...plain, key })).toBe(side);
  });
  it.each(['g', ' ', 'Enter', 'ArrowUp', 'constructor'])('%s chooses nothing', (key) => {
    expect(sideOfKey({ ...plain, key })).toBeUndefined();
  });
  it.each(['repeat', 'ctrlKey', 'altKey', 'metaKey'])('nothing is chosen with %s', (modifier) => {
    expect(sideOfKey({ ...plain, key: 'f', [modifier]: true })).toBeUndefined();
  });
});

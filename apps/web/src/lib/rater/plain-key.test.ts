import { describe, expect, it } from 'vitest';
import { plainKey } from './plain-key.ts';

const press = { repeat: false, ctrlKey: false, altKey: false, metaKey: false };

describe('plainKey', () => {
  it('knows no capitals', () => {
    expect(plainKey({ ...press, key: 'F' })).toBe('f');
    expect(plainKey({ ...press, key: 'ArrowLeft' })).toBe('arrowleft');
  });
  it.each(['repeat', 'ctrlKey', 'altKey', 'metaKey'])('is nothing with %s', (modifier) => {
    expect(plainKey({ ...press, key: 'f', [modifier]: true })).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { inputTypeOf } from './input.ts';

describe('inputTypeOf', () => {
  it('takes a click without a press for the keyboard’s, whatever was pressed before', () => {
    expect(inputTypeOf({ pressCount: 0, pointerType: 'touch' })).toBe('keyboard');
  });
  it('takes the kind of the press, and a mouse where the browser does not say', () => {
    expect(inputTypeOf({ pressCount: 1, pointerType: 'pen' })).toBe('pen');
    expect(inputTypeOf({ pressCount: 2, pointerType: 'touch' })).toBe('touch');
    expect(inputTypeOf({ pressCount: 1, pointerType: undefined })).toBe('mouse');
  });
});

import { expect, it } from 'vitest';
import { describeOtherInputs, otherInputsJson, otherInputsText } from './other-inputs.ts';

it('lines become names and values, and come back', () => {
  const text = 'scale = 0.5\nsize = [32, 32]';
  expect(JSON.parse(otherInputsJson(`\n${text}\n`))).toEqual({ scale: 0.5, size: [32, 32] });
  expect(otherInputsText({ scale: 0.5, size: [32, 32] })).toBe(text);
  expect(JSON.parse(otherInputsJson('mask = [[1, 0], [0, 1]]'))).toEqual({ mask: [1, 0, 0, 1] });
  expect(otherInputsJson(' \n ')).toBe('');
});

it('what is no value becomes null, which the API refuses by its name', () => {
  expect(JSON.parse(otherInputsJson('scale\nstep = three\nsize = [1, "x"]'))).toEqual({ scale: null, step: null, size: [1, null] });
});

it('long values are shown in part', () => {
  expect(describeOtherInputs({ step: 3, mask: Array(100).fill(1) })).toBe('step = 3; mask = [1, 1, 1, 1, 1, 1, 1, 1, …]');
});

import { expect, it } from 'vitest';
import { csvOf } from './csv-of.ts';

it('numbers stay numbers, nothing is an empty cell, and texts are quoted and guarded', () => {
  expect(csvOf({ data: { columns: ['label', 'estimate'], rows: [['a, "b"', -0.25], ['=1+1', null], ['plain', Number.NaN]] } })).toBe('label,estimate\r\n"a, ""b""",-0.25\r\n\'=1+1,\r\nplain,\r\n');
});

import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import { noOperatorSets } from './lint-operator-sets.mjs';

function complaints(code: string): number {
  return new Linter().verify(code, [{ plugins: { local: { rules: { 'no-operator-sets': noOperatorSets } } }, rules: { 'local/no-operator-sets': 'error' } }]).length;
}

it.each([
  ["['Add', 'Mul'].includes(operator)"],
  ["const joining = new Set(['Concat', 'Add'])"],
  ["new Map([['Softmax', -1], ['Concat', 0]])"],
  ["[...others, 'Relu', 'Clip']"],
])('refuses a set of operators: %s', (code) => {
  expect(complaints(code)).toBe(1);
});

it.each([
  ["['Add', 'left']"],
  ["['Add', 'Add']"],
  ["['Loop', 'Scan']"],
  ["({ Add: () => 1, Mul: () => 2 })"],
  ["operator === 'Add' || operator === 'Mul'"],
])('leaves alone what is none: %s', (code) => {
  expect(complaints(code)).toBe(0);
});

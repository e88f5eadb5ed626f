import { expect, it } from 'vitest';
import { componentsFromItems } from './components-from-items.ts';
import { readCsv } from './read-csv.ts';

it('reads quoted cells, line breaks in them, and empty ones', () => {
  expect(readCsv('a,b,c\r\n1,"x, ""y""\r\nz",\r\n,,3\r\n')).toEqual([{ a: '1', b: 'x, "y"\r\nz', c: '' }, { a: '', b: '', c: '3' }]);
  expect(readCsv('')).toEqual([]);
});

const header = 'session_id,phase,role,condition_id,target_id,outcome,is_excluded,is_test,is_simulated';
const rows = Array.from({ length: 20 }, (_, rater) => Array.from({ length: 10 }, (__, target) => `r${rater},main,scored,c,t${target},${(rater * 7 + target * 3) % 5 < (target < 5 ? 1 : 4) ? 1 : 0},false,false,false`)).flat();

it('takes scored answers of people whose sessions count, and no others', () => {
  const others = ['main,catch,c,t,1,false,false,false', 'practice,scored,c,t,1,false,false,false', 'main,scored,c,t,1,true,false,false', 'main,scored,c,t,1,false,true,false', 'main,scored,c,t,1,false,false,true', 'main,scored,c,t,,false,false,false'].map((rest) => `other,${rest}`);
  const estimated = componentsFromItems([header, ...rows, ...others].join('\r\n'));
  expect(estimated).toEqual(componentsFromItems([header, ...rows].join('\r\n')));
  expect(estimated.n).toEqual({ conditions: 1, trials: 200, raters: 20, targets: 10 });
  // Half of the targets are easy and half hard.
  expect(estimated.targetSd).toBeGreaterThan(1);
});

it('says where the answers tell nothing', () => {
  expect(() => componentsFromItems(header)).toThrow(/answers of 0 raters/);
});

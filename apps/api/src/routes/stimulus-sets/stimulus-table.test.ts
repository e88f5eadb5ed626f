import { expect, it } from 'vitest';
import { readStimulusTable } from './stimulus-table.ts';

const read = (...lines: string[]) => readStimulusTable(Buffer.from(lines.join('\n')), 's.csv');
const faults = (...lines: string[]) => read(...lines).issues.map(({ path, code }) => `${path} ${code}`);

it('a row says which files belong together, under which condition, with which factors', () => {
  const { rows, issues } = read('target,stimulus,seed,condition,factor_loss,label,network,layer', 't.png,s.png,,robust,adversarial,bird,Robust,features');
  expect(issues).toEqual([]);
  expect(rows).toEqual([{ at: 's.csv:2', target: 't.png', stimulus: 's.png', seed: null, condition: 'robust', factors: { loss: 'adversarial' }, label: 'bird', network: 'Robust', layer: 'features' }]);
  expect(read('condition,stimulus,target', 'a,s.png,t.png').rows).toMatchObject([{ seed: null, factors: {}, label: null, network: null, layer: null }]);
});

it('columns that are missing or unknown are refused for that alone', () => {
  expect(faults('target,stimulus,colour', 't,s,red')).toEqual(['s.csv:1 table.column_missing', 's.csv:1 table.column_unknown']);
});

it('empty cells, empty tables, and a layer of no network are named', () => {
  expect(faults('target,stimulus,condition')).toEqual(['s.csv stimuli.none']);
  expect(faults('target,stimulus,condition,layer', 't,,,', 't,s,a,conv')).toEqual(['s.csv:2 stimuli.cell_missing', 's.csv:2 stimuli.cell_missing', 's.csv:3 stimuli.network_missing']);
});

it('a condition is the same in all of its rows, and no row is there twice', () => {
  expect(faults('target,stimulus,condition,factor_loss', 't,s1,a,x', 't,s2,a,y', 't,s1,b,y', 't,s1,a,x')).toEqual(['s.csv:3 stimuli.condition_differs', 's.csv:5 stimuli.row_repeated']);
});

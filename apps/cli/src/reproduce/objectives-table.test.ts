import { describe, expect, it } from 'vitest';
import { objectivesFigure } from './objectives-figure.ts';
import { objectivesCsv, objectivesMarkdown, objectivesRow } from './objectives-table.ts';

const names = { network: 'robust', objective: 'regularizer-free', judge: 'nlpd' };
const iris = [
  { representationDistance: 0.05, accepted: true, score: 1 },
  { representationDistance: 0.07, accepted: true, score: 0.5 },
  { representationDistance: 0.6, accepted: false, score: 0 },
  { representationDistance: 0.08, accepted: true, score: 1 },
];
const row = objectivesRow(names, iris);
const none = objectivesRow({ ...names, network: 'standard' }, iris.map((iri) => ({ ...iri, accepted: false })));

describe('the table of objectives', () => {
  it('counts a tie as half, and gives the score of all and of accepted IRIs with d and acceptance', () => {
    expect(row).toMatchObject({ targets: 4, score: 0.625, accepted: 3, meanDistance: expect.closeTo(0.2, 12), largestDistance: 0.6 });
    expect(row.acceptedScore).toBeCloseTo(2.5 / 3, 12);
    // Wilson's interval of 2.5 of 4, from its formula with z = 1.959964.
    expect(row.scoreLower).toBeCloseTo(0.21943, 4);
    expect(row.scoreUpper).toBeCloseTo(0.90811, 4);
  });

  it('has no score of accepted IRIs where none is accepted', () => {
    expect(none).not.toHaveProperty('acceptedScore');
    expect(objectivesMarkdown([none]).split('\n')[2]).toMatch(/\| – \| 0\/4 \|/);
    expect(objectivesCsv([none]).split('\n')[1]!.split(',').slice(7, 11)).toEqual(['', '', '', '0']);
  });

  it('is drawn as a figure with a bar for every row', () => {
    const svg = objectivesFigure([row, none], new Map([['regularizer-free', 'd < 1']]));
    expect(svg.match(/<rect [^>]*height="(?!12")[^>]*fill="#(2f6fb2|8a8f98)"/g)).toHaveLength(2);
    expect(svg).toContain('d &lt; 1');
  });
});

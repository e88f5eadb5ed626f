import { expect, it } from 'vitest';
import { layOutRows, shortenedInTheMiddle } from './score-rows.ts';

const row = (label: string, heading = '') => ({ label, text: '0.50 [0.40, 0.60]', heading });
const layOut = (rows: readonly ReturnType<typeof row>[], innerWidth = 600) => layOutRows({ rows, innerWidth, letterPx: 7.4 });

it('a label that does not fit beside its text has a line of its own, unless there are many', () => {
  expect(layOut([row('short')]).isStacked).toBe(false);
  expect(layOut([row('short'), row('a long label')], 200).isStacked).toBe(true);
  expect(layOut(Array.from({ length: 60 }, () => row('a long label')), 200).isStacked).toBe(false);
});

it('rows stand below each other, with room for headings', () => {
  const plain = layOut([row('a'), row('b')]);
  const grouped = layOut([row('a', 'one'), row('b', 'two')]);
  expect(plain.middles[1]! - plain.middles[0]!).toBe(56);
  expect(grouped.height).toBeGreaterThan(plain.height);
  expect(Math.max(...grouped.middles)).toBeLessThan(grouped.height);
});

it('a shortened label keeps both ends', () => {
  expect(shortenedInTheMiddle('ResNet, layer1', 20)).toBe('ResNet, layer1');
  expect(shortenedInTheMiddle('ResNet, layer1', 9)).toBe('ResN…yer1');
});

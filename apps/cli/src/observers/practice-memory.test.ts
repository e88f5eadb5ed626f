import { createRandom } from '@lookalike/random';
import { tasks, type Presentation } from '@lookalike/study';
import { expect, it } from 'vitest';
import { PracticeMemory } from './practice-memory.ts';

const labels = ['animal', 'building', 'plant', 'tool'];
const right: Readonly<Record<string, string>> = { cat: 'animal', dog: 'animal', castle: 'building', fig: 'plant' };
const shown = (hash: string): Presentation => ({ pictures: [{ slot: 'query', group: 'query', hash }], choices: labels.map((id) => ({ id, text: id })) });

it('whoever does not know the words passes the practice of a classification after as many rounds as there are words', async () => {
  const memory = new PracticeMemory();
  const distance = async (a: string, b: string): Promise<number> => (a === b ? 0 : 1);
  const rounds: number[] = [];
  for (let round = 0; round < labels.length; round++) {
    let rightCount = 0;
    for (const [picture, label] of Object.entries(right)) {
      const presentation = shown(picture);
      const answer = await tasks.classification.observe(memory.remembering(presentation), { distance, labelled: memory.labelled }, createRandom(`${round} ${picture}`));
      memory.learn(presentation, { ...answer }, answer.label === label);
      if (answer.label === label) rightCount++;
    }
    rounds.push(rightCount);
  }
  expect(rounds.at(-1)).toBe(4);
  expect(rounds[0]).toBeLessThan(4);
});

it('trials without words teach nothing', () => {
  const memory = new PracticeMemory();
  const presentation: Presentation = { pictures: [{ slot: 'query', group: 'query', hash: 'cat' }, { slot: 'left', group: 'options', hash: 'dog' }] };
  memory.learn(presentation, { side: 'left' }, false);
  expect(memory.remembering(presentation)).toBe(presentation);
  expect(memory.labelled('left')).toEqual([]);
});

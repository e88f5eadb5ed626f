import { expect, it } from 'vitest';
import { cardBlocks } from './card-blocks.ts';

const text = (words: string) => [{ kind: 'text', text: words }];

it('reads what network cards are made of', () => {
  const card = '# A network\n\nOne line\nand **another**, see [the other](other.md).\n- first\n  goes on\n- `second`\n\n| | |\n|---|---|\n| File | `a.onnx` |\n';
  expect(cardBlocks(card)).toEqual([
    { kind: 'heading', spans: text('A network') },
    { kind: 'paragraph', spans: [...text('One line and '), { kind: 'strong', text: 'another' }, ...text(', see the other.')] },
    { kind: 'list', items: [text('first goes on'), [{ kind: 'code', text: 'second' }]] },
    { kind: 'table', rows: [[[], []], [text('File'), [{ kind: 'code', text: 'a.onnx' }]]] },
  ]);
});

it('leaves anything else as it was written', () => {
  expect(cardBlocks('a * b ** c ` d <b>x</b>')).toEqual([{ kind: 'paragraph', spans: text('a * b ** c ` d <b>x</b>') }]);
  expect(cardBlocks('')).toEqual([]);
});

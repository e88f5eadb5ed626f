import { expect, it } from 'vitest';
import { textWidthPx } from './text-width.ts';
import { shortenedInTheMiddle, wrapLabel } from './wrap-label.ts';

it('breaks between words and the parts of names', () => {
  expect(wrapLabel('ResNet-50 robust', { widthPx: 70, sizePx: 13, mostLines: 3 })).toEqual(['ResNet-50', 'robust']);
  expect(wrapLabel('cifar10_resnet10_robust', { widthPx: 75, sizePx: 13, mostLines: 3 })).toEqual(['cifar10_', 'resnet10_', 'robust']);
});

it.each(['a b c d e f g h i j k l m n o p', 'onewordwithoutanyplacetobreakit', 'WWWWWWWWWWWWWWWWWWWW', '画像画像画像画像画像画像'])('no line of "%s" is wider than it may be', (text) => {
  const lines = wrapLabel(text, { widthPx: 60, sizePx: 13, mostLines: 2 });
  expect(lines.length).toBeLessThanOrEqual(2);
  for (const line of lines) expect(textWidthPx(line, 13)).toBeLessThanOrEqual(60);
});

it('a shortened label keeps its beginning and its end', () => {
  expect(shortenedInTheMiddle('network of seed 17', 80, 13)).toMatch(/^netw.*….*17$/);
  expect(shortenedInTheMiddle('short', 80, 13)).toBe('short');
});

import { describe, expect, it } from 'vitest';
import { fitText, textOutline, textWidthPx, wrapText, type TextStyle } from './text-outline.ts';

const style: TextStyle = { sizePx: 16, weight: 'regular', colour: '#1c1917' };
const boxes = (text: string): number => textOutline(text, style, { x: 0, y: 0 }).length;

describe('text as outlines', () => {
  it('is a path, never text that needs a font', () => {
    expect(textOutline('d = 0.081', style, { x: 10, y: 20 })).toMatch(/^<path fill="#1c1917" d="M[\d.\-MLQCZ ]+"\/>$/);
  });

  it('has outlines for Latin, Greek, Cyrillic and Vietnamese letters, composed or not', () => {
    for (const text of ['é', 'ł', 'ε', 'Ж', 'ế']) {
      expect(textOutline(text, style, { x: 0, y: 0 })).not.toBe(textOutline('猫', style, { x: 0, y: 0 }));
    }
    expect(textOutline('e\u0301', style, { x: 0, y: 0 })).toBe(textOutline('\u00e9', style, { x: 0, y: 0 }));
  });

  it('draws a box for a letter that Inter lacks, and one space for line breaks', () => {
    expect(boxes('猫')).toBeGreaterThan(boxes(''));
    expect(textOutline('a\n\tb', style, { x: 0, y: 0 })).toBe(textOutline('a b', style, { x: 0, y: 0 }));
  });

  it('cannot break out of its markup', () => {
    expect(textOutline('"/><script>&', style, { x: 0, y: 0 })).not.toContain('script');
  });

  it('is wider in semibold', () => {
    expect(textWidthPx('Target', { ...style, weight: 'semibold' })).toBeGreaterThan(textWidthPx('Target', style));
  });
});

describe('fitText', () => {
  it('leaves short text and shortens long text to the width', () => {
    expect(fitText('cat', style, 100)).toBe('cat');
    const short = fitText('cifar10-resnet10-standard', style, 100);
    expect(short).toMatch(/^cifar.*…$/);
    expect(textWidthPx(short, style)).toBeLessThanOrEqual(100);
  });
});

describe('wrapText', () => {
  it('breaks at spaces, keeps given line breaks, and shortens a word that is too long', () => {
    const lines = wrapText('one two three four five six seven\neight nine-hundred-and-ninety-nine-thousand', style, 120);
    expect(lines.join(' ')).toMatch(/^one two three four five six seven eight nine-.*…$/);
    expect(lines).toContain('eight');
    for (const line of lines) expect(textWidthPx(line, style)).toBeLessThanOrEqual(120);
  });

  it('makes no line of no text', () => {
    expect(wrapText('', style, 120)).toEqual([]);
  });
});

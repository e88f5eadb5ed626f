import { describe, expect, it } from 'vitest';
import { labelGrid, labelGridPx } from './label-grid.ts';

const words = ['aeroplane', 'bear', 'bicycle', 'bird', 'boat', 'bottle', 'car', 'cat', 'chair', 'clock', 'dog', 'elephant', 'keyboard', 'knife', 'oven', 'truck', 'house', 'tree', 'flower', 'horse', 'cup', 'lamp', 'shoe', 'fish'];
const phone = { widthPx: 360, heightPx: 640, remPx: 16, hasHover: false };
const desktop = { widthPx: 1280, heightPx: 720, remPx: 16, hasHover: true };

describe('labelGrid', () => {
  it('24 labels leave room for a picture on a small phone', () => {
    expect(labelGridPx(labelGrid(words, phone))).toBeLessThanOrEqual(400);
  });
  it('every label has its place, and no row is empty', () => {
    for (let count = 2; count <= 24; count++) {
      for (const viewport of [phone, desktop]) {
        const { columns, rows } = labelGrid(words.slice(0, count), viewport);
        expect(columns * rows).toBeGreaterThanOrEqual(count);
        expect(columns * (rows - 1)).toBeLessThan(count);
      }
    }
  });
  it('two labels stand side by side', () => {
    expect(labelGrid(['cat', 'dog'], phone)).toMatchObject({ columns: 2, rows: 1 });
  });
  it('long labels get fewer columns', () => {
    expect(labelGrid(words.map((word) => `a picture of some ${word}`), desktop).columns).toBeLessThan(labelGrid(words, desktop).columns);
  });
  it('a label can be pressed with a thumb', () => {
    expect(labelGrid(words, phone).rowPx).toBeGreaterThanOrEqual(44);
  });
});

import { describe, expect, it } from 'vitest';
import { layOut, metrics } from './layout.ts';

const input = { columns: 4, imageSizePx: 128, headHeightPx: () => 150, footHeightPx: () => 40 };

describe('layOut', () => {
  it.each([1, 2, 5, 12, 32, 40, 200])('gives %s rows a shape that fits a page', (rows) => {
    const { widthPx, heightPx } = layOut({ ...input, rows });
    expect(widthPx / heightPx).toBeGreaterThan(rows < 4 ? 0.9 : 1.1);
    expect(widthPx / heightPx).toBeLessThan(2.2);
  });

  it('has room for every row and leaves no block empty, however many rows and columns', () => {
    for (let rows = 1; rows <= 60; rows += 1) {
      for (let columns = 1; columns <= 6; columns += 1) {
        const { blocks, rowsPerBlock } = layOut({ ...input, rows, columns });
        expect([rows, columns, Math.ceil(rows / rowsPerBlock)]).toEqual([rows, columns, blocks]);
      }
    }
  });

  it('keeps images, captions and blocks apart and inside the margins', () => {
    const layout = layOut({ ...input, rows: 40 });
    expect(layout.columnLeft(0, 0)).toBe(metrics.margin);
    expect(layout.columnLeft(0, 1) - layout.columnLeft(0, 0)).toBe(128 + metrics.columnGap);
    expect(layout.blockLeft(1) - (layout.columnLeft(0, 3) + 128)).toBe(metrics.blockGap);
    expect(layout.columnLeft(layout.blocks - 1, 3) + 128).toBe(layout.widthPx - metrics.margin);
    expect(layout.rowTop(layout.rowsPerBlock - 1) + metrics.rowLabel + 128 + metrics.caption).toBeLessThan(layout.footTop);
  });

  it('refuses a sheet that no viewer would open', () => {
    expect(() => layOut({ ...input, rows: 20_000 })).toThrow(expect.objectContaining({ code: 'images.too_large' }));
  });
});

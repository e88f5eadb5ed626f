import { labelPx, linePx } from './axes.ts';
import type { Mark, PointShape, Tone } from './marks.ts';
import { textWidthPx } from './text-width.ts';
import { wrapLabel } from './wrap-label.ts';

interface LegendRequest {
  readonly labels: readonly { readonly label: string; readonly tone: Tone; readonly shape?: PointShape; readonly opacity?: number }[];
  readonly widthPx: number;
}

const swatchPx = 18;

/** What the tones mean, in as many lines as it takes. */
export function legend({ labels, widthPx }: LegendRequest): { readonly heightPx: number; readonly marksAt: (top: number) => Mark[] } {
  if (labels.length === 0) return { heightPx: 0, marksAt: () => [] };
  let [x, line] = [0, 0];
  const placed = labels.map(({ label, ...look }) => {
    const text = wrapLabel(label, { widthPx: widthPx - swatchPx - 4, sizePx: labelPx, mostLines: 1 })[0] ?? '';
    const width = swatchPx + textWidthPx(text, labelPx) + 16;
    if (x > 0 && x + width - 16 > widthPx) [x, line] = [0, line + 1];
    const at = { x, line };
    x += width;
    return { text, at, ...look };
  });
  return {
    heightPx: (line + 1) * (linePx + 3) + 4,
    marksAt: (top) => placed.flatMap(({ text, at, tone, shape, opacity }): Mark[] => {
      const y = top + 12 + at.line * (linePx + 3);
      return [
        shape === undefined
          ? { kind: 'rect', x: at.x + 1, y: y - 9, width: 11, height: 11, tone, ...(opacity !== undefined && { opacity }) }
          : { kind: 'point', x: at.x + 7, y: y - 4, radiusPx: 4.5, shape, tone },
        { kind: 'text', x: at.x + swatchPx, y, text, anchor: 'start', tone: 'muted', sizePx: labelPx },
      ];
    }),
  };
}

import { labelPx, linePx, namePx } from './axes.ts';
import type { Figure } from './figure.ts';
import { seriesTones, type Mark } from './marks.ts';
import { wrapLabel } from './wrap-label.ts';

export interface RankedNetwork {
  readonly label: string;
  /** By objective; 1 is the most aligned, ties share the mean of their ranks. Null where it has no score. */
  readonly ranks: readonly (number | null)[];
}

export interface RankRequest {
  readonly widthPx: number;
  readonly title: string;
  /** Two or more, from left to right. */
  readonly objectives: readonly string[];
  readonly networks: readonly RankedNetwork[];
}

const rankPx = 34;
const dashes = [undefined, '6 4', '2 3'];

/** Ranks of networks under several objectives, joined: lines that cross are networks that an objective ranks otherwise. */
export function rankFigure({ widthPx, title, objectives, networks }: RankRequest): Figure {
  const nameWidth = Math.min(0.42 * widthPx, 260);
  const [left, right] = [nameWidth + 30, widthPx - 22];
  const x = (index: number): number => (objectives.length < 2 ? left : left + (index * (right - left)) / (objectives.length - 1));
  const columnPx = objectives.length < 2 ? right - left : (right - left) / (objectives.length - 1);
  // The outer columns have less room beside them.
  const heads = objectives.map((objective, index) => wrapLabel(objective, { widthPx: (index === 0 || index === objectives.length - 1 ? Math.min(columnPx, 2 * columnPx) / 2 + 14 : columnPx) - 8, sizePx: labelPx, mostLines: 4 }));
  const headPx = Math.max(0, ...heads.map(({ length }) => length)) * linePx;
  const top = headPx + 24;
  const y = (rank: number): number => top + (rank - 1) * rankPx;
  const bottom = y(Math.max(1, networks.length));
  const order = [...networks].map((network, index) => ({ ...network, index })).sort((a, b) => (a.ranks[0] ?? Infinity) - (b.ranks[0] ?? Infinity));
  const marks: Mark[] = objectives.flatMap((_, index): Mark[] => [
    { kind: 'rule', x1: x(index), x2: x(index), y1: top - 10, y2: bottom + 10, tone: 'grid', strokePx: 1 },
    ...heads[index]!.map((text, line): Mark => ({ kind: 'text', x: index === 0 ? x(0) - 14 : index === objectives.length - 1 ? x(index) + 14 : x(index), y: 12 + line * linePx, text, anchor: index === 0 ? 'start' : index === objectives.length - 1 ? 'end' : 'middle', tone: 'muted', sizePx: labelPx, isStrong: true })),
  ]);
  for (const { ranks, index: number } of order) {
    const tone = seriesTones[number % seriesTones.length]!; // Inside by the modulo.
    const dash = dashes[Math.floor(number / seriesTones.length) % dashes.length];
    for (let index = 1; index < objectives.length; index++) {
      const [from, to] = [ranks[index - 1] ?? null, ranks[index] ?? null];
      if (from !== null && to !== null) marks.push({ kind: 'rule', x1: x(index - 1), y1: y(from), x2: x(index), y2: y(to), tone, strokePx: 2, ...(dash !== undefined && { dash }) });
    }
    objectives.forEach((_, index) => {
      const rank = ranks[index] ?? null;
      if (rank !== null) marks.push({ kind: 'point', x: x(index), y: y(rank), radiusPx: 5, shape: 'circle', tone });
    });
  }
  // Names stand in the order of the first objective, a line each, so that those of ties do not lie on each other.
  order.forEach(({ label, ranks, index: number }, position) => {
    const lines = wrapLabel(label, { widthPx: nameWidth - 8, sizePx: namePx, mostLines: 2 });
    const at = y(position + 1);
    lines.forEach((text, line) => marks.push({ kind: 'text', x: 0, y: at + 4 + (line - (lines.length - 1) / 2) * 15, text, anchor: 'start', tone: 'ink', sizePx: namePx }));
    const rank = ranks[0] ?? null;
    if (rank !== null) marks.push({ kind: 'rule', x1: nameWidth, x2: x(0) - 8, y1: at, y2: y(rank), tone: seriesTones[number % seriesTones.length]!, strokePx: 1 });
  });
  return {
    widthPx, title, marks,
    heightPx: bottom + 20,
    description: order.map(({ label, ranks }) => `${label}: ${objectives.map((objective, index) => `${objective} ${ranks[index] ?? 'no rank'}`).join(', ')}.`).join(' '),
    data: { columns: ['network', ...objectives], rows: order.map(({ label, ranks }) => [label, ...objectives.map((_, index) => ranks[index] ?? null)]) },
  };
}

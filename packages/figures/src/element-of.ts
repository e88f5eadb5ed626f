import type { Mark, PointMark, Tone } from './marks.ts';

/** One SVG element, without style: attributes only, so that it is drawn under any content security policy. */
export interface MarkElement {
  readonly name: 'line' | 'path' | 'circle' | 'rect' | 'image' | 'text';
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Of texts. */
  readonly text?: string;
}

/** The SVG element of a mark. @param colourOf a colour, or a variable of a style sheet */
export function elementOf(mark: Mark, colourOf: (tone: Tone) => string): MarkElement {
  switch (mark.kind) {
    case 'rule':
      return { name: 'line', attributes: { x1: px(mark.x1), y1: px(mark.y1), x2: px(mark.x2), y2: px(mark.y2), stroke: colourOf(mark.tone), 'stroke-width': mark.strokePx, ...(mark.dash !== undefined && { 'stroke-dasharray': mark.dash }) } };
    case 'point':
      return pointElement(mark, colourOf);
    case 'line':
      return { name: 'path', attributes: { d: mark.path, fill: 'none', stroke: colourOf(mark.tone), 'stroke-width': mark.strokePx, 'stroke-linejoin': 'round', ...(mark.dash !== undefined && { 'stroke-dasharray': mark.dash }) } };
    case 'area':
      return { name: 'path', attributes: { d: mark.path, fill: colourOf(mark.tone), 'fill-opacity': mark.opacity } };
    case 'rect':
      return { name: 'rect', attributes: { x: px(mark.x), y: px(mark.y), width: px(mark.width), height: px(mark.height), fill: colourOf(mark.tone), ...(mark.opacity !== undefined && { 'fill-opacity': mark.opacity }) } };
    case 'image':
      return { name: 'image', attributes: { href: mark.href, x: px(mark.x), y: px(mark.y), width: px(mark.width), height: px(mark.height) } };
    case 'text':
      return {
        name: 'text',
        text: mark.text,
        attributes: {
          x: px(mark.x), y: px(mark.y), fill: colourOf(mark.tone), 'font-size': mark.sizePx, 'font-weight': mark.isStrong === true ? 600 : 450, 'text-anchor': mark.anchor,
          ...(mark.isUpright === true && { transform: `rotate(-90 ${px(mark.x)} ${px(mark.y)})` }),
          ...(mark.hasGround === true && { stroke: colourOf('surface'), 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
        },
      };
  }
}

function pointElement({ x, y, radiusPx, shape, tone, isHollow }: PointMark, colourOf: (tone: Tone) => string): MarkElement {
  const paint = { fill: colourOf(isHollow === true ? 'surface' : tone), stroke: colourOf(tone), 'stroke-width': 2.5 };
  if (shape === 'circle') return { name: 'circle', attributes: { cx: px(x), cy: px(y), r: radiusPx, ...paint } };
  if (shape === 'square') return { name: 'rect', attributes: { x: px(x - radiusPx), y: px(y - radiusPx), width: 2 * radiusPx, height: 2 * radiusPx, ...paint } };
  return { name: 'path', attributes: { d: diamondPath(x, y, radiusPx), ...paint, 'stroke-linejoin': 'round' } };
}

/** A square on its corner, a little larger so that it looks as large as a circle of this radius. */
export function diamondPath(x: number, y: number, radiusPx: number): string {
  const half = px(radiusPx * 1.3);
  return `M${px(x)} ${px(y - half)}l${half} ${half} ${-half} ${half} ${-half} ${-half}z`;
}

/** A hundredth of a px is finer than any screen. */
export function px(value: number): number {
  return Math.round(value * 100) / 100;
}

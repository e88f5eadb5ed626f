/** What a mark means; a theme or the page's own style says which colour that is. */
export type Tone = 'ink' | 'muted' | 'grid' | 'axis' | 'surface' | 'primary' | 'secondary' | 'third' | 'fourth' | 'fifth' | 'reference';

/** Tones of series in their order. More series than these share tones and differ by dashes. */
export const seriesTones = ['primary', 'secondary', 'third', 'fourth', 'fifth'] as const satisfies readonly Tone[];

export type PointShape = 'circle' | 'diamond' | 'square';

/** A straight line. All lengths of marks are px from the figure's upper left corner. */
export interface RuleMark { readonly kind: 'rule'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly tone: Tone; readonly strokePx: number; readonly dash?: string }
export interface PointMark { readonly kind: 'point'; readonly x: number; readonly y: number; readonly radiusPx: number; readonly shape: PointShape; readonly tone: Tone; readonly isHollow?: boolean }
/** `path` is SVG path data. */
export interface LineMark { readonly kind: 'line'; readonly path: string; readonly tone: Tone; readonly strokePx: number; readonly dash?: string }
export interface AreaMark { readonly kind: 'area'; readonly path: string; readonly tone: Tone; readonly opacity: number }
export interface RectMark { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly tone: Tone; readonly opacity?: number }
export interface ImageMark { readonly kind: 'image'; readonly href: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface TextMark {
  readonly kind: 'text';
  /** Where the text is anchored, on its baseline. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly tone: Tone;
  readonly sizePx: number;
  readonly isStrong?: boolean;
  /** Read from bottom to top. */
  readonly isUpright?: boolean;
  /** Stays readable where lines pass behind it. */
  readonly hasGround?: boolean;
}

export type Mark = RuleMark | PointMark | LineMark | AreaMark | RectMark | ImageMark | TextMark;

import { diamondPath } from './element-of.ts';
import type { Figure } from './figure.ts';
import type { Mark, PointMark } from './marks.ts';
import { themes, type Theme } from './theme.ts';

/** What of a browser's canvas is used; its methods are called as in `CanvasRenderingContext2D`. */
export interface Canvas2d {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineJoin: 'bevel' | 'miter' | 'round';
  globalAlpha: number;
  font: string;
  textAlign: 'start' | 'center' | 'end' | 'left' | 'right';
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  setLineDash(segments: number[]): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
}

/** Draws with a canvas' own objects, which there are in a browser only. */
export interface CanvasTools<Path, Picture> {
  readonly context: Canvas2d & { fill(path: Path): void; stroke(path: Path): void; drawImage(picture: Picture, x: number, y: number, width: number, height: number): void };
  /** From SVG path data. */
  readonly pathOf: (data: string) => Path;
  /** Loaded before; undefined where it could not be. */
  readonly pictureOf: (href: string) => Picture | undefined;
  readonly fontFamily: string;
}

/** Draws a figure's marks on a canvas: how a page makes a PNG without loading an image that its content security policy would have to allow. */
export function drawFigure<Path, Picture>({ widthPx, heightPx, marks }: Figure, tools: CanvasTools<Path, Picture>, { theme }: { readonly theme: Theme }): void {
  const { context } = tools;
  context.fillStyle = themes[theme].surface;
  context.fillRect(0, 0, widthPx, heightPx);
  for (const mark of marks) {
    context.save();
    drawMark(mark, tools, theme);
    context.restore();
  }
}

function drawMark<Path, Picture>(mark: Mark, { context, pathOf, pictureOf, fontFamily }: CanvasTools<Path, Picture>, theme: Theme): void {
  const colours = themes[theme];
  const dashed = (dash: string | undefined): void => context.setLineDash(dash === undefined ? [] : dash.split(' ').map(Number));
  switch (mark.kind) {
    case 'rule':
      context.strokeStyle = colours[mark.tone];
      context.lineWidth = mark.strokePx;
      dashed(mark.dash);
      context.stroke(pathOf(`M${mark.x1} ${mark.y1}L${mark.x2} ${mark.y2}`));
      return;
    case 'line':
      context.strokeStyle = colours[mark.tone];
      context.lineWidth = mark.strokePx;
      context.lineJoin = 'round';
      dashed(mark.dash);
      context.stroke(pathOf(mark.path));
      return;
    case 'area':
      context.globalAlpha = mark.opacity;
      context.fillStyle = colours[mark.tone];
      context.fill(pathOf(mark.path));
      return;
    case 'rect':
      context.globalAlpha = mark.opacity ?? 1;
      context.fillStyle = colours[mark.tone];
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      return;
    case 'point': {
      const path = pathOf(pointPath(mark));
      context.fillStyle = colours[mark.isHollow === true ? 'surface' : mark.tone];
      context.strokeStyle = colours[mark.tone];
      context.lineWidth = 2.5;
      context.lineJoin = 'round';
      context.fill(path);
      context.stroke(path);
      return;
    }
    case 'image': {
      const picture = pictureOf(mark.href);
      if (picture !== undefined) context.drawImage(picture, mark.x, mark.y, mark.width, mark.height);
      return;
    }
    case 'text':
      context.font = `${mark.isStrong === true ? 600 : 450} ${mark.sizePx}px ${fontFamily}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      context.translate(mark.x, mark.y);
      if (mark.isUpright === true) context.rotate(-Math.PI / 2);
      if (mark.hasGround === true) {
        context.strokeStyle = colours.surface;
        context.lineWidth = 4;
        context.lineJoin = 'round';
        context.strokeText(mark.text, 0, 0);
      }
      context.fillStyle = colours[mark.tone];
      context.fillText(mark.text, 0, 0);
  }
}

function pointPath({ shape, x, y, radiusPx: r }: PointMark): string {
  if (shape === 'diamond') return diamondPath(x, y, r);
  if (shape === 'square') return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

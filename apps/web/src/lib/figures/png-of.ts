import { drawFigure, type Figure } from '@lookalike/figures';

/** px of the picture for one of the figure: sharp in print at a column's width. */
const density = 3;

/** Draws a figure as PNG. @throws Error where the browser has no memory for it */
export async function pngOf(figure: Figure): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(figure.widthPx * density);
  canvas.height = Math.round(figure.heightPx * density);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no canvas to draw on.');
  context.scale(density, density);
  await document.fonts.ready;
  const pictures = await loadedPictures(figure);
  drawFigure(figure, { context, pathOf: (data) => new Path2D(data), pictureOf: (href) => pictures.get(href), fontFamily: getComputedStyle(document.documentElement).fontFamily }, { theme: 'light' });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The browser could not write the picture.')) : resolve(blob)), 'image/png');
  });
}

async function loadedPictures({ marks }: Figure): Promise<ReadonlyMap<string, HTMLImageElement>> {
  const hrefs = new Set(marks.flatMap((mark) => (mark.kind === 'image' ? [mark.href] : [])));
  return new Map(await Promise.all([...hrefs].map(async (href) => {
    const picture = new Image();
    picture.src = href;
    await picture.decode();
    return [href, picture] as const;
  })));
}

import sharp from 'sharp';
import { encodePng } from '../encode-png.ts';
import { enlarge } from '../fit.ts';
import { requireRgb, type RgbImage } from '../rgb-image.ts';
import { layOut, metrics, type Layout } from './layout.ts';
import { requireSheet, type ContactSheet, type ContactSheetCell } from './sheet.ts';
import { fitText, textOutline, wrapText, type TextStyle } from './text-outline.ts';

const defaultImageSizePx = 128;
const defaultMarkMeaning = 'Rejected by the audit: never shown to raters';

const colours = { page: '#ffffff', ink: '#1c1917', quiet: '#57534e', rule: '#e7e5e4', frame: '#d6d3d1', empty: '#f5f5f4', mark: '#b91c1c' } as const;

const styles = {
  columnTitle: { sizePx: 17, weight: 'semibold', colour: colours.ink },
  columnNote: { sizePx: 15, weight: 'regular', colour: colours.quiet },
  rowLabel: { sizePx: 17, weight: 'semibold', colour: colours.ink },
  caption: { sizePx: 16, weight: 'regular', colour: colours.quiet },
} as const satisfies Record<string, TextStyle>;

/** A wide sheet is looked at from further away, so what stands above and below its rows grows with it. */
function growing(widthPx: number): Readonly<Record<'title' | 'subtitle' | 'footer', TextStyle>> {
  const scale = Math.min(1.8, Math.max(1, widthPx / 1600));
  return {
    title: { sizePx: Math.round(34 * scale), weight: 'semibold', colour: colours.ink },
    subtitle: { sizePx: Math.round(18 * scale), weight: 'regular', colour: colours.quiet },
    footer: { sizePx: Math.round(16 * scale), weight: 'regular', colour: colours.quiet },
  };
}

const lineHeight = 1.45;
/** From the top of the line to the baseline of the text in it. */
const baseline = ({ sizePx }: TextStyle): number => 1.08 * sizePx;

interface Block {
  readonly lines: readonly string[];
  readonly style: TextStyle;
}

const heightOf = ({ lines, style }: Block): number => Math.ceil(lines.length * style.sizePx * lineHeight);

function paragraph({ lines, style }: Block, { x, top }: { readonly x: number; readonly top: number }): string {
  return lines.map((line, index) => textOutline(line, style, { x, y: top + index * style.sizePx * lineHeight + baseline(style) })).join('');
}

/** A cross in a disc: seen without colour, too. */
function cross(centreX: number, centreY: number, radius: number): string {
  const arm = 0.4 * radius;
  return `<circle cx="${centreX}" cy="${centreY}" r="${radius}" fill="${colours.mark}" stroke="#ffffff" stroke-width="2"/>` +
    `<path d="M${centreX - arm} ${centreY - arm}L${centreX + arm} ${centreY + arm}M${centreX + arm} ${centreY - arm}L${centreX - arm} ${centreY + arm}" stroke="#ffffff" stroke-width="${radius / 4}" stroke-linecap="round"/>`;
}

function headings(columns: ContactSheet['columns'], layout: Layout, imageSizePx: number): string {
  return Array.from({ length: layout.blocks }, (_, block) => {
    const texts = columns.map(({ title, note }, column) => {
      const x = layout.columnLeft(block, column);
      const quiet = note === undefined ? '' : textOutline(fitText(note, styles.columnNote, imageSizePx), styles.columnNote, { x, y: layout.bodyTop + 40 });
      return textOutline(fitText(title, styles.columnTitle, imageSizePx), styles.columnTitle, { x, y: layout.bodyTop + 18 }) + quiet;
    });
    const y = layout.bodyTop + metrics.columnHeading - 8.5;
    return `${texts.join('')}<path d="M${layout.blockLeft(block)} ${y}h${layout.blockWidthPx}" stroke="${colours.rule}" stroke-width="1"/>`;
  }).join('');
}

function cellOverlay(cell: ContactSheetCell | undefined, { x, y, sizePx }: { readonly x: number; readonly y: number; readonly sizePx: number }): string {
  const captionAt = { x, y: y + sizePx + 22 };
  if (cell === undefined) {
    return `<rect x="${x}" y="${y}" width="${sizePx}" height="${sizePx}" fill="${colours.empty}"/>${textOutline('–', styles.caption, captionAt)}`;
  }
  const colour = cell.marked === true ? colours.mark : colours.frame;
  const stroke = cell.marked === true ? 3 : 1;
  const frame = `<rect x="${x + stroke / 2}" y="${y + stroke / 2}" width="${sizePx - stroke}" height="${sizePx - stroke}" fill="none" stroke="${colour}" stroke-width="${stroke}"/>`;
  const style: TextStyle = cell.marked === true ? { ...styles.caption, colour: colours.mark } : styles.caption;
  const mark = cell.marked === true ? cross(x + sizePx - 15, y + 15, 10) : '';
  return frame + mark + textOutline(fitText(cell.caption, style, sizePx), style, captionAt);
}

/** Copies an image into the page, centred in a square cell. */
function paste(page: RgbImage, image: RgbImage, cell: { readonly x: number; readonly y: number; readonly sizePx: number }): void {
  const left = cell.x + Math.floor((cell.sizePx - image.widthPx) / 2);
  const top = cell.y + Math.floor((cell.sizePx - image.heightPx) / 2);
  for (let row = 0; row < image.heightPx; row += 1) {
    const bytes = image.widthPx * 3;
    page.data.set(image.data.subarray(row * bytes, (row + 1) * bytes), ((top + row) * page.widthPx + left) * 3);
  }
}

/**
 * Draws a contact sheet: one row for each target, its label above, one image for each column, captions below. Rows fill as many
 * column-blocks, top to bottom, as give the sheet a pleasant shape. Images are enlarged smoothly; text is drawn as outlines of
 * Inter (OFL), so no font need be installed. The same sheet gives the same bytes.
 * @returns a PNG, in the order of the rows. @throws images.bad_sheet; images.too_large above 200 megapixels; images.wrong_length.
 */
export async function drawContactSheet(sheet: ContactSheet): Promise<Uint8Array> {
  requireSheet(sheet);
  const imageSizePx = sheet.imageSizePx ?? defaultImageSizePx;
  const marked = sheet.rows.some(({ cells }) => cells.some((cell) => cell?.marked === true));
  const wrapped = (text: string, style: TextStyle, widthPx: number): Block => ({ lines: wrapText(text, style, widthPx), style });
  const head = (widthPx: number): readonly [Block, Block] => [wrapped(sheet.title, growing(widthPx).title, widthPx), wrapped(sheet.subtitle, growing(widthPx).subtitle, widthPx)];
  const foot = (widthPx: number): Block => wrapped(sheet.footer, growing(widthPx).footer, widthPx);
  const legendHeight = (widthPx: number): number => (marked ? 2 * growing(widthPx).footer.sizePx : 0);
  const layout = layOut({
    columns: sheet.columns.length,
    rows: sheet.rows.length,
    imageSizePx,
    headHeightPx: (widthPx) => head(widthPx).reduce((sum, block) => sum + heightOf(block), 0) + metrics.underHead,
    footHeightPx: (widthPx) => legendHeight(widthPx) + heightOf(foot(widthPx)),
  });

  const { widthPx, heightPx } = layout;
  const page: RgbImage = { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(255) };
  const overlay: string[] = [];
  const innerWidthPx = widthPx - 2 * metrics.margin;
  const [title, subtitle] = head(innerWidthPx);
  overlay.push(paragraph(title, { x: metrics.margin, top: metrics.margin }), paragraph(subtitle, { x: metrics.margin, top: metrics.margin + heightOf(title) + 4 }));
  overlay.push(headings(sheet.columns, layout, imageSizePx));

  sheet.rows.forEach(({ label, cells }, index) => {
    const block = Math.floor(index / layout.rowsPerBlock);
    const top = layout.rowTop(index % layout.rowsPerBlock);
    overlay.push(textOutline(fitText(label, styles.rowLabel, layout.blockWidthPx), styles.rowLabel, { x: layout.blockLeft(block), y: top + 18 }));
    cells.forEach((cell, column) => {
      const place = { x: layout.columnLeft(block, column), y: top + metrics.rowLabel, sizePx: imageSizePx };
      if (cell !== undefined) {
        requireRgb(cell.image);
        paste(page, enlarge(cell.image, imageSizePx), place);
      }
      overlay.push(cellOverlay(cell, place));
    });
  });

  if (marked) {
    const style = growing(innerWidthPx).footer;
    const indentPx = 1.7 * style.sizePx;
    const radius = 0.6 * style.sizePx;
    overlay.push(cross(metrics.margin + radius, layout.footTop + 0.72 * style.sizePx, radius));
    overlay.push(textOutline(fitText(sheet.markMeaning ?? defaultMarkMeaning, style, innerWidthPx - indentPx), style, { x: metrics.margin + indentPx, y: layout.footTop + baseline(style) }));
  }
  overlay.push(paragraph(foot(innerWidthPx), { x: metrics.margin, top: layout.footTop + legendHeight(innerWidthPx) }));

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">${overlay.join('')}</svg>`;
  const { data } = await sharp(page.data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .composite([{ input: Buffer.from(svg), unlimited: true, limitInputPixels: false }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encodePng({ widthPx, heightPx, data });
}

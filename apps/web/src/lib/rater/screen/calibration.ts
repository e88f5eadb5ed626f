/** A bank card, ISO/IEC 7810 ID-1. */
export const cardMm = { width: 85.6, height: 53.98 } as const;

/** Widths that the drawn card can have, CSS px: from a projector's wall to a phone that is zoomed in, as far as its screen is wide. */
export const narrowestCardPx = 120;
export const widestCardPx = 1200;

/** At 96 CSS px to the inch, as CSS has it: where most desktop screens begin to look for their card. */
export const usualCardPx = Math.round((96 / 25.4) * cardMm.width);

/** CSS px per millimetre of a screen on which a card drawn this wide covers a real one. */
export function cssPxPerMm(cardWidthPx: number): number {
  return cardWidthPx / cardMm.width;
}

/** The side of a picture in CSS px, and undefined where millimetres are asked for and the screen has not been held to a card. */
export function sideCssPx({ sizeUnit, size }: { readonly sizeUnit: 'css-px' | 'mm'; readonly size: number }, pxPerMm: number | undefined): number | undefined {
  return sizeUnit === 'css-px' ? size : pxPerMm === undefined ? undefined : size * pxPerMm;
}

/** A card's width that can be drawn, in steps of half a pixel. */
export function drawableCardPx(widthPx: number, roomPx: number): number {
  return Math.round(2 * Math.max(narrowestCardPx, Math.min(widestCardPx, roomPx, widthPx))) / 2;
}

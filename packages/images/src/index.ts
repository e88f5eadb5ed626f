export { decodeImage } from './decode-image.ts';
export type { DecodeOptions } from './decode-image.ts';
export { encodePng } from './encode-png.ts';
export { enlarge, fitToNetwork } from './fit.ts';
export { fromPlanar, quantize, toPlanar } from './pixels.ts';
export type { ImageSize, RgbImage } from './rgb-image.ts';
export { ImagesError } from './errors.ts';
export { drawContactSheet } from './contact-sheet/draw-contact-sheet.ts';
export type { ContactSheet, ContactSheetCell, ContactSheetColumn, ContactSheetRow } from './contact-sheet/sheet.ts';

import type { PresentedTrial } from '@lookalike/study';
import type { ShownAs } from '../trial-timing.ts';
import { layOver, paintPicture } from './paint-picture.ts';
import { shownSize, type ShownSize, type ShownSizeRequest } from './shown-size.ts';

/** Where a picture stands on the page. */
export interface PicturePlace {
  readonly box: HTMLElement;
  readonly picture: HTMLCanvasElement;
  readonly mask: HTMLCanvasElement;
}

export interface PaintRequest extends Pick<ShownSizeRequest, 'sideCssPx' | 'devicePixelRatio' | 'scaling'> {
  /** Of the queries' masks; undefined where there are none. */
  readonly maskSeed: string | undefined;
}

interface Painted {
  readonly place: PicturePlace;
  readonly image: HTMLImageElement;
  readonly size: ShownSize;
  readonly maskSeed: string | undefined;
}

/** The pictures of a trial on their places, by slot. */
export class Pictures {
  readonly #places = new Map<string, PicturePlace>();
  #painted: ReadonlyMap<string, Painted> = new Map();

  /** Takes a place for pictures. @returns gives it back */
  take(slot: string, place: PicturePlace): () => void {
    this.#places.set(slot, place);
    return () => void (this.#places.get(slot) === place && this.#places.delete(slot));
  }

  /** Paints a trial's pictures, and the masks of its queries; what stands there already as it should is only laid where it belongs. @param images in the order of the trial's pictures */
  paint({ pictures }: PresentedTrial, images: readonly HTMLImageElement[], { maskSeed, ...request }: PaintRequest): void {
    const painted = new Map<string, Painted>();
    for (const [i, { slot, group }] of pictures.entries()) {
      const [place, image] = [this.#places.get(slot), images[i]];
      if (place === undefined || image === undefined) throw new Error(`The page has no place for the picture "${slot}".`);
      const size = shownSize({ imageWidthPx: image.naturalWidth, imageHeightPx: image.naturalHeight, ...request });
      const now: Painted = { place, image, size, maskSeed: group === 'query' && maskSeed !== undefined ? `${maskSeed}/${slot}` : undefined };
      if (!isSame(this.#painted.get(slot), now)) {
        paintPicture(place.picture, image, size);
        if (now.maskSeed !== undefined) paintPicture(place.mask, image, size, now.maskSeed);
      }
      for (const canvas of now.maskSeed === undefined ? [place.picture] : [place.picture, place.mask]) layOver(place.box, canvas, request.devicePixelRatio);
      painted.set(slot, now);
    }
    this.#painted = painted;
  }

  /** Of a trial's first picture, as it lies on the page. */
  measuredSize({ pictures: [first] }: PresentedTrial): Pick<ShownAs, 'shownSizeCssPx' | 'devicePxPerImagePx'> {
    const painted = this.#painted.get(first?.slot ?? '');
    if (painted === undefined) return {};
    const { place, image, size } = painted;
    const { width, height } = place.picture.getBoundingClientRect();
    const scale = (width * window.devicePixelRatio) / image.naturalWidth;
    // Layout counts in 64ths of a CSS px: what differs by less is not different.
    return { shownSizeCssPx: Math.max(width, height), devicePxPerImagePx: Math.abs(scale - size.scale) < 0.01 * size.scale ? size.scale : scale };
  }
}

/** Whether the same pixels stand on the same canvases. */
function isSame(before: Painted | undefined, now: Painted): boolean {
  return before !== undefined && before.place === now.place && before.image === now.image && before.maskSeed === now.maskSeed
    && before.size.widthDevicePx === now.size.widthDevicePx && before.size.heightDevicePx === now.size.heightDevicePx && before.size.isCrisp === now.size.isCrisp;
}

export interface ShownSize {
  /** Device pixels of the whole picture. */
  readonly widthDevicePx: number;
  readonly heightDevicePx: number;
  /** Device pixels per pixel of the picture. */
  readonly scale: number;
  /** Whether `scale` is whole and each pixel of the picture is to stay a square. */
  readonly isCrisp: boolean;
}

export interface ShownSizeRequest {
  readonly imageWidthPx: number;
  readonly imageHeightPx: number;
  /** The side of the place that the picture gets, CSS px. */
  readonly sideCssPx: number;
  readonly devicePixelRatio: number;
  readonly scaling: 'crisp' | 'smooth';
}

/**
 * How large a picture is shown. smooth: its longer side fills the place, to the nearest device pixel. crisp: the greatest whole multiple of device
 * pixels that fits; a picture with more pixels than the place has is shown smooth all the same, and its scale below 1 says so.
 */
export function shownSize({ imageWidthPx, imageHeightPx, sideCssPx, devicePixelRatio, scaling }: ShownSizeRequest): ShownSize {
  const longer = Math.max(imageWidthPx, imageHeightPx);
  const roomDevicePx = Math.max(1, Math.round(sideCssPx * devicePixelRatio));
  const multiple = Math.floor(roomDevicePx / longer);
  const isCrisp = scaling === 'crisp' && multiple >= 1;
  const scale = isCrisp ? multiple : roomDevicePx / longer;
  return { widthDevicePx: Math.max(1, Math.round(imageWidthPx * scale)), heightDevicePx: Math.max(1, Math.round(imageHeightPx * scale)), scale, isCrisp };
}

/** Relative luminance of an opaque `#rrggbb` colour, in [0, 1]. @see WCAG 2.2, definition of relative luminance */
export function relativeLuminance(colour: string): number {
  const channel = (start: number): number => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast ratio of two opaque colours, in [1, 21]. @see WCAG 2.2, definition of contrast ratio */
export function contrastRatio(one: string, other: string): number {
  const [low, high] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b) as [number, number]; // two in, two out
  return (high + 0.05) / (low + 0.05);
}

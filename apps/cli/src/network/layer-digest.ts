import type { Layer } from '@lookalike/network';

const mostLines = 24;

/**
 * The layers that show a network's course: the last one of each shape, the default, and the output. Deep ones go first when there
 * are too many.
 */
export function layerDigest(layers: readonly Layer[]): readonly Layer[] {
  const shown = layers.filter((layer, i) => layer.isDefault || layer.shape.join() !== layers[i + 1]?.shape.join());
  if (shown.length <= mostLines) return shown;
  const recent = shown.slice(-mostLines);
  const standard = shown.find(({ isDefault }) => isDefault);
  return standard === undefined || recent.includes(standard) ? recent : [standard, ...recent.slice(1)];
}

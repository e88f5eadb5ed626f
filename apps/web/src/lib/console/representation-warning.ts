import type { NetworkView } from '../api/views.ts';
import { formatCount } from './format.ts';

/** With fewer values, images have a representation in common that have little else. */
const fewValues = 16;

/** What an experimenter should know of a layer as the representation; `undefined` where there is nothing. */
export function representationWarning({ layers, defaultLayer, defaultLayerRule }: Pick<NetworkView, 'layers' | 'defaultLayer' | 'defaultLayerRule'>, layer: string): string | undefined {
  const count = layers.find(({ name }) => name === layer)?.valueCount;
  if (count !== undefined && count < fewValues) return `This layer has ${count === 1 ? 'one value' : `${formatCount(count)} values`} per image only: images have it in common that have little else. Choose one with more.`;
  if (layer === defaultLayer && defaultLayerRule.startsWith('output of')) return 'This layer is the network’s output. If that is scores of classes, choose the layer before it.';
  return undefined;
}

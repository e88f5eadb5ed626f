import type { ChannelCount } from '@lookalike/preprocessing';

/** Mean and deviation that networks are trained with, for RGB or grey pixels in [0, 1]. */
export interface Convention {
  /** As in “ImageNet's mean and deviation”. */
  readonly label: string;
  /** Of each channel. */
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

const byte = 1 / 255;

/** For RGB. */
const ofColour: readonly Convention[] = [
  { label: 'ImageNet’s mean and deviation', mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] },
  { label: 'CIFAR-10’s mean and deviation', mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.247, 0.2435, 0.2616] },
  { label: 'CIFAR-10’s mean and deviation', mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.2023, 0.1994, 0.201] },
  { label: 'CIFAR-100’s mean and deviation', mean: [0.5071, 0.4867, 0.4408], standardDeviation: [0.2675, 0.2565, 0.2761] },
  { label: 'CLIP’s mean and deviation', mean: [0.48145466, 0.4578275, 0.40821073], standardDeviation: [0.26862954, 0.26130258, 0.27577711] },
  { label: 'Caffe’s mean', mean: [123.68 * byte, 116.779 * byte, 103.939 * byte], standardDeviation: [byte, byte, byte] },
  { label: 'a change to [−1, 1]', mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5] },
  { label: 'a division by 255', mean: [0, 0, 0], standardDeviation: [1, 1, 1] },
];

const ofGrey: readonly Convention[] = [
  { label: 'MNIST’s mean and deviation', mean: [0.1307], standardDeviation: [0.3081] },
  { label: 'Fashion-MNIST’s mean and deviation', mean: [0.286], standardDeviation: [0.353] },
  { label: 'TorchXRayVision’s change to [−1024, 1024]', mean: [0.5], standardDeviation: [1 / 2048] },
  { label: 'a change to [−1, 1]', mean: [0.5], standardDeviation: [0.5] },
  { label: 'a division by 255', mean: [0], standardDeviation: [1] },
];

export function conventionsOf(channels: ChannelCount): readonly Convention[] {
  return channels === 1 ? ofGrey : ofColour;
}

/** Files round their constants in different places. */
const relativeTolerance = 0.01;
const absoluteTolerance = 0.002;

/** Whether numbers are the same, as files round them. */
export function areClose(values: readonly number[], others: readonly number[], unit = 1): boolean {
  return values.length === others.length && values.every((value, i) => Math.abs(value - others[i]!) <= Math.max(relativeTolerance * Math.abs(others[i]!), absoluteTolerance * unit));
}

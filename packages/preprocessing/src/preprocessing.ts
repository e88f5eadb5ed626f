import type { Issue } from '@lookalike/errors';
import { Type, type Static } from 'typebox';
import Value from 'typebox/value';

const closed = { additionalProperties: false } as const;
const largestSidePx = 4096;

const side = (description: string) => Type.Integer({ minimum: 1, maximum: largestSidePx, description });
const perChannel = (options: { readonly exclusiveMinimum?: number; readonly description: string }) =>
  Type.Array(Type.Number({ ...(options.exclusiveMinimum !== undefined && { exclusiveMinimum: options.exclusiveMinimum }) }), { minItems: 3, maxItems: 3, description: options.description });

/** How pixels between pixels are found; widened when shrinking (antialiased), as Pillow does. */
export const Interpolation = Type.Union([Type.Literal('bilinear'), Type.Literal('bicubic'), Type.Literal('lanczos3')]);
export type Interpolation = Static<typeof Interpolation>;

/** How an image of any size becomes one of the network's size. */
export const ResizeRule = Type.Union([
  Type.Object({ kind: Type.Literal('crop-to-aspect', { description: 'Cuts out the largest centred rectangle of the network’s aspect, then scales it.' }), interpolation: Interpolation }, closed),
  Type.Object(
    {
      kind: Type.Literal('shorter-side', { description: 'Scales so that the shorter side has `shorterSidePx`, then cuts out the centre, as torchvision’s Resize and CenterCrop do.' }),
      shorterSidePx: side('At least the longer side of the network’s size.'),
      interpolation: Interpolation,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('stretch', { description: 'Scales both sides to the network’s size; the aspect is lost.' }), interpolation: Interpolation }, closed),
]);
export type ResizeRule = Static<typeof ResizeRule>;

/**
 * What has to be done to an image before it is what a network’s file takes. A pixel p in [0, 1] becomes
 * (r(p) − mean) / standardDeviation, where r brings it into `range`; mean and deviation are in the units of the range, in the
 * order of the file’s channels.
 */
export const Preprocessing = Type.Object(
  {
    heightPx: side('Height of the images that the network takes.'),
    widthPx: side('Width of the images that the network takes.'),
    channelOrder: Type.Union([Type.Literal('RGB'), Type.Literal('BGR')]),
    range: Type.Union([Type.Literal('[0,1]'), Type.Literal('[0,255]'), Type.Literal('[-1,1]')], { description: 'What black and white are before mean and standard deviation.' }),
    mean: perChannel({ description: 'Subtracted from each channel, in the units of the range.' }),
    standardDeviation: perChannel({ exclusiveMinimum: 0, description: 'Each channel is divided by it, in the units of the range.' }),
    resize: ResizeRule,
  },
  { ...closed, $id: 'Preprocessing' },
);
export type Preprocessing = Static<typeof Preprocessing>;

export type PreprocessingCheck = { readonly preprocessing: Preprocessing } | { readonly issues: readonly Issue[] };

/**
 * Reads a preprocessing that someone wrote.
 * Codes: `graph.bad_preprocessing`.
 */
export function checkPreprocessing(value: unknown): PreprocessingCheck {
  const fault = (path: string, message: string, fix: string): Issue => ({ path, code: 'graph.bad_preprocessing', message, fix });
  const faults = [...Value.Errors(Preprocessing, value)].map(({ instancePath, message }) => fault(instancePath, `It ${message}.`, 'See the JSON Schema "Preprocessing".'));
  if (faults.length > 0) return { issues: faults };
  // The schema has just accepted it.
  const preprocessing = value as Preprocessing;
  const { resize, heightPx, widthPx } = preprocessing;
  if (resize.kind === 'shorter-side' && resize.shorterSidePx < Math.max(heightPx, widthPx)) {
    return { issues: [fault('/resize/shorterSidePx', `Images whose shorter side has ${resize.shorterSidePx} px cannot be cut to ${widthPx}×${heightPx} px.`, `Take at least ${Math.max(heightPx, widthPx)}.`)] };
  }
  return { preprocessing };
}

/** A named convention. */
export interface PreprocessingPreset {
  readonly id: string;
  readonly label: string;
  /** Who uses it. */
  readonly description: string;
  readonly preprocessing: Preprocessing;
}

const [noMean, noDeviation] = [[0, 0, 0], [1, 1, 1]];
/** torchvision’s evaluation transforms scale to 256 and cut out 224. */
const imageNetCrop = 256 / 224;

/** The conventions that most networks follow, for a network of this size. The first leaves pixels as they are. */
export function preprocessingPresets(size: { readonly heightPx: number; readonly widthPx: number }): readonly PreprocessingPreset[] {
  const { heightPx, widthPx } = size;
  const longer = Math.max(heightPx, widthPx);
  const plain: Preprocessing = { heightPx, widthPx, channelOrder: 'RGB', range: '[0,1]', mean: noMean, standardDeviation: noDeviation, resize: { kind: 'crop-to-aspect', interpolation: 'lanczos3' } };
  const cropped = (share: number, interpolation: Interpolation): ResizeRule => ({ kind: 'shorter-side', shorterSidePx: Math.round(longer * share), interpolation });
  return [
    { id: 'inside-the-file', label: 'Inside the file', description: 'The file takes pixels in [0, 1] and normalises them itself, or not at all.', preprocessing: plain },
    {
      id: 'imagenet', label: 'ImageNet', description: 'torchvision and most networks trained on ImageNet in PyTorch.',
      preprocessing: { ...plain, mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225], resize: cropped(imageNetCrop, 'bilinear') },
    },
    { id: 'cifar10', label: 'CIFAR-10', description: 'Mean and deviation of CIFAR-10’s training images.', preprocessing: { ...plain, mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.247, 0.2435, 0.2616] } },
    {
      id: 'clip', label: 'CLIP', description: 'OpenAI’s CLIP and most networks after it.',
      preprocessing: { ...plain, mean: [0.48145466, 0.4578275, 0.40821073], standardDeviation: [0.26862954, 0.26130258, 0.27577711], resize: cropped(1, 'bicubic') },
    },
    { id: 'inception', label: 'Inception', description: 'Pixels in [−1, 1]: Inception, MobileNet, ViT and others from TensorFlow.', preprocessing: { ...plain, range: '[-1,1]', resize: cropped(1 / 0.875, 'bicubic') } },
    {
      id: 'caffe', label: 'Caffe', description: 'BGR in [0, 255] less the mean: VGG and ResNet of Caffe and Keras.',
      preprocessing: { ...plain, channelOrder: 'BGR', range: '[0,255]', mean: [103.939, 116.779, 123.68], resize: cropped(imageNetCrop, 'bilinear') },
    },
    { id: 'bytes', label: 'Bytes', description: 'RGB in [0, 255], rescaled inside the file: EfficientNet and ConvNeXt of Keras.', preprocessing: { ...plain, range: '[0,255]' } },
  ];
}

/** What Lookalike did before it asked: pixels in [0, 1], as they are. */
export function plainPreprocessing(size: { readonly heightPx: number; readonly widthPx: number }): Preprocessing {
  return preprocessingPresets(size)[0]!.preprocessing;
}

import type { Issue } from '@lookalike/errors';
import { Type, type Static } from 'typebox';
import Value from 'typebox/value';

const closed = { additionalProperties: false } as const;
const largestSidePx = 4096;
/** Of a further input: a mask of 1024×1024 px and no more, as they are stored with every run. */
const mostNumbers = 2 ** 20;

const side = (description: string) => Type.Integer({ minimum: 1, maximum: largestSidePx, description });
const perChannel = (options: { readonly exclusiveMinimum?: number; readonly description: string }) =>
  Type.Array(Type.Number({ ...(options.exclusiveMinimum !== undefined && { exclusiveMinimum: options.exclusiveMinimum }) }), { minItems: 1, maxItems: 3, description: `${options.description} Three numbers, or one for grey images.` });

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

export const OtherInputs = Type.Record(Type.String({ minLength: 1 }), Type.Union([Type.Number(), Type.Array(Type.Number(), { maxItems: mostNumbers })]), {
  description: 'For a file that takes more than an image: the value of each further input, the same for every image, as one number for all of it or as all of its numbers in row-major order.',
});

/**
 * What has to be done to an image before it is what a network’s file takes. A pixel p in [0, 1] becomes
 * (r(p) − mean) / standardDeviation, where r brings it into `range`; mean and deviation are in the units of the range, in the
 * order of the file’s channels.
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.convert for what grey is
 */
export const Preprocessing = Type.Object(
  {
    heightPx: side('Height of the images that the network takes.'),
    widthPx: side('Width of the images that the network takes.'),
    channelOrder: Type.Union([
      Type.Literal('RGB'),
      Type.Literal('BGR'),
      Type.Literal('grey', { description: 'One channel. Images are turned grey after they are scaled, by (19595 R + 38470 G + 7471 B + 32768) >> 16 on bytes: ITU-R BT.601, as Pillow does.' }),
    ]),
    range: Type.Union([Type.Literal('[0,1]'), Type.Literal('[0,255]'), Type.Literal('[-1,1]')], { description: 'What black and white are before mean and standard deviation.' }),
    mean: perChannel({ description: 'Subtracted from each channel, in the units of the range.' }),
    standardDeviation: perChannel({ exclusiveMinimum: 0, description: 'Each channel is divided by it, in the units of the range.' }),
    resize: ResizeRule,
    flatOrder: Type.Optional(Type.Union([Type.Literal('CHW'), Type.Literal('HWC')], { description: 'For a file that takes an image as a flat vector: the order of its values. Absent where the file’s input has the axes of an image.' })),
    otherInputs: Type.Optional(OtherInputs),
  },
  { ...closed, $id: 'Preprocessing' },
);
export type Preprocessing = Static<typeof Preprocessing>;

/** Channels of the images that a network takes. */
export type ChannelCount = 1 | 3;

/** The images that a network takes; three channels unless said otherwise. */
export interface ImageFormat {
  readonly heightPx: number;
  readonly widthPx: number;
  readonly channels?: ChannelCount;
}

export function channelsOf({ channelOrder }: Pick<Preprocessing, 'channelOrder'>): ChannelCount {
  return channelOrder === 'grey' ? 1 : 3;
}

/** A mean and a deviation that do nothing. */
export function unnormalised(channels: ChannelCount): Pick<Preprocessing, 'mean' | 'standardDeviation'> {
  return channels === 1 ? { mean: [0], standardDeviation: [1] } : { mean: [0, 0, 0], standardDeviation: [1, 1, 1] };
}

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
  const channels = channelsOf(preprocessing);
  for (const field of ['mean', 'standardDeviation'] as const) {
    if (preprocessing[field].length !== channels) return { issues: [fault(`/${field}`, `It has ${preprocessing[field].length} numbers, and ${channels === 1 ? 'grey images have one channel' : `${preprocessing.channelOrder} images have three channels`}.`, `Give ${channels === 1 ? 'one number' : 'three numbers'}.`)] };
  }
  if (resize.kind === 'shorter-side' && resize.shorterSidePx < Math.max(heightPx, widthPx)) {
    return { issues: [fault('/resize/shorterSidePx', `Images whose shorter side has ${resize.shorterSidePx} px cannot be cut to ${widthPx}×${heightPx} px.`, `Take at least ${Math.max(heightPx, widthPx)}.`)] };
  }
  return { preprocessing };
}

import { channelsOf, checkPreprocessing, preprocessingPresets, type Preprocessing, type ResizeRule } from '@lookalike/preprocessing';
import { parseImageShape, type ConstantInputs, type ImageShape, type ImageSizePx } from '@lookalike/network';
import { issuesMessage } from '@lookalike/errors';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { CliError } from '../cli-error.ts';

/** What the options of the command line say of preprocessing; all may be absent. */
export interface PreprocessingOptions {
  readonly size?: ImageSizePx;
  readonly imageShape?: ImageShape;
  /** Values of further inputs by name. */
  readonly input?: ConstantInputs;
  readonly preset?: string;
  readonly range?: Preprocessing['range'];
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly channelOrder?: Preprocessing['channelOrder'];
  readonly resize?: (size: ImageSizePx) => ResizeRule;
}

/** One part of a preprocessing, as an option says it and a question asks for it. */
export interface PreprocessingPart {
  readonly option: string;
  readonly question: string;
  /** @throws InvalidArgumentError with what was expected */
  readonly read: (text: string) => PreprocessingOptions;
  /** Whether grey images have nothing to say here. */
  readonly isOfColours?: true;
}

export const preprocessingParts: readonly PreprocessingPart[] = [
  { option: '--range', question: 'What are black and white, before mean and deviation? (0..1, 0..255 or -1..1)', read: (text) => ({ range: parseRange(text) }) },
  { option: '--channel-order', question: 'In which order are the channels? (RGB or BGR)', read: (text) => ({ channelOrder: parseChannelOrder(text) }), isOfColours: true },
  { option: '--mean', question: 'What is subtracted from each channel, in that order and range? (as 0.485,0.456,0.406, or one number for grey; 0,0,0 or 0 for nothing)', read: (text) => ({ mean: parsePerChannel(text) }) },
  { option: '--std', question: 'What is each channel divided by? (as 0.229,0.224,0.225, or one number for grey; 1,1,1 or 1 for nothing)', read: (text) => ({ std: parsePerChannel(text) }) },
  {
    option: '--resize',
    question: 'How is an image brought to size? (crop-to-aspect, stretch, or its shorter side in pixels before the centre is cut out, as 256; then perhaps :bilinear, :bicubic or :lanczos3)',
    read: (text) => ({ resize: parseResize(text) }),
  },
];

const presetIds = [...new Set(([3, 1] as const).flatMap((channels) => preprocessingPresets({ heightPx: 224, widthPx: 224, channels }).map(({ id }) => id)))];

/** Adds the options that say how images are prepared for a network. */
export function withPreprocessingOptions(command: Command): Command {
  return command
    .option('--size <pixels>', 'images that a network with open sizes takes: 224, or width and height as 320x240', parseSize)
    .option('--image-shape <shape>', 'for a network that takes flat vectors: 1x28x28, 3x32x32, or 32x32x3 with channels last', readImageShape)
    .option('--input <name=value>', 'value of a further input, the same for every image: mask=1, or every number as size=[32,32]; once for each input', parseInput)
    .addOption(new Option('--preset <name>', 'a common way to prepare images').choices(presetIds))
    .option('--range <range>', 'what black and white are before mean and deviation: 0..1, 0..255 or -1..1', parseRange)
    .option('--mean <r,g,b or grey>', 'subtracted from each channel, in the order of the file, in units of the range', parsePerChannel)
    .option('--std <r,g,b or grey>', 'each channel is divided by it', parsePerChannel)
    .option('--channel-order <order>', 'of the file’s input: RGB or BGR; not for grey', parseChannelOrder)
    .option('--resize <rule>', 'crop-to-aspect, stretch, or the shorter side in pixels, as 256; then an interpolation, as 256:bicubic', parseResize);
}

/**
 * The preprocessing that the options say, on top of a preset or of `start`.
 * @returns undefined when they say nothing of it.
 * @throws cli.bad_preprocessing
 */
export function preprocessingFrom({ preset, range, mean, std, channelOrder, resize }: PreprocessingOptions, start: Preprocessing): Preprocessing | undefined {
  if ([preset, range, mean, std, channelOrder, resize].every((each) => each === undefined)) return undefined;
  const base = preset === undefined ? start : { ...start, ...presetOf(preset, start) };
  const check = checkPreprocessing({
    ...base,
    ...(range !== undefined && { range }),
    ...(mean !== undefined && { mean }),
    ...(std !== undefined && { standardDeviation: std }),
    ...(channelOrder !== undefined && { channelOrder }),
    ...(resize !== undefined && { resize: resize(start) }),
  });
  if ('preprocessing' in check) return check.preprocessing;
  throw new CliError('cli.bad_preprocessing', `The preprocessing cannot be used.\n${issuesMessage(check.issues)}`, { issues: check.issues });
}

function presetOf(preset: string, { heightPx, widthPx, channelOrder }: Preprocessing): Preprocessing {
  const channels = channelsOf({ channelOrder });
  const presets = preprocessingPresets({ heightPx, widthPx, channels });
  const found = presets.find(({ id }) => id === preset);
  if (found !== undefined) return found.preprocessing;
  throw new CliError('cli.bad_preprocessing', `The preset "${preset}" is for ${channels === 1 ? 'colour' : 'grey'} images, and the network takes ${channels === 1 ? 'grey' : 'colour'} ones. Choose ${presets.map(({ id }) => id).join(', ')}.`, { preset });
}

function readImageShape(text: string): ImageShape {
  const shape = parseImageShape(text);
  if (shape !== undefined) return shape;
  throw new InvalidArgumentError('Expected channels, height and width, as 1x28x28, or height, width and channels, as 28x28x1; channels are 1 or 3.');
}

function parseInput(text: string, before: ConstantInputs = {}): ConstantInputs {
  const at = text.indexOf('=');
  const value = jsonOf(text.slice(at + 1));
  const numbers = Array.isArray(value) ? value.flat(Infinity) : value;
  const isNumbers = typeof numbers === 'number' || (Array.isArray(numbers) && numbers.length > 0 && numbers.every((each) => typeof each === 'number'));
  if (at < 1 || !isNumbers) throw new InvalidArgumentError('Expected a name and a number, as mask=1, or a list, as size=[32,32].');
  return { ...before, [text.slice(0, at)]: numbers };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseSize(text: string): ImageSizePx {
  const [widthPx, heightPx] = text.split(/[x×]/).map(Number);
  if (widthPx === undefined || ![widthPx, heightPx ?? widthPx].every((side) => Number.isInteger(side) && side > 0)) throw new InvalidArgumentError('Expected a side in pixels, as 224, or width and height, as 320x240.');
  return { widthPx, heightPx: heightPx ?? widthPx };
}

function parseRange(text: string): Preprocessing['range'] {
  const range = `[${text.replace(/[[\]\s]/g, '').replace('..', ',')}]`;
  if (range === '[0,1]' || range === '[0,255]' || range === '[-1,1]') return range;
  throw new InvalidArgumentError('Expected 0..1, 0..255 or -1..1.');
}

function parseChannelOrder(text: string): Preprocessing['channelOrder'] {
  if (text === 'RGB' || text === 'BGR') return text;
  throw new InvalidArgumentError('Expected RGB or BGR.');
}

function parsePerChannel(text: string): readonly number[] {
  const values = text.split(/[,\s]+/).filter((part) => part !== '').map(Number);
  if ((values.length === 3 || values.length === 1) && values.every(Number.isFinite)) return values;
  throw new InvalidArgumentError('Expected three numbers with commas between them, as 0.485,0.456,0.406, or one for grey.');
}

function parseResize(text: string): (size: ImageSizePx) => ResizeRule {
  const [rule, interpolation] = text.split(':');
  const shorterSidePx = Number(rule);
  const kernel = interpolation === undefined || interpolation === 'bilinear' || interpolation === 'bicubic' || interpolation === 'lanczos3' ? interpolation : undefined;
  const isKnown = rule === 'crop-to-aspect' || rule === 'stretch' || (Number.isInteger(shorterSidePx) && shorterSidePx > 0);
  if (!isKnown || kernel !== interpolation) throw new InvalidArgumentError('Expected crop-to-aspect, stretch, or a shorter side as 256; then perhaps :bilinear, :bicubic or :lanczos3.');
  if (rule === 'crop-to-aspect') return () => ({ kind: rule, interpolation: kernel ?? 'lanczos3' });
  if (rule === 'stretch') return () => ({ kind: rule, interpolation: kernel ?? 'bilinear' });
  return () => ({ kind: 'shorter-side', shorterSidePx, interpolation: kernel ?? 'bilinear' });
}

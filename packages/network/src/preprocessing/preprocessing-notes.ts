import { unnormalised, type ChannelCount, type Interpolation, type Preprocessing, type ResizeRule } from '@lookalike/preprocessing';

/** What the notes in and beside a network's file say, and where. */
export interface PreprocessingNotes {
  readonly values: Partial<Preprocessing>;
  readonly because: string;
}

interface NotesOptions {
  readonly metadata: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly size: { readonly heightPx: number; readonly widthPx: number; readonly channels: ChannelCount };
}

/** Reads the first of the known kinds of notes that is there. */
export function preprocessingNotes(options: NotesOptions): PreprocessingNotes | undefined {
  return transformersNotes(options) ?? timmNotes(options) ?? imageMetadata(options);
}

/** @see https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md */
function imageMetadata({ metadata, size: { channels } }: NotesOptions): PreprocessingNotes | undefined {
  const [formatKey, rangeKey] = ['Image.BitmapPixelFormat', 'Image.NominalPixelRange'];
  const channelOrder = ({ Rgb8: 'RGB', Bgr8: 'BGR', Gray8: 'grey' } as const)[metadata.get(formatKey) ?? ''];
  const range = ({ Normalized_0_1: '[0,1]', NominalRange_0_255: '[0,255]', Normalized_1_1: '[-1,1]' } as const)[metadata.get(rangeKey) ?? ''];
  if (channelOrder === undefined && range === undefined) return undefined;
  const notes = [formatKey, rangeKey].filter((key) => metadata.has(key)).map((key) => `${key} = ${metadata.get(key)}`);
  return { values: { ...(channelOrder !== undefined && { channelOrder }), ...(range !== undefined && { range, ...unnormalised(channels) }) }, because: `The file’s notes say ${notes.join(' and ')}.` };
}

/** What transformers’ image processors write beside a model. @see https://huggingface.co/docs/transformers/main_classes/image_processor */
function transformersNotes({ files, size }: NotesOptions): PreprocessingNotes | undefined {
  const [name, config] = jsonFile(files, 'preprocessor_config.json') ?? [];
  if (name === undefined || config === undefined) return undefined;
  const because = `"${name}" beside the file says it.`;
  const [mean, deviation] = [perChannel(config['image_mean'], size), perChannel(config['image_std'], size)];
  const isRescaled = config['do_rescale'] !== false;
  const isNormalised = config['do_normalize'] !== false && mean !== undefined && deviation !== undefined;
  // Numbers for colours say nothing of a network that takes grey.
  if (size.channels === 1 && config['do_normalize'] !== false && !isNormalised) return undefined;
  const resize = config['do_resize'] === false ? undefined : transformersResize(config, size);
  return {
    values: { channelOrder: orderOf(size), range: isRescaled ? '[0,1]' : '[0,255]', ...(isNormalised ? { mean, standardDeviation: deviation } : unnormalised(size.channels)), ...(resize !== undefined && { resize }) },
    because,
  };
}

function transformersResize(config: Json, { heightPx, widthPx }: NotesOptions['size']): ResizeRule | undefined {
  const interpolation = pillowFilter(config['resample']);
  const size = config['size'];
  const shortest = typeof size === 'number' ? size : isObject(size) ? size['shortest_edge'] : undefined;
  // A plain number with a centre crop is the shorter side; without one both sides become it.
  if (typeof shortest === 'number' && (typeof size !== 'number' || config['do_center_crop'] === true)) {
    return shortest >= Math.max(heightPx, widthPx) && Number.isInteger(shortest) ? { kind: 'shorter-side', shorterSidePx: shortest, interpolation } : undefined;
  }
  return { kind: 'stretch', interpolation };
}

/** What timm writes beside a model. @see https://huggingface.co/docs/timm/models */
function timmNotes({ files, size }: NotesOptions): PreprocessingNotes | undefined {
  const [name, config] = jsonFile(files, 'config.json') ?? [];
  const pretrained = config?.['pretrained_cfg'];
  if (name === undefined || !isObject(pretrained)) return undefined;
  const [mean, standardDeviation] = [perChannel(pretrained['mean'], size), perChannel(pretrained['std'], size)];
  if (mean === undefined || standardDeviation === undefined) return undefined;
  const named = pretrained['interpolation'];
  const interpolation = named === 'bicubic' || named === 'bilinear' ? named : named === 'lanczos' ? 'lanczos3' : 'bicubic';
  const share = typeof pretrained['crop_pct'] === 'number' && pretrained['crop_pct'] > 0 && pretrained['crop_pct'] <= 1 ? pretrained['crop_pct'] : 0.875;
  const resize: ResizeRule = pretrained['crop_mode'] === 'squash' ? { kind: 'stretch', interpolation } : { kind: 'shorter-side', shorterSidePx: Math.floor(Math.max(size.heightPx, size.widthPx) / share), interpolation };
  return { values: { channelOrder: orderOf(size), range: '[0,1]', mean, standardDeviation, resize }, because: `"pretrained_cfg" in "${name}" beside the file says it.` };
}

/** Pillow’s numbers; others are rare, and bilinear is nearest to them. */
function pillowFilter(value: unknown): Interpolation {
  return value === 1 ? 'lanczos3' : value === 3 ? 'bicubic' : 'bilinear';
}

type Json = Readonly<Record<string, unknown>>;

function jsonFile(files: ReadonlyMap<string, Uint8Array>, wanted: string): readonly [name: string, content: Json] | undefined {
  for (const [name, bytes] of files) {
    if (name.slice(name.lastIndexOf('/') + 1) !== wanted) continue;
    const content = jsonObject(new TextDecoder().decode(bytes));
    if (content !== undefined) return [name, content];
  }
  return undefined;
}

function jsonObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Notes that cannot be read say nothing; the network itself may still be sound.
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers for each channel. Networks of grey images often come with notes that say the same number three times. */
function perChannel(value: unknown, { channels }: NotesOptions['size']): number[] | undefined {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'number' && Number.isFinite(each))) return undefined;
  const numbers = channels === 1 && new Set(value).size === 1 ? value.slice(0, 1) : value;
  return numbers.length === channels ? (numbers as number[]) : undefined;
}

function orderOf({ channels }: NotesOptions['size']): Preprocessing['channelOrder'] {
  return channels === 1 ? 'grey' : 'RGB';
}

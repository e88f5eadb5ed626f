import type { Graph } from '@lookalike/graph';
import { channelsOf, checkPreprocessing, plainPreprocessing, unnormalised, type ChannelCount, type Preprocessing } from '@lookalike/preprocessing';
import type { ConstantInputs } from '../constant-inputs.ts';
import { imageInputOf } from '../image-input.ts';
import type { ImageShape } from '../image-shape.ts';
import { takingImages } from '../takes-images.ts';
import { areClose, conventionsOf } from './preprocessing-conventions.ts';
import { entranceOf, type Entrance } from './preprocessing-entrance.ts';
import { preprocessingKey, readPreprocessingNote } from '../proof/network-notes.ts';
import { preprocessingNotes, type PreprocessingNotes } from './preprocessing-notes.ts';

/**
 * `stated`: the file says it. `likely`: what the file says fits one usual way best. `unknown`: nothing speaks for or against
 * the proposal, and somebody has to be asked.
 */
export type Certainty = 'stated' | 'likely' | 'unknown';

export interface PreprocessingGuess {
  readonly preprocessing: Preprocessing;
  readonly certainty: Certainty;
  /** What it was taken from, in a sentence or two. */
  readonly because: string;
}

export interface PreprocessingEvidence {
  /** As read from its file. */
  readonly graph: Graph;
  /** Stated by the user, for a file that takes images as flat vectors. */
  readonly imageShape?: ImageShape | undefined;
  /** Values that further inputs have been given. */
  readonly otherInputs?: ConstantInputs | undefined;
  /** What the file's author noted in it, by key. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** Files beside it, such as `preprocessor_config.json`. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/** What one kind of evidence says. */
interface Finding {
  readonly values: Partial<Preprocessing>;
  readonly certainty: Exclude<Certainty, 'unknown'>;
  readonly because: string;
}

/**
 * Guesses what has to be done to images before a network's file takes them: from the note that was made for Lookalike, or else from what the
 * file itself does to its input, from other notes in it, and from the files beside it.
 * @throws what {@link imageInputOf} throws; graph.bad_notes; graph.whole_number_arithmetic
 */
export function guessPreprocessing({ graph, imageShape, otherInputs = {}, metadata = new Map(), files = new Map() }: PreprocessingEvidence): PreprocessingGuess {
  const input = imageInputOf(graph, imageShape);
  /** What the user stated of the input, whatever else is found. */
  const stated = {
    ...(input.isFlat && { flatOrder: input.layout === 'NCHW' ? 'CHW' as const : 'HWC' as const }),
    ...(Object.keys(otherInputs).length > 0 && { otherInputs: Object.fromEntries(Object.entries(otherInputs).map(([name, value]) => [name, typeof value === 'number' ? value : [...value]])) }),
  };
  const plain: Preprocessing = { ...plainPreprocessing(input), ...stated };
  const noted = readPreprocessingNote(metadata, input);
  if (noted !== undefined) return { preprocessing: { ...noted, ...stated }, certainty: 'stated', because: `The file’s note "${preprocessingKey}" says it.` };
  const entrance = entranceOf(takingImages(graph, input), input);
  const notes = preprocessingNotes({ metadata, files, size: input });
  const inside = (entrance === undefined ? undefined : insideTheFile(entrance)) ?? (input.type === 'uint8' ? bytes(input.channels) : undefined);
  // What the graph does is no opinion; notes beside it may describe the network before its preprocessing went into the file.
  const findings = [inside, findingOf(notes, inside !== undefined)].filter((finding) => finding !== undefined);
  const preprocessing: Preprocessing = Object.assign({ ...plain }, ...findings.toReversed().map(({ values }) => values));
  const decides = findings.filter(({ values }) => values.range !== undefined);
  const because = findings.map((finding) => finding.because).join(' ');
  if (decides.length === 0 || channelsOf(preprocessing) !== input.channels || 'issues' in checkPreprocessing(preprocessing)) {
    return { preprocessing: plain, certainty: 'unknown', because: because === '' ? 'The file says nothing of the pixels that it takes.' : `${because} Nothing says in which range pixels are, or how they are normalised.` };
  }
  return { preprocessing, certainty: decides.some(({ certainty }) => certainty === 'stated') ? 'stated' : 'likely', because };
}

function findingOf(notes: PreprocessingNotes | undefined, isNormalisedInside: boolean): Finding | undefined {
  if (notes === undefined) return undefined;
  const { resize } = notes.values;
  const values = isNormalisedInside ? { ...(resize !== undefined && { resize }) } : notes.values;
  return Object.keys(values).length === 0 ? undefined : { values, certainty: 'stated', because: notes.because };
}

const ranges = [{ range: '[0,1]', scale: 1, start: 0 }, { range: '[0,255]', scale: 255, start: 0 }, { range: '[-1,1]', scale: 2, start: -1 }] as const;

function bytes(channels: ChannelCount): Finding {
  return { values: { ...unnormalised(channels), range: '[0,255]', channelOrder: channels === 1 ? 'grey' : 'RGB' }, certainty: channels === 1 ? 'stated' : 'likely', because: 'The file takes bytes (uint8), so pixels are whole numbers from 0 to 255.' };
}

/** The file takes pixels for which what it does first makes sense. */
function insideTheFile({ factor, offset, from }: Entrance): Finding | undefined {
  const channels: ChannelCount = from.length === 1 ? 1 : 3;
  // In the order of the input's channels, as a mean to subtract and a deviation to divide by.
  const places = from.map((_, channel) => from.indexOf(channel));
  const mean = places.map((place) => -offset[place]! / factor[place]!);
  const deviation = places.map((place) => 1 / factor[place]!);
  const does = `The file itself subtracts ${inFigures(mean)} and divides by ${inFigures(deviation)}`;
  const orders: readonly Preprocessing['channelOrder'][] = channels === 1 ? ['grey'] : ['RGB', 'BGR'];
  const [usual] = orders as readonly [Preprocessing['channelOrder']];
  const isNothing = areClose(deviation, unnormalised(channels).standardDeviation) && areClose(mean, unnormalised(channels).mean);

  for (const { range, scale, start } of ranges) {
    for (const convention of conventionsOf(channels)) {
      for (const channelOrder of orders) {
        const inOrder = (values: readonly number[]): readonly number[] => (channelOrder === 'BGR' ? values.toReversed() : values);
        const matches = areClose(mean, inOrder(convention.mean).map((value) => value * scale + start), scale) && areClose(deviation, inOrder(convention.standardDeviation).map((value) => value * scale));
        // Dividing by 1 is nothing; such a file was not met here.
        if (!matches || (range === '[0,1]' && isNothing)) continue;
        // Where all channels are treated alike, they do not tell the order.
        const order = new Set(convention.mean).size === 1 ? usual : channelOrder;
        return { values: { ...unnormalised(channels), range, channelOrder: order }, certainty: 'stated', because: `${does}: ${convention.label}, for ${order} pixels in ${range}.` };
      }
    }
  }
  const renormalised = conventionsOf(channels).find((convention) => areClose(mean, convention.mean.map((each, c) => (0.5 - each) / convention.standardDeviation[c]!)) && areClose(deviation, convention.standardDeviation.map((each) => 0.5 / each)));
  if (channels === 3 && renormalised !== undefined && from.every((channel, i) => channel === i)) {
    return {
      values: { range: '[0,1]', channelOrder: 'RGB', mean: [...renormalised.mean], standardDeviation: [...renormalised.standardDeviation] },
      certainty: 'stated',
      because: `The file itself undoes ${renormalised.label} and changes pixels to [−1, 1], as torchvision’s Inception and GoogLeNet do, so it takes pixels normalised by them.`,
    };
  }
  const isBetween = (values: readonly number[], least: number, most: number): boolean => values.every((value) => value >= least && value <= most);
  const likely = (range: Preprocessing['range']): Finding => ({ values: { ...unnormalised(channels), range, channelOrder: usual }, certainty: 'likely', because: `${does}, which fits ${usual} pixels in ${range}.` });
  if (isBetween(mean, 0, 1) && isBetween(deviation, 0.05, 1)) return likely('[0,1]');
  if (isBetween(mean, 0, 255) && isBetween(deviation, 10, 255)) return likely('[0,255]');
  return undefined;
}

function inFigures(values: readonly number[]): string {
  const texts = values.map((value) => String(Number(value.toPrecision(4)) + 0));
  return new Set(texts).size === 1 ? texts[0]! : `(${texts.join(', ')})`;
}

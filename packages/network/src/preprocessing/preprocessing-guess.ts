import type { Graph } from '@lookalike/graph';
import { checkPreprocessing, plainPreprocessing, type Preprocessing } from '@lookalike/preprocessing';
import { imageInputOf } from '../image-input.ts';
import { areClose, conventions } from './preprocessing-conventions.ts';
import { entranceOf, type Entrance } from './preprocessing-entrance.ts';
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
 * Guesses what has to be done to images before a network's file takes them: from what the file itself does to its input first,
 * from the notes in it, and from the files beside it.
 * @throws graph.unfit_input
 */
export function guessPreprocessing({ graph, metadata = new Map(), files = new Map() }: PreprocessingEvidence): PreprocessingGuess {
  const input = imageInputOf(graph);
  const plain = plainPreprocessing(input);
  const entrance = entranceOf(graph, input);
  const notes = preprocessingNotes({ metadata, files, size: input });
  const inside = entrance === undefined ? undefined : insideTheFile(entrance);
  // What the graph does is no opinion; notes beside it may describe the network before its preprocessing went into the file.
  const findings = [inside, findingOf(notes, inside !== undefined)].filter((finding) => finding !== undefined);
  const preprocessing: Preprocessing = Object.assign({ ...plain }, ...findings.toReversed().map(({ values }) => values));
  const decides = findings.filter(({ values }) => values.range !== undefined);
  const because = findings.map((finding) => finding.because).join(' ');
  if (decides.length === 0 || 'issues' in checkPreprocessing(preprocessing)) {
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
const [noMean, noDeviation] = [[0, 0, 0], [1, 1, 1]];

/** The file takes pixels for which what it does first makes sense. */
function insideTheFile({ factor, offset, from }: Entrance): Finding | undefined {
  // In the order of the input's channels, as a mean to subtract and a deviation to divide by.
  const mean = [0, 1, 2].map((channel) => -offset[from.indexOf(channel)]! / factor[from.indexOf(channel)]!);
  const deviation = [0, 1, 2].map((channel) => 1 / factor[from.indexOf(channel)]!);
  const does = `The file itself subtracts ${inFigures(mean)} and divides by ${inFigures(deviation)}`;
  const untouched = { mean: noMean, standardDeviation: noDeviation };

  for (const { range, scale, start } of ranges) {
    for (const convention of conventions) {
      for (const channelOrder of ['RGB', 'BGR'] as const) {
        const inOrder = (values: readonly number[]): readonly number[] => (channelOrder === 'RGB' ? values : values.toReversed());
        const matches = areClose(mean, inOrder(convention.mean).map((value) => value * scale + start), scale) && areClose(deviation, inOrder(convention.standardDeviation).map((value) => value * scale));
        // Dividing by 1 is nothing; such a file was not met here.
        if (!matches || (range === '[0,1]' && areClose(deviation, noDeviation) && areClose(mean, noMean))) continue;
        // Where all channels are treated alike, they do not tell the order.
        const order = isGrey(convention.mean) ? 'RGB' : channelOrder;
        return { values: { ...untouched, range, channelOrder: order }, certainty: 'stated', because: `${does}: ${convention.label}, for ${order} pixels in ${range}.` };
      }
    }
  }
  const renormalised = conventions.find((convention) => areClose(mean, convention.mean.map((each, c) => (0.5 - each) / convention.standardDeviation[c]!)) && areClose(deviation, convention.standardDeviation.map((each) => 0.5 / each)));
  if (renormalised !== undefined && from.every((channel, i) => channel === i)) {
    return {
      values: { range: '[0,1]', channelOrder: 'RGB', mean: [...renormalised.mean], standardDeviation: [...renormalised.standardDeviation] },
      certainty: 'stated',
      because: `The file itself undoes ${renormalised.label} and changes pixels to [−1, 1], as torchvision’s Inception and GoogLeNet do, so it takes pixels normalised by them.`,
    };
  }
  const isBetween = (values: readonly number[], least: number, most: number): boolean => values.every((value) => value >= least && value <= most);
  if (isBetween(mean, 0, 1) && isBetween(deviation, 0.05, 1)) return { values: { ...untouched, range: '[0,1]', channelOrder: 'RGB' }, certainty: 'likely', because: `${does}, which fits RGB pixels in [0,1].` };
  if (isBetween(mean, 0, 255) && isBetween(deviation, 10, 255)) return { values: { ...untouched, range: '[0,255]', channelOrder: 'RGB' }, certainty: 'likely', because: `${does}, which fits RGB pixels in [0,255].` };
  return undefined;
}

function isGrey([red, green, blue]: readonly [number, number, number]): boolean {
  return red === green && green === blue;
}

function inFigures(values: readonly number[]): string {
  const texts = values.map((value) => String(Number(value.toPrecision(4)) + 0));
  return new Set(texts).size === 1 ? texts[0]! : `(${texts.join(', ')})`;
}

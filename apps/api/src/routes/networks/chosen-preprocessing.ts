import { channelsOf, checkPreprocessing, plainPreprocessing, preprocessingPresets, type ImageFormat, type Preprocessing } from '@lookalike/preprocessing';
import { type PreprocessingGuess } from '@lookalike/network';
import type { Issue } from '@lookalike/errors';
import type { PreprocessingOrigin } from '@lookalike/store';
import { ApiError } from '../../http/api-error.ts';

/** What the form of an upload says of preprocessing; absent where it says nothing. */
export interface PreprocessingFields {
  readonly preset: string | undefined;
  /** JSON */
  readonly preprocessing: string | undefined;
}

export interface ChosenPreprocessing {
  readonly preprocessing: Preprocessing;
  readonly origin: PreprocessingOrigin;
}

/**
 * The preprocessing that somebody gave, or the one that the file speaks for. Nobody's word and no word of the file is no answer: a wrong
 * guess would give IRIs of another network.
 * @throws ApiError network.preprocessing_unknown, network.preprocessing_invalid
 */
export function choosePreprocessing(fields: PreprocessingFields, guess: PreprocessingGuess): ChosenPreprocessing {
  const given = givenPreprocessing(fields, guess.preprocessing);
  if (given !== undefined) return { preprocessing: given, origin: { certainty: 'given', because: 'It was given with the file.' } };
  if (guess.certainty !== 'unknown') return { preprocessing: guess.preprocessing, origin: { certainty: guess.certainty, because: guess.because } };
  const message = `How images have to be prepared for the network is not known. ${guess.because}`;
  const fix = 'Choose a preset or say it: range, mean and standard deviation, order of channels. Whoever trained the network knows.';
  throw new ApiError('network.preprocessing_unknown', message, { fix, issues: [{ path: '/preset', code: 'network.preprocessing_unknown', message, fix }] });
}

/**
 * @param ofNetwork a preprocessing for the images that the network takes
 * @returns undefined where the fields say nothing. @throws ApiError network.preprocessing_invalid
 */
export function givenPreprocessing({ preset, preprocessing }: PreprocessingFields, ofNetwork: Preprocessing): Preprocessing | undefined {
  if (preset === undefined && preprocessing === undefined) return undefined;
  const format: ImageFormat = { heightPx: ofNetwork.heightPx, widthPx: ofNetwork.widthPx, channels: channelsOf(ofNetwork) };
  return checkedPreprocessing({ ...ofNetwork, ...(preset === undefined ? plainPreprocessing(format) : presetOf(preset, format)), ...(preprocessing === undefined ? {} : parsedObject('preprocessing', preprocessing)) }, ofNetwork);
}

/** @throws ApiError network.preprocessing_invalid, also where it is for other images or other inputs than the network takes */
export function checkedPreprocessing(value: unknown, ofNetwork: Preprocessing): Preprocessing {
  const check = checkPreprocessing(value);
  const issues = 'issues' in check ? check.issues : unlikeNetwork(check.preprocessing, ofNetwork);
  if ('preprocessing' in check && issues.length === 0) return check.preprocessing;
  throw new ApiError('network.preprocessing_invalid', 'The preprocessing cannot be used.', { fix: 'See the issues.', issues: issues.map((issue) => ({ ...issue, path: `/preprocessing${issue.path}` })) });
}

/** What a network's file decides; values of further inputs may change, their names not. */
function unlikeNetwork(given: Preprocessing, ofNetwork: Preprocessing): Issue[] {
  const issue = (path: string, message: string, fix: string): Issue => ({ path, code: 'graph.bad_preprocessing', message, fix });
  const { heightPx, widthPx, flatOrder } = ofNetwork;
  const isGrey = channelsOf(ofNetwork) === 1;
  const namesOf = ({ otherInputs = {} }: Preprocessing): string => Object.keys(otherInputs).sort().join(', ') || 'none';
  return [
    ...(given.heightPx === heightPx && given.widthPx === widthPx ? [] : [issue('/widthPx', `The network takes images of ${widthPx}×${heightPx} px.`, `Send ${widthPx} and ${heightPx}.`)]),
    ...(channelsOf(given) === channelsOf(ofNetwork) ? [] : [issue('/channelOrder', `The network takes ${isGrey ? 'grey' : 'colour'} images.`, `Send ${isGrey ? '"grey"' : '"RGB" or "BGR"'}.`)]),
    ...((given.flatOrder === undefined) === (flatOrder === undefined) ? [] : [issue('/flatOrder', `The network ${flatOrder === undefined ? 'takes images, not' : 'takes'} flat vectors.`, flatOrder === undefined ? 'Leave it out.' : 'Send "CHW" or "HWC".')]),
    ...(namesOf(given) === namesOf(ofNetwork) ? [] : [issue('/otherInputs', `The network’s further inputs are ${namesOf(ofNetwork)}.`, 'Send a value for each, and no others.')]),
  ];
}

function presetOf(id: string, format: ImageFormat): Preprocessing {
  const presets = preprocessingPresets(format);
  const preset = presets.find((each) => each.id === id);
  if (preset !== undefined) return preset.preprocessing;
  const message = `There is no preset "${id}" for ${format.channels === 1 ? 'grey' : 'colour'} images.`;
  const fix = `Send one of ${presets.map((each) => each.id).join(', ')}.`;
  throw new ApiError('network.preprocessing_invalid', message, { fix, issues: [{ path: '/preset', code: 'network.preprocessing_invalid', message, fix }] });
}

/** @throws ApiError network.preprocessing_invalid */
export function parsedObject(field: 'preprocessing' | 'otherInputs', text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const message = `The field "${field}" is not a JSON object.`;
  const fix = field === 'preprocessing' ? 'See "Preprocessing" at /docs.' : 'Send names and values, as {"scale": 1}.';
  throw new ApiError('network.preprocessing_invalid', message, { fix, issues: [{ path: `/${field}`, code: 'network.preprocessing_invalid', message, fix }] });
}

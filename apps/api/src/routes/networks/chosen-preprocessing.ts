import { checkPreprocessing, plainPreprocessing, preprocessingPresets, type Preprocessing } from '@lookalike/preprocessing';
import { type ImageSizePx, type PreprocessingGuess } from '@lookalike/network';
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

/** @returns undefined where the fields say nothing. @throws ApiError network.preprocessing_invalid */
export function givenPreprocessing({ preset, preprocessing }: PreprocessingFields, size: ImageSizePx): Preprocessing | undefined {
  if (preset === undefined && preprocessing === undefined) return undefined;
  return checkedPreprocessing({ ...(preset === undefined ? plainPreprocessing(size) : presetOf(preset, size)), ...(preprocessing === undefined ? {} : parsed(preprocessing)) }, size);
}

/** @throws ApiError network.preprocessing_invalid, also where it is for images of another size than the network's */
export function checkedPreprocessing(value: unknown, { heightPx, widthPx }: ImageSizePx): Preprocessing {
  const check = checkPreprocessing(value);
  const issues = 'issues' in check ? check.issues : check.preprocessing.heightPx === heightPx && check.preprocessing.widthPx === widthPx ? [] : [{
    path: '/widthPx', code: 'graph.bad_preprocessing', message: `The network takes images of ${widthPx}×${heightPx} px.`, fix: `Send ${widthPx} and ${heightPx}.`,
  }];
  if ('preprocessing' in check && issues.length === 0) return check.preprocessing;
  throw new ApiError('network.preprocessing_invalid', 'The preprocessing cannot be used.', { fix: 'See the issues.', issues: issues.map((issue) => ({ ...issue, path: `/preprocessing${issue.path}` })) });
}

function presetOf(id: string, size: ImageSizePx): Preprocessing {
  const presets = preprocessingPresets(size);
  const preset = presets.find((each) => each.id === id);
  if (preset !== undefined) return preset.preprocessing;
  const message = `There is no preset "${id}".`;
  const fix = `Send one of ${presets.map((each) => each.id).join(', ')}.`;
  throw new ApiError('network.preprocessing_invalid', message, { fix, issues: [{ path: '/preset', code: 'network.preprocessing_invalid', message, fix }] });
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const message = 'The field "preprocessing" is not a JSON object.';
  const fix = 'See "Preprocessing" at /docs.';
  throw new ApiError('network.preprocessing_invalid', message, { fix, issues: [{ path: '/preprocessing', code: 'network.preprocessing_invalid', message, fix }] });
}

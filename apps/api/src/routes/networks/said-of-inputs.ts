import { parseImageShape, type ImageShape, type ImageSizePx, type OpenNetworkOptions } from '@lookalike/network';
import { OtherInputs, type Preprocessing } from '@lookalike/preprocessing';
import Value from 'typebox/value';
import { ApiError } from '../../http/api-error.ts';
import type { Upload } from '../../http/uploads.ts';
import { parsedObject } from './chosen-preprocessing.ts';

const largestSidePx = 4096;

/** What the form of an upload says of a network's inputs where its file does not. @throws ApiError request.invalid, network.preprocessing_invalid */
export function saidOfInputs(upload: Upload): OpenNetworkOptions {
  return { sizePx: sizeOf(upload), imageShape: imageShapeOf(upload), otherInputs: otherInputsOf(upload) };
}

export function textField({ fields }: Upload, name: string): string | undefined {
  const text = fields.get(name)?.trim();
  return text === '' ? undefined : text;
}

function sizeOf(upload: Upload): ImageSizePx | undefined {
  const [width, height] = [textField(upload, 'widthPx'), textField(upload, 'heightPx')];
  if (width === undefined && height === undefined) return undefined;
  const [widthPx, heightPx] = [Number(width ?? height), Number(height ?? width)];
  if ([widthPx, heightPx].every((side) => Number.isInteger(side) && side > 0 && side <= largestSidePx)) return { widthPx, heightPx };
  const message = `An image size of ${width ?? '?'}×${height ?? '?'} px is not valid.`;
  const fix = `Send whole numbers from 1 to ${largestSidePx}.`;
  throw new ApiError('request.invalid', message, { fix, issues: [{ path: '/widthPx', code: 'request.invalid', message, fix }] });
}

function imageShapeOf(upload: Upload): ImageShape | undefined {
  const text = textField(upload, 'imageShape');
  const shape = text === undefined ? undefined : parseImageShape(text);
  if (text === undefined || shape !== undefined) return shape;
  const message = `"${text}" is no image shape.`;
  const fix = 'Send channels, height and width, as 1x28x28, or height, width and channels, as 28x28x1; channels are 1 or 3.';
  throw new ApiError('request.invalid', message, { fix, issues: [{ path: '/imageShape', code: 'request.invalid', message, fix }] });
}

function otherInputsOf(upload: Upload): Preprocessing['otherInputs'] {
  const text = textField(upload, 'otherInputs');
  if (text === undefined) return undefined;
  const value = parsedObject('otherInputs', text);
  const faults = [...Value.Errors(OtherInputs, value)];
  // The schema accepts it where there are none.
  if (faults.length === 0) return value as Preprocessing['otherInputs'];
  const fix = 'Send one number for each, or a list of all its numbers.';
  throw new ApiError('network.preprocessing_invalid', 'The values of further inputs cannot be used.', { fix, issues: faults.map(({ instancePath, message }) => ({ path: `/otherInputs${instancePath}`, code: 'network.preprocessing_invalid', message: `It ${message}.`, fix })) });
}

import { GraphError } from '@lookalike/graph';
import type { GraphInput } from '@lookalike/graph';
import type { ImageInput, ImageShape } from './image-shape.ts';

/** Says why what a network takes is not one image, and what to do. */
export function refusedInputs(inputs: readonly GraphInput[], { images, stated }: { readonly images: readonly ImageInput[]; readonly stated: ImageShape | undefined }): GraphError {
  const found = inputs.map(describe).join(' and ') || 'no input';
  const refuse = (code: 'graph.unfit_input' | 'graph.image_shape_unknown' | 'graph.other_inputs_unknown', message: string, details: Readonly<Record<string, unknown>> = {}): GraphError =>
    new GraphError(code, `The network takes ${found}. ${message}`, { inputs, ...details });
  const [image, ...more] = images;
  if (image !== undefined && more.length > 0) {
    return refuse('graph.other_inputs_unknown', 'More than one of them can be an image, and an IRI belongs to one. Say which value all but one have, the same for every image (a number, or a list of all numbers), or export the network with one image.', { others: inputs.map(({ name }) => name) });
  }
  if (image !== undefined) {
    const others = inputs.filter(({ name }) => name !== image.name).map(({ name }) => name);
    return refuse('graph.other_inputs_unknown', `"${image.name}" is the image; say which value ${others.map((name) => `"${name}"`).join(' and ')} ${others.length === 1 ? 'has' : 'have'}, the same for every image: a number, or a list of all numbers.`, { image: image.name, others });
  }
  if (stated !== undefined) return refuse('graph.unfit_input', `The stated image shape (${inOrder(stated).join('×')}) does not fit it. State the shape that one image has in it.`, { stated });
  const [input] = inputs;
  if (input === undefined) return refuse('graph.unfit_input', 'Nothing in it depends on an image. Export it with its input.');
  if (inputs.length > 1) return refuse('graph.unfit_input', `None of them is an image, ${imageShapes}, by its shape. Where one is, laid out as a flat vector, state its image shape; else Lookalike cannot use the network.`);
  const [code, message] = reasonOf(input);
  return refuse(code, message);
}

const imageShapes = '[N, 3, height, width] or [N, height, width, 3] in colour, [N, 1, height, width] or [N, height, width, 1] in grey';

/** What a single input that is no image most likely is. */
function reasonOf({ type, shape }: GraphInput): readonly ['graph.unfit_input' | 'graph.image_shape_unknown', string] {
  const [batch, ...sizes] = shape;
  const numbers = sizes.filter((size) => typeof size === 'number');
  const isPixels = type === 'float32' || type === 'uint8';
  if (!isPixels && shape.length <= 2) return ['graph.unfit_input', `Whole numbers (${type}) in rows are tokens of a text, not pixels: only networks of images have IRIs that people can look at. Export the image encoder of the network alone.`];
  if (!isPixels) return ['graph.unfit_input', `Images in ${type} are not supported. Export the network with an input of float32, or of uint8 with the cast inside.`];
  if (batch !== 'N' && (typeof batch !== 'number' || shape.length === 3)) return ['graph.unfit_input', `It has no batch in front. Export it for inputs of ${imageShapes}, with a batch of any size N.`];
  if (numbers.length !== sizes.length) return ['graph.unfit_input', `Its sizes depend on the batch. Export it for inputs of ${imageShapes}.`];
  switch (numbers.length) {
    case 1: return ['graph.image_shape_unknown', `It is a flat vector of ${numbers[0]} values; state the shape of the image that it is${exampleOf(numbers[0]!)}.`];
    case 2: return ['graph.image_shape_unknown', `It has no axis of channels: it may be a grey image, a spectrogram of a sound, or a sequence. If it is an image, state its shape, for example 1×${numbers.join('×')}; only networks of images can be used.`];
    case 3: return ['graph.unfit_input', channelsReason(numbers as [number, number, number])];
    case 4: return ['graph.unfit_input', 'Five axes are a video or a volume. Only networks of single images can be used: export the part that takes one frame or slice.'];
    default: return ['graph.unfit_input', `Expected ${imageShapes}.`];
  }
}

function channelsReason([first, , last]: readonly [number, number, number]): string {
  const channels = first <= last ? first : last;
  const export3 = 'Export it for 3 channels (RGB) or 1 (grey).';
  if (channels === 4) return `Four channels are RGBA, or four pictures; transparency has no look of its own. ${export3}`;
  if (channels === 2) return `Two channels are neither colour nor grey; two pictures have no one look. ${export3}`;
  if (channels % 3 === 0 && channels <= 48) return `${channels} channels are ${channels / 3} pictures in one, such as frames of a video. ${export3}`;
  return `It has ${channels} channels, as spectral images or the middle of a network have. ${export3}`;
}

/** An image of equal sides with so many values, if there is one. */
function exampleOf(values: number): string {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(values / channels);
    if (Number.isInteger(side) && side > 1) return `, for example ${channels}×${side}×${side}`;
  }
  return ' (channels×height×width, or height×width×channels); a network of other data than images cannot be used';
}

function inOrder({ channels, heightPx, widthPx, layout }: ImageShape): readonly number[] {
  return layout === 'NCHW' ? [channels, heightPx, widthPx] : [heightPx, widthPx, channels];
}

function describe({ name, type, shape }: GraphInput): string {
  return `"${name}" ${type} [${shape.join(', ')}]`;
}

import type { ElementType, Shape } from '@lookalike/graph';
import { describe, expect, it } from 'vitest';
import { imageInputOf } from './image-input.ts';
import type { ImageShape } from './image-shape.ts';
import { parseImageShape } from './parse-image-shape.ts';

const input = (shape: Shape, type: ElementType = 'float32', name = 'x') => ({ name, type, shape });
const of = (...inputs: ReturnType<typeof input>[]) => imageInputOf({ inputs });
const mnist: ImageShape = { layout: 'NCHW', channels: 1, heightPx: 28, widthPx: 28 };

describe('an image is known by its shape', () => {
  it.each<[Shape, string]>([
    [['N', 3, 32, 48], 'NCHW 3 32 48'],
    [['N', 32, 48, 3], 'NHWC 3 32 48'],
    [['N', 1, 28, 20], 'NCHW 1 28 20'],
    [['N', 28, 20, 1], 'NHWC 1 28 20'],
    // Colour before grey, channels first before last.
    [['N', 3, 3, 3], 'NCHW 3 3 3'],
    [['N', 1, 28, 3], 'NHWC 3 1 28'],
    [['N', 3, 28, 1], 'NCHW 3 28 1'],
    [['N', 1, 28, 1], 'NCHW 1 28 1'],
  ])('[%s] is %s', (shape, expected) => {
    const { layout, channels, heightPx, widthPx, isFlat } = of(input(shape));
    expect([layout, channels, heightPx, widthPx].join(' ')).toBe(expected);
    expect(isFlat).toBe(false);
    expect(of(input(shape, 'uint8')).type).toBe('uint8');
  });

  it('a flat vector is the image whose shape is stated, if it has its values', () => {
    expect(imageInputOf({ inputs: [input(['N', 784])] }, mnist)).toEqual({ name: 'x', type: 'float32', isFlat: true, ...mnist });
    expect(imageInputOf({ inputs: [input(['N', 28, 28])] }, mnist).isFlat).toBe(true);
    expect(() => imageInputOf({ inputs: [input(['N', 783])] }, mnist)).toThrow(/stated image shape \(1×28×28\) does not fit/);
  });

  it('a stated shape does not overrule that of a file that has one', () => {
    expect(imageInputOf({ inputs: [input(['N', 1, 28, 28])] }, mnist).isFlat).toBe(false);
    expect(() => imageInputOf({ inputs: [input(['N', 3, 8, 8])] }, { layout: 'NHWC', channels: 3, heightPx: 8, widthPx: 8 })).toThrow(/\(8×8×3\) does not fit/);
  });
});

describe('what is no image is refused by what it is, with what to do', () => {
  it.each<[string, ReturnType<typeof input>[], string, RegExp]>([
    ['RGBA', [input(['N', 4, 32, 32])], 'graph.unfit_input', /RGBA.*Export it for 3 channels/],
    ['RGBA, channels last', [input(['N', 32, 32, 4])], 'graph.unfit_input', /RGBA/],
    ['two channels', [input(['N', 2, 32, 32])], 'graph.unfit_input', /Two channels/],
    ['two images in one', [input(['N', 6, 32, 32])], 'graph.unfit_input', /6 channels are 2 pictures/],
    ['a spectrum', [input(['N', 103, 200, 200])], 'graph.unfit_input', /103 channels, as spectral images/],
    ['a video', [input(['N', 3, 16, 112, 112])], 'graph.unfit_input', /video or a volume.*one frame/],
    ['a flat vector of a square image', [input(['N', 784])], 'graph.image_shape_unknown', /flat vector of 784 values; state .*for example 1×28×28\./],
    ['a flat vector of a square colour image', [input(['N', 3072])], 'graph.image_shape_unknown', /for example 3×32×32\./],
    ['a flat vector of another shape', [input(['N', 1000])], 'graph.image_shape_unknown', /other data than images/],
    ['a matrix', [input(['N', 80, 3000])], 'graph.image_shape_unknown', /spectrogram.*for example 1×80×3000/],
    ['tokens', [input(['N', 77], 'int64')], 'graph.unfit_input', /tokens of a text.*image encoder/],
    ['images in whole numbers', [input(['N', 3, 32, 32], 'int32')], 'graph.unfit_input', /Images in int32/],
    ['an image without a batch', [input([3, 32, 32])], 'graph.unfit_input', /no batch in front/],
    ['no input', [], 'graph.unfit_input', /no input\. Nothing in it depends/],
    ['two images', [input(['N', 3, 32, 32], 'float32', 'a'), input(['N', 3, 32, 32], 'float32', 'b')], 'graph.other_inputs_unknown', /More than one .*which value all but one have/],
    ['an image and a number', [input(['N', 3, 32, 32]), input([], 'float32', 'scale')], 'graph.other_inputs_unknown', /"x" is the image; say which value "scale" has/],
    ['a colour image and its mask', [input(['N', 1, 32, 32], 'float32', 'mask'), input(['N', 3, 32, 32])], 'graph.other_inputs_unknown', /"x" is the image; say which value "mask" has/],
    ['two vectors', [input(['N', 5], 'float32', 'a'), input(['N', 6], 'float32', 'b')], 'graph.unfit_input', /None of them is an image/],
  ])('%s', (_name, inputs, code, message) => {
    expect(() => of(...inputs)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});

it.each<[string, ImageShape | undefined]>([
  ['1x28x20', { layout: 'NCHW', channels: 1, heightPx: 28, widthPx: 20 }],
  ['3×32×48', { layout: 'NCHW', channels: 3, heightPx: 32, widthPx: 48 }],
  [' 28 x 20 x 1 ', { layout: 'NHWC', channels: 1, heightPx: 28, widthPx: 20 }],
  ['32x48x3', { layout: 'NHWC', channels: 3, heightPx: 32, widthPx: 48 }],
  ['3x3x3', { layout: 'NCHW', channels: 3, heightPx: 3, widthPx: 3 }],
  ...['', '784', '28x28', '2x8x8', '1x0x8', '1x8.5x8', '1x28x28x1', 'axbxc'].map((text): [string, undefined] => [text, undefined]),
])('"%s" as an image shape', (text, shape) => {
  expect(parseImageShape(text)).toEqual(shape);
});

import { expect, it } from 'vitest';
import type { Preprocessing } from '../api/views.ts';
import { describePixels, describeResize, fixedByFile, fromPreprocessingDraft, toPreprocessingDraft, withChannelOrder } from './preprocessing-draft.ts';

const imageNet: Preprocessing = {
  heightPx: 224, widthPx: 224, channelOrder: 'RGB', range: '[0,1]', mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225],
  resize: { kind: 'shorter-side', shorterSidePx: 256, interpolation: 'bilinear' },
};

it('comes back from the form as it went in', () => {
  for (const resize of [imageNet.resize, { kind: 'stretch', interpolation: 'bicubic' }, { kind: 'crop-to-aspect', interpolation: 'lanczos3' }] as const) {
    const { heightPx, widthPx, ...rest } = { ...imageNet, resize };
    expect({ heightPx, widthPx, ...fromPreprocessingDraft(toPreprocessingDraft({ ...imageNet, resize })) }).toEqual({ heightPx, widthPx, ...rest });
  }
});

it('takes three numbers as people paste them', () => {
  const draft = toPreprocessingDraft(imageNet);
  expect(fromPreprocessingDraft({ ...draft, mean: '[0.1, 0.2,0.3]' }).mean).toEqual([0.1, 0.2, 0.3]);
  expect(fromPreprocessingDraft({ ...draft, mean: '1 2 3' }).mean).toEqual([1, 2, 3]);
  // JSON writes it as null, which the API refuses by its field.
  expect(fromPreprocessingDraft({ ...draft, mean: '1, x, 3' }).mean[1]).toBeNaN();
});

it('says what is done, and nothing of what is not', () => {
  expect(describePixels(imageNet)).toBe('RGB in [0,1], less (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225)');
  expect(describePixels({ ...imageNet, mean: [0, 0, 0], standardDeviation: [1, 1, 1] })).toBe('RGB in [0,1]');
  expect(describeResize(imageNet)).toBe('shorter side scaled to 256 px (bilinear), then 224 × 224 px cut from the centre');
});

it('grey has one number where colours have three, and a number that holds for all stays', () => {
  const plain = { ...toPreprocessingDraft(imageNet), mean: '0, 0, 0', standardDeviation: '0.5 0.5 0.5' };
  const grey = withChannelOrder(plain, 'grey');
  expect(fromPreprocessingDraft(grey)).toMatchObject({ channelOrder: 'grey', mean: [0], standardDeviation: [0.5] });
  expect(fromPreprocessingDraft(withChannelOrder(grey, 'RGB'))).toMatchObject({ channelOrder: 'RGB', mean: [0, 0, 0], standardDeviation: [0.5, 0.5, 0.5] });
  expect(withChannelOrder(toPreprocessingDraft(imageNet), 'grey').mean).toBe('0.485, 0.456, 0.406');
});

it('keeps what the file decides', () => {
  expect(fixedByFile({ ...imageNet, flatOrder: 'HWC', otherInputs: { step: 3 } })).toEqual({ heightPx: 224, widthPx: 224, flatOrder: 'HWC', otherInputs: { step: 3 } });
  expect(fixedByFile(imageNet)).toEqual({ heightPx: 224, widthPx: 224 });
  expect(describePixels({ ...imageNet, mean: [0, 0, 0], standardDeviation: [1, 1, 1], flatOrder: 'HWC' })).toBe('RGB in [0,1], as a flat vector in the order HWC');
});

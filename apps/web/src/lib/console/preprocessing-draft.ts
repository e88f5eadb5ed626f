import type { Preprocessing } from '../api/views.ts';

type Resize = Preprocessing['resize'];

/** Preprocessing as a form holds it: flat, numbers as they are typed. */
export interface PreprocessingDraft {
  channelOrder: Preprocessing['channelOrder'];
  range: Preprocessing['range'];
  /** Three numbers in one field, as papers and model cards write them; one for grey. */
  mean: string;
  standardDeviation: string;
  resizeKind: Resize['kind'];
  shorterSidePx: number;
  interpolation: Resize['interpolation'];
}

export function toPreprocessingDraft({ channelOrder, range, mean, standardDeviation, resize, heightPx, widthPx }: Preprocessing): PreprocessingDraft {
  return {
    channelOrder,
    range,
    mean: mean.join(', '),
    standardDeviation: standardDeviation.join(', '),
    resizeKind: resize.kind,
    shorterSidePx: resize.kind === 'shorter-side' ? resize.shorterSidePx : Math.max(heightPx, widthPx),
    interpolation: resize.interpolation,
  };
}

/** What a draft says of everything but the size. What is no number goes out as null, so that the API names the field. */
export function fromPreprocessingDraft(draft: PreprocessingDraft): Omit<Preprocessing, 'heightPx' | 'widthPx'> {
  const { resizeKind: kind, interpolation, shorterSidePx, channelOrder, range } = draft;
  return { channelOrder, range, mean: numbersIn(draft.mean), standardDeviation: numbersIn(draft.standardDeviation), resize: kind === 'shorter-side' ? { kind, shorterSidePx, interpolation } : { kind, interpolation } };
}

/** Numbers with commas, spaces or brackets around them. */
function numbersIn(text: string): number[] {
  return text.split(/[\s,;[\]()]+/).filter((part) => part !== '').map(Number);
}

/** Another order of channels; a number that holds for all of them stays, one for grey and three for colours. */
export function withChannelOrder(draft: PreprocessingDraft, channelOrder: PreprocessingDraft['channelOrder']): PreprocessingDraft {
  const count = channelOrder === 'grey' ? 1 : 3;
  const fitted = (text: string): string => {
    const numbers = numbersIn(text);
    return new Set(numbers).size === 1 && numbers.length !== count ? Array.from({ length: count }, () => numbers[0]).join(', ') : text;
  };
  return { ...draft, channelOrder, mean: fitted(draft.mean), standardDeviation: fitted(draft.standardDeviation) };
}

/** What a network's file decides of its preprocessing, which no form shows. */
export function fixedByFile({ heightPx, widthPx, flatOrder, otherInputs }: Preprocessing): Pick<Preprocessing, 'heightPx' | 'widthPx' | 'flatOrder' | 'otherInputs'> {
  return { heightPx, widthPx, ...(flatOrder !== undefined && { flatOrder }), ...(otherInputs !== undefined && { otherInputs }) };
}

/** What is done to pixels, in one line. */
export function describePixels({ channelOrder, range, mean, standardDeviation, flatOrder }: Preprocessing): string {
  const isPlain = mean.every((each) => each === 0) && standardDeviation.every((each) => each === 1);
  return `${channelOrder} in ${range}${isPlain ? '' : `, less (${mean.join(', ')}), divided by (${standardDeviation.join(', ')})`}${flatOrder === undefined ? '' : `, as a flat vector in the order ${flatOrder}`}`;
}

/** How images get the network's size, in one line. */
export function describeResize({ resize, heightPx, widthPx }: Preprocessing): string {
  const size = `${widthPx} × ${heightPx} px`;
  switch (resize.kind) {
    case 'crop-to-aspect': return `cut to the aspect of ${size}, then scaled (${resize.interpolation})`;
    case 'stretch': return `stretched to ${size} (${resize.interpolation})`;
    case 'shorter-side': return `shorter side scaled to ${resize.shorterSidePx} px (${resize.interpolation}), then ${size} cut from the centre`;
  }
}

import type { Preprocessing } from '@lookalike/preprocessing';

/** What the network's own library computed for a few images, so that it can be computed again. */
export interface NetworkProof {
  /** The library and its version. */
  readonly by: string;
  readonly images: readonly ProofImage[];
}

export interface ProofImage {
  /** A PNG file, larger than the network's images and of another aspect. */
  readonly image: Uint8Array;
  /** What the network was given for it. */
  readonly input: ProofInput;
  /** What it gave: the representation, flat. */
  readonly representation: Float32Array;
  /** Where its first output was greatest; absent where that is not one number per class. */
  readonly topClass: number | undefined;
}

/** A network's input [3, H, W] in the file's order of channels: scale · level + offset, channel by channel. */
export interface ProofInput {
  /** A PNG file of the network's size with the levels, 0 to 255. */
  readonly levels: Uint8Array;
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

/** Pixels [H, W, 3] in 8 bits. */
export interface ProofPixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** Who decodes images and brings them to size; `decodeImage` and `fitToNetwork` of packages/images do. */
export interface ProofImages {
  decode(file: Uint8Array): Promise<ProofPixels>;
  fit(image: ProofPixels, size: { readonly widthPx: number; readonly heightPx: number }, rule: Preprocessing['resize']): ProofPixels;
}

/** An image with what the network was given for it, both decoded. */
export interface DecodedImage {
  readonly image: ProofPixels;
  readonly input: Omit<ProofInput, 'levels'> & { readonly levels: ProofPixels };
}

export async function decodeProof({ images }: NetworkProof, { decode }: Pick<ProofImages, 'decode'>): Promise<DecodedImage[]> {
  return Promise.all(images.map(async ({ image, input }) => ({ image: await decode(image), input: { ...input, levels: await decode(input.levels) } })));
}
